import { bad, type Check, note } from "../check.js";
import { mustOrNote, scenarioExpects } from "../rule.js";
import { onRefusal, refusalText } from "./probe-turn.js";

/**
 * The refusal has the status by which a client knows what to do. Another status of 400 to 499 is a note: a client sees that the
 * request is at fault, if not how. A 500 says that the service is, and a 200 says that nothing is.
 */
export const probeStatus: Check = {
  id: "probe/status",
  claim: "a refusal has the status of its reason",
  rule: mustOrNote(scenarioExpects),
  needsWholeReply: false,
  ofProbes: true,
  explainedBy: [],
  run: (judged) =>
    onRefusal(judged, ({ failure, expected: { statuses } }) => {
      const { phase, status } = failure;
      if (phase !== "body" && status !== null && statuses.includes(status)) return [];
      const seen = `${refusalText(failure)}; must be ${statuses.join(" or ")}`;
      if (phase === "body" || (status ?? 0) < 400) return [bad("probe-status", "inside-200", seen)];
      if ((status ?? 0) >= 500) return [bad("probe-status", "server-error", seen)];
      return [note("probe-status", "other-status", seen)];
    }),
};
