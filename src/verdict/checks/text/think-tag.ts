import { quote } from "../../compare-text.js";
import { taggedThoughtIn, visibleTextOf } from "../../visible-text.js";
import { type Check, note } from "../check.js";
import { reports, should } from "../rule.js";

/** The text has no reasoning in think tags. A note, since an answer follows; without one the finding is `reasoning-only`. */
export const textThinkTag: Check = {
  id: "text/think-tag",
  claim: "no reasoning appears in the text",
  rule: should(reports("DeepSeek provider verifier C02 and C03", "litellm llm_translation tests", "koog#1436")),
  needsWholeReply: true,
  explainedBy: ["reasoning-only"],
  run: ({ turn }) => {
    const text = visibleTextOf(turn.reply);
    const thought = taggedThoughtIn(text);
    return thought === null ? [] : [note("think-tag-in-text", thought.cause, quote(text))];
  },
};
