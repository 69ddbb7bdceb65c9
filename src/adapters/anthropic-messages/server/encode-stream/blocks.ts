import type { JsonObject } from "../../../../chat/json.js";
import { encodeMessage, messageId } from "../encode-reply/message.js";
import { encodeUsage } from "../encode-reply/usage.js";
import { sseText } from "./sse-text.js";
import type { Draft } from "./state.js";

/** Begins the message, once. Its counts are what is known by then; those of `message_delta` replace them. */
export function beginMessage(draft: Draft): void {
  if (draft.begun) return;
  draft.begun = true;
  const { identity } = draft.opening;
  const message = encodeMessage(
    { id: messageId(draft.id, identity), model: identity.model, upstream: draft.upstream },
    {
      content: [],
      stop: { stop_reason: null, stop_sequence: null, stop_details: null },
      usage: { ...encodeUsage(draft.usage, []), output_tokens: 0 },
    },
  );
  draft.out += sseText({ type: "message_start", message });
}

/** Begins a block. Anthropic sends a ping after the first one (recordings of 2024 to 2026). */
export function beginBlock(draft: Draft, block: JsonObject): void {
  beginMessage(draft);
  draft.out += sseText({ type: "content_block_start", index: draft.blocks, content_block: block });
  if (draft.blocks === 0) draft.out += sseText({ type: "ping" });
  draft.blocks += 1;
}

/** Writes a piece of the block that is open. */
export function growBlock(draft: Draft, delta: JsonObject): void {
  draft.out += sseText({ type: "content_block_delta", index: draft.blocks - 1, delta });
}

/** Ends the block that is open. */
export function endBlock(draft: Draft): void {
  draft.out += sseText({ type: "content_block_stop", index: draft.blocks - 1 });
  draft.textFrame = null;
}
