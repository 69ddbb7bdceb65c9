import type { JsonObject } from "../../../chat/json.js";
import type { ReasoningPart } from "../../../chat/message.js";
import { redactedThinkingBlock, thinkingBlock } from "../../anthropic/write-blocks.js";
import type { Warn } from "../../blocks/warning-log.js";
import { ownReasoning } from "./own-reasoning.js";

/** Encodes reasoning as thinking. A part with both text and redacted data becomes two blocks. */
export function encodeReasoning(part: ReasoningPart, field: string, warn: Warn): readonly JsonObject[] {
  const blocks = ownReasoning(part, field, warn).flatMap((own) => blocksOf(own, field, warn));
  if (blocks.length === 0) warn("dropped", field, "the reasoning has neither text nor opaque data to send");
  return blocks;
}

function blocksOf({ text, signature, redacted }: ReasoningPart, field: string, warn: Warn): readonly JsonObject[] {
  const opaque = redacted === null ? [] : [redactedThinkingBlock(redacted)];
  if (text === null && signature === null) return opaque;
  if (text === null) warn("reasoning-text-absent", field, 'a signature without text is sent with the text ""');
  if (signature === null) {
    warn("reasoning-unsigned", field, "thinking is sent without a signature, and Claude requires one");
  }
  return [thinkingBlock({ text: text ?? "", signature }), ...opaque];
}
