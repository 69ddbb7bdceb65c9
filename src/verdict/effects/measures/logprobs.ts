import { textOf } from "../../../chat/read-reply.js";
import { isBlank } from "../../compare-text.js";
import type { MeasureKind } from "./measure.js";

/** Log probabilities came with the text. A reply without text does not say. */
export const logprobs: MeasureKind<"logprobs"> = {
  kind: "logprobs",
  run: ([reply]) => (isBlank(textOf(reply)) ? null : reply.logprobs !== null),
  words: () => "has log probabilities",
};
