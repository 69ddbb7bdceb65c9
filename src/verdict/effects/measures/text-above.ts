import { answerTextOf } from "../../visible-text.js";
import type { MeasureKind } from "./measure.js";

/** The text has more characters. */
export const textAbove: MeasureKind<"text-above"> = {
  kind: "text-above",
  run: ([reply], { characters }) => [...answerTextOf(reply)].length > characters,
  words: ({ characters }) => `has more than ${characters} characters`,
};
