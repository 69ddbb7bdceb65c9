import type { JsonObject, JsonValue } from "../../chat/json.js";
import type {
  CachePointPart,
  DocumentPart,
  MediaSource,
  ReasoningPart,
  SystemPart,
  ToolCallPart,
} from "../../chat/message.js";

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

/**
 * A document, its name as the title. Plain text is a source of type `text` with the text itself, a PDF one of type `base64` (Messages API
 * reference, PlainTextSource and Base64PDFSource, @anthropic-ai/sdk 1.14.0, read 2026-11-29).
 */
export function writeDocument({ source, name }: DocumentPart): JsonObject {
  const title = name === null ? {} : { title: name };
  if (source.kind === "url" || typeOf(source) !== "text/plain") {
    return { type: "document", source: mediaSource(source), ...title };
  }
  const data = Buffer.from(source.base64, "base64").toString("utf8");
  return { type: "document", source: { type: "text", media_type: "text/plain", data }, ...title };
}

/** The media type of bytes without parameters, in lower case. */
export function typeOf(source: MediaSource & { kind: "bytes" }): string {
  return (source.mediaType.split(";")[0] ?? "").trim().toLowerCase();
}

/** Bytes as base64 under their media type, or a link that the service follows. `image/jpg` is no registered type. */
function mediaSource(source: MediaSource): JsonObject {
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
export function markCached(blocks: JsonObject[], point: Pick<CachePointPart, "ttl">): boolean {
  const last = blocks.pop();
  if (last === undefined) return false;
  blocks.push(cached(last, point));
  return true;
}

/** A block, or a tool, with a cache point after it. */
export function cached(block: JsonObject, { ttl }: Pick<CachePointPart, "ttl">): JsonObject {
  return { ...block, cache_control: { type: "ephemeral", ...(ttl === null ? {} : { ttl }) } };
}
