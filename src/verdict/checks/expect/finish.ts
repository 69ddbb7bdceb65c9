import { finishText } from "../../../chat/finish-of.js";
import { bad, type Check, callElsewhere, nothingShown } from "../check.js";
import { must, scenarioExpects } from "../rule.js";
import { expectationsOf } from "./expectations-of.js";

/** The reply ends as the scenario expects. */
export const expectFinish: Check = {
  id: "expect/finish",
  claim: "the reply ends with the expected finish reason",
  rule: must(scenarioExpects),
  needsWholeReply: true,
  explainedBy: [
    ...nothingShown,
    ...callElsewhere,
    "finish-missing",
    "missing-call",
    "unexpected-call",
    "repeats-call",
    "promise-no-action",
    "phantom-call",
  ],
  run: (judged) => {
    const expected = expectationsOf(judged, "finish");
    if (expected.length === 0) return null;
    const { finish } = judged.turn.reply;
    const missed = expected.filter(({ anyOf }) => finish === null || !anyOf.includes(finish.kind));
    return missed.map(({ anyOf }) =>
      bad(
        "unexpected-finish",
        finish?.kind ?? null,
        `finish ${finish === null ? "absent" : finishText(finish)}, expected ${anyOf.join(" or ")}`,
      ),
    );
  },
};
