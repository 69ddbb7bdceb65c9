import { containsWord } from "../../compare-text.js";
import { answerTextOf } from "../../visible-text.js";
import type { MeasureKind } from "./measure.js";

/** The text has at least one of the words. */
export const contains: MeasureKind<"contains"> = {
  kind: "contains",
  run: ([reply], { anyOf }) => anyOf.some((word) => containsWord(answerTextOf(reply), word)),
  words: ({ anyOf }) => `has ${anyOf.map((word) => JSON.stringify(word)).join(" or ")}`,
};
