import { quote } from "../../compare-text.js";
import { visibleTextOf } from "../../visible-text.js";
import { type Check, note } from "../check.js";
import { reports, should } from "../rule.js";

/** So often in a row is no figure of speech. */
const tooOften = 4;

/** No phrase of three to twelve words comes again and again, one right after the other: a model in a loop. */
export const textNoRepetition: Check = {
  id: "text/no-repetition",
  claim: "no phrase comes four times in a row",
  rule: should(reports("MiniMax provider verifier, repeated 3-grams")),
  needsWholeReply: true,
  explainedBy: [],
  run: ({ turn: { reply } }) => {
    const looped = loopIn(
      visibleTextOf(reply)
        .toLowerCase()
        .split(/\s+/)
        .filter((word) => word !== ""),
    );
    return looped === null ? [] : [note("repeats-itself", null, `${quote(looped)} ${tooOften} times in a row or more`)];
  },
};

/** The first phrase that repeats; phrases of one and the same word (`ha ha ha`, table rules) are none. */
function loopIn(words: readonly string[]): string | null {
  for (let length = 3; length <= 12; length += 1) {
    let same = 0;
    for (let at = length; at < words.length; at += 1) {
      same = words[at] === words[at - length] ? same + 1 : 0;
      if (same < length * (tooOften - 1)) continue;
      const phrase = words.slice(at - length + 1, at + 1);
      if (new Set(phrase).size > 1) return phrase.join(" ");
    }
  }
  return null;
}
