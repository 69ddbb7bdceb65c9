import type { JsonObject, JsonValue } from "../../../chat/json.js";
import type { CachePointPart, DocumentPart, ImagePart, MediaSource, TextPart } from "../../../chat/message.js";
import { unreachable } from "../../../chat/unreachable.js";
import { type ItemContext, warn } from "./context.js";

/** The kinds of part that a message of a user, the system or a developer can have. */
export type EncodablePart = TextPart | ImagePart | DocumentPart | CachePointPart;

/** Encodes parts as content: a string for a single text part, else a list of parts. */
export function encodeContent(parts: readonly EncodablePart[], field: string, context: ItemContext): JsonValue {
  const only = parts.length === 1 ? parts[0] : undefined;
  if (only?.kind === "text") return only.text;
  return parts.flatMap((part, index) => {
    if (part.kind !== "cache-point") return [encodePart(part)];
    dropCachePoint(`${field}.parts[${index}]`, context);
    return [];
  });
}

/** The API caches by itself and takes no boundaries (openai 6.49, ResponseCreateParams: prompt_cache_key alone). */
export function dropCachePoint(field: string, context: ItemContext): void {
  warn(context, "cache-point-dropped", [field, "this API has no boundaries for the prompt cache"]);
}

/** `detail` is required by the API's published types; `auto` is its default (openai 6.49, ResponseInputImage). */
export function encodePart(part: Exclude<EncodablePart, CachePointPart>): JsonObject {
  switch (part.kind) {
    case "text":
      return { type: "input_text", text: part.text };
    case "image":
      return { type: "input_image", image_url: urlOf(part.source), detail: "auto" };
    case "document":
      return { type: "input_file", ...(part.name === null ? {} : { filename: part.name }), ...fileOf(part.source) };
    default:
      return unreachable(part);
  }
}

function fileOf(source: MediaSource): JsonObject {
  return source.kind === "url" ? { file_url: source.url } : { file_data: urlOf(source) };
}

function urlOf(source: MediaSource): string {
  return source.kind === "url" ? source.url : `data:${source.mediaType};base64,${source.base64}`;
}
