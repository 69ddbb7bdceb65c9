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
  const list: JsonObject[] = [];
  for (const [index, part] of parts.entries()) {
    if (part.kind === "cache-point") markCache(list, part, { field: `${field}.parts[${index}]`, context });
    else list.push(encodePart(part));
  }
  const bare = list.length === 1 ? list[0] : undefined;
  // A cache point that was left out leaves a single text as it would be without it.
  return bare?.["type"] === "input_text" && !("prompt_cache_breakpoint" in bare) ? (bare["text"] ?? "") : list;
}

/**
 * A cache point is a mark on the part before it; its life is that of the whole request (openai 6.49, PromptCacheBreakpoint;
 * recording of OpenRouter in pydantic/pydantic-ai, test_openrouter_responses_prompt_cache_e2e, 2026). OpenAI also caches without
 * any, and only newer models take one: it is left out where a refusal must not end the conversation.
 */
function markCache(
  list: JsonObject[],
  point: CachePointPart,
  { field, context }: { readonly field: string; readonly context: ItemContext },
): void {
  const before = context.marksCache ? list.pop() : undefined;
  if (before === undefined) {
    dropCachePoint(field, context);
    return;
  }
  if (point.ttl !== null)
    warn(context, "cache-ttl-dropped", [field, `a mark has no life of its own; ${point.ttl} is not sent`]);
  list.push({ ...before, prompt_cache_breakpoint: { mode: "explicit" } });
}

/** Reports a cache point that has no place here. */
export function dropCachePoint(field: string, context: ItemContext): void {
  warn(context, "cache-point-dropped", [field, "there is no part before it that can be marked for this request"]);
}

/** `detail` is required by the API's published types; `auto` is its default (openai 6.49, ResponseInputImage). */
function encodePart(part: Exclude<EncodablePart, CachePointPart>): JsonObject {
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
