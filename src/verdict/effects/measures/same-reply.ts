import { toolCallsOf } from "../../../chat/read-reply.js";
import type { Reply } from "../../../chat/reply.js";
import { answerTextOf } from "../../visible-text.js";
import type { MeasureKind } from "./measure.js";

/** The two replies have the same text and the same calls; ids and token counts may differ. */
export const sameReply: MeasureKind<"same-reply"> = {
  kind: "same-reply",
  run: ([first, second]) => (second === undefined ? null : contentOf(first) === contentOf(second)),
  words: () => "is the same twice",
};

function contentOf(reply: Reply): string {
  const calls = toolCallsOf(reply).map(({ name, argumentsText }) => [name, argumentsText]);
  return JSON.stringify([answerTextOf(reply).trim(), calls]);
}
