import type { JsonObject, JsonValue } from "../../../chat/json.js";
import type { CachePointPart, DocumentPart, ImagePart, MediaSource, TextPart } from "../../../chat/message.js";
import type { Warning } from "../../../chat/reply.js";
import { unreachable } from "../../../chat/unreachable.js";

/** The kinds of part that content on this wire can hold. */
export type EncodablePart = TextPart | ImagePart | DocumentPart | CachePointPart;

/**
 * Encodes parts as content: a string for a single text part, else a list of parts; null when there are no parts. `indexes`: the index
 * of each part in its message; default: its position.
 */
export function encodeContent(
  parts: readonly EncodablePart[],
  place: { readonly field: string; readonly warnings: Warning[]; readonly indexes?: readonly number[] },
): JsonValue {
  const only = parts.length === 1 ? parts[0] : undefined;
  if (only?.kind === "text") return only.text;
  const list: JsonObject[] = [];
  for (const [index, part] of parts.entries()) {
    if (part.kind === "cache-point") {
      markCache(list, part, { ...place, field: `${place.field}.parts[${place.indexes?.[index] ?? index}]` });
    } else list.push(encodePart(part));
  }
  return list.length === 0 ? null : list;
}

function encodePart(part: Exclude<EncodablePart, CachePointPart>): JsonObject {
  switch (part.kind) {
    case "text":
      return { type: "text", text: part.text };
    case "image":
      return { type: "image_url", image_url: { url: urlOf(part.source) } };
    case "document":
      return {
        type: "file",
        file: { ...(part.name === null ? {} : { filename: part.name }), file_data: urlOf(part.source) },
      };
    default:
      return unreachable(part);
  }
}

function urlOf(source: MediaSource): string {
  return source.kind === "url" ? source.url : `data:${source.mediaType};base64,${source.base64}`;
}

/** A cache boundary is written as a mark on the part before it (OpenRouter docs, prompt caching, read 2026-08). */
function markCache(
  list: JsonObject[],
  point: CachePointPart,
  { field, warnings }: { readonly field: string; readonly warnings: Warning[] },
): void {
  const before = list.pop();
  if (before === undefined) {
    warnings.push({ id: "cache-point-dropped", field, message: "there is no part before the cache point to mark" });
    return;
  }
  list.push({ ...before, cache_control: { type: "ephemeral", ...(point.ttl === null ? {} : { ttl: point.ttl }) } });
}
