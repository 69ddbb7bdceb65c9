import { namedIn } from "../../../scenario/probe/refusal.js";
import { type Check, note } from "../check.js";
import { should } from "../rule.js";
import { onRefusal, refusalText } from "./probe-turn.js";

/** A refusal names the member that is wrong, so that its reader can correct it. An error of the service has nothing to name. */
export const probeNames: Check = {
  id: "probe/names",
  claim: "a refusal names what is wrong in the request",
  rule: should({
    source:
      "OpenAI, Error codes, 400 BadRequestError: the message says which parameter (platform.openai.com/docs/guides/error-codes)",
    date: "2026-11-29",
  }),
  needsWholeReply: false,
  ofProbes: true,
  explainedBy: ["probe-status"],
  run: (judged) =>
    onRefusal(judged, ({ failure, expected: { names } }) => {
      if (names.length === 0 || namedIn(failure, names) !== null) return [];
      return [note("probe-unnamed", null, `${refusalText(failure)}; names none of ${names.join(", ")}`)];
    }),
};
