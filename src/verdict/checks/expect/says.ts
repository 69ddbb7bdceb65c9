import { toolCallsOf } from "../../../chat/read-reply.js";
import { containsWord, isBlank, quote } from "../../compare-text.js";
import { answerTextOf } from "../../visible-text.js";
import { bad, type Check, callElsewhere, callsBroken, nothingShown } from "../check.js";
import { must, scenarioExpects } from "../rule.js";
import { describeCall } from "../tool-calls.js";
import { expectationsOf } from "./expectations-of.js";

/** The answer contains one of the words of each expectation. Text in think tags does not count. */
export const expectSays: Check = {
  id: "expect/says",
  claim: "the answer contains the expected words",
  rule: must(scenarioExpects),
  needsWholeReply: true,
  explainedBy: [
    "choice-ignored",
    "crossed-reply",
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
      bad("wrong-answer", null, `expected ${anyOf.map((word) => quote(word)).join(" or ")}; ${describeAnswer()}`),
    );

    function describeAnswer(): string {
      if (!isBlank(text)) return `the answer is ${quote(text)}`;
      return `there is no text, but the call ${toolCallsOf(judged.turn.reply).map(describeCall).join(", ")}`;
    }
  },
};
