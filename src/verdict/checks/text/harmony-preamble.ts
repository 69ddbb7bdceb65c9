import { isBlank, quote } from "../../compare-text.js";
import { visibleTextOf } from "../../visible-text.js";
import { bad, type Check, note } from "../check.js";
import { must, reports } from "../rule.js";

/** The channel markers of gpt-oss do not appear in the text. Bad where no answer follows them, otherwise a note. */
export const textHarmonyPreamble: Check = {
  id: "text/harmony-preamble",
  claim: "no channel markers of the model's format appear in the text",
  rule: must(reports("macprovider#743")),
  needsWholeReply: true,
  explainedBy: ["tool-call-as-text"],
  run: ({ turn }) => {
    const text = visibleTextOf(turn.reply);
    const leak = /^\s*analysis[\s\S]*?assistantfinal/.exec(text);
    if (leak === null) return [];
    const answer = text.slice(leak[0].length);
    return [(isBlank(answer) ? bad : note)("harmony-preamble", isBlank(answer) ? "no-answer" : null, quote(text))];
  },
};
