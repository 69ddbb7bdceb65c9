import { toolCallsOf } from "../../../chat/read-reply.js";
import { containsWord, isBlank, quote } from "../../compare-text.js";
import { answerTextOf } from "../../visible-text.js";
import { bad, type Check, callElsewhere, callsBroken, nothingShown } from "../check.js";
import { must, scenarioExpects } from "../rule.js";
import { describeCall } from "../tool-calls.js";
import { expectationsOf } from "./expectations-of.js";

/** The answer says what the scenario expects, in one of its words. Thoughts in think tags do not count. */
export const expectSays: Check = {
  id: "expect/says",
  claim: "the answer says what is expected",
  rule: must(scenarioExpects),
  needsWholeReply: true,
  explainedBy: [
    "choice-ignored",
    "output-invalid",
    ...nothingShown,
    ...callElsewhere,
    ...callsBroken,
    "legacy-call",
    "unexpected-call",
    "repeats-call",
    "describes-call",
    "result-ignored",
    "promise-no-action",
    "phantom-call",
  ],
  run: (judged) => {
    const expected = expectationsOf(judged, "says");
    if (expected.length === 0) return null;
    const text = answerTextOf(judged.turn.reply);
    const missed = expected.filter(({ anyOf }) => !anyOf.some((word) => containsWord(text, word)));
    return missed.map(({ anyOf }) =>
      bad("wrong-answer", null, `expected ${anyOf.map((word) => quote(word)).join(" or ")}; ${said()}`),
    );

    function said(): string {
      if (!isBlank(text)) return `the answer is ${quote(text)}`;
      return `there is no text, but the call ${toolCallsOf(judged.turn.reply).map(describeCall).join(", ")}`;
    }
  },
};
