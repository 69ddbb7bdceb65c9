import { normaliseText } from "../../compare-text.js";
import { answerTextOf } from "../../visible-text.js";
import type { MeasureKind } from "./measure.js";

/** More than this share of the words was in the text before. A text of fewer than ten words does not say. */
export const repeatsAbove: MeasureKind<"repeats-above"> = {
  kind: "repeats-above",
  run: ([reply], { share }) => {
    const words = normaliseText(answerTextOf(reply)).match(/[\p{L}\p{N}]+/gu) ?? [];
    return words.length < fewestWords ? null : 1 - new Set(words).size / words.length > share;
  },
  words: ({ share }) => `repeats more than ${Math.round(share * 100)} % of its words`,
};

const fewestWords = 10;
