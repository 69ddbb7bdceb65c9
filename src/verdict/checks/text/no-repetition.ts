import { quote } from "../../compare-text.js";
import { visibleTextOf } from "../../visible-text.js";
import { type Check, note } from "../check.js";
import { reports, should } from "../rule.js";

/** This many repetitions in a row are a loop, not a figure of speech. */
const tooOften = 4;

/** No phrase of three to twelve words is repeated directly after itself, again and again, as by a model in a loop. */
export const textNoRepetition: Check = {
  id: "text/no-repetition",
  claim: "no phrase is repeated four times in a row",
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

/** The first phrase that repeats; null without one. A phrase of one repeated word (`ha ha ha`, table rules) does not count. */
function loopIn(words: readonly string[]): string | null {
  for (let length = 3; length <= 12; length += 1) {
    let same = 0;
    for (let index = length; index < words.length; index += 1) {
      same = words[index] === words[index - length] ? same + 1 : 0;
      if (same < length * (tooOften - 1)) continue;
      const phrase = words.slice(index - length + 1, index + 1);
      if (new Set(phrase).size > 1) return phrase.join(" ");
    }
  }
  return null;
}
