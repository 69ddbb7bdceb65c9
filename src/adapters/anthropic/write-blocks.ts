import type { JsonObject, JsonValue } from "../../chat/json.js";
import type { CachePointPart, MediaSource, ReasoningPart, SystemPart, ToolCallPart } from "../../chat/message.js";

/**
 * The content blocks of Anthropic's Messages, which InvokeModel has too (Messages API reference; AWS "Anthropic Claude Messages
 * API", read 2026-08). They write what they are given: what a service refuses is the callers' to repair.
 */
export function textBlock(text: string): JsonObject {
  return { type: "text", text };
}

export function imageBlock(source: MediaSource): JsonObject {
  return { type: "image", source: mediaSource(source) };
}

/** `title` null: none is sent. */
export function documentBlock(source: JsonObject, title: string | null): JsonObject {
  return { type: "document", source, ...(title === null ? {} : { title }) };
}

/** Bytes as base64 under their media type, or a link that the service follows. `image/jpg` is no registered type. */
export function mediaSource(source: MediaSource): JsonObject {
  if (source.kind === "url") return { type: "url", url: source.url };
  const mediaType = source.mediaType === "image/jpg" ? "image/jpeg" : source.mediaType;
  return { type: "base64", media_type: mediaType, data: source.base64 };
}

/** Text and signature as they are; a member that is null is left out. */
export function thinkingBlock({ text, signature }: Pick<ReasoningPart, "text" | "signature">): JsonObject {
  return {
    type: "thinking",
    ...(text === null ? {} : { thinking: text }),
    ...(signature === null ? {} : { signature }),
  };
}

export function redactedThinkingBlock(data: string): JsonObject {
  return { type: "redacted_thinking", data };
}

/** A missing id or name is left out. */
export function toolUseBlock({ id, name }: Pick<ToolCallPart, "id" | "name">, input: JsonValue): JsonObject {
  return {
    type: "tool_use",
    ...(id === null ? {} : { id }),
    ...(name === null ? {} : { name }),
    input,
  };
}

/** A result. `content` and `isError` null: the member is left out. */
export type WrittenResult = {
  readonly toolCallId: string | null;
  readonly content: JsonValue;
  readonly isError: boolean | null;
};

export function toolResultBlock({ toolCallId, content, isError }: WrittenResult): JsonObject {
  return {
    type: "tool_result",
    ...(toolCallId === null ? {} : { tool_use_id: toolCallId }),
    ...(content === null ? {} : { content }),
    ...(isError === null ? {} : { is_error: isError }),
  };
}

/** Text blocks of `system`. A cache point without a block before it is left out. */
export function systemBlocks(parts: readonly SystemPart[]): readonly JsonObject[] {
  const blocks: JsonObject[] = [];
  for (const part of parts) {
    if (part.kind === "text") blocks.push(textBlock(part.text));
    else markCached(blocks, part);
  }
  return blocks;
}

/** Puts a cache point on the last block. False: there is none, and nothing is marked. */
export function markCached(blocks: JsonObject[], { ttl }: CachePointPart): boolean {
  const last = blocks.pop();
  if (last === undefined) return false;
  blocks.push({ ...last, cache_control: { type: "ephemeral", ...(ttl === null ? {} : { ttl }) } });
  return true;
}
