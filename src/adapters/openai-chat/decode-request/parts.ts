import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";
import type { MediaSource, UserPart } from "../../../chat/message.js";
import { objectAt, textAt } from "../../openai/wire-members.js";

/** The path of a message, and the function that warns of what is lost in it. */
export type Place = { readonly field: string; readonly lose: (member: string, message: string) => void };

/** Decodes content into parts. A string is one text part, even when it is empty; null and absent content have no parts. */
export function decodeParts(content: JsonValue | undefined, place: Place): readonly UserPart[] {
  if (content === undefined || content === null) return [];
  if (typeof content === "string") return [{ kind: "text", text: content }];
  if (!Array.isArray(content)) {
    place.lose(".content", "content that is neither text nor a list");
    return [];
  }
  return content.flatMap((part, index) =>
    decodePart(part, { ...place, lose: (_, text) => place.lose(`.content[${index}]`, text) }),
  );
}

function decodePart(part: JsonValue, place: Place): readonly UserPart[] {
  const read = isJsonObject(part) ? readPart(part) : null;
  if (!isJsonObject(part) || read === null) {
    place.lose("", "a part of a kind that is not read");
    return [];
  }
  const detail = textAt(objectAt(part, "image_url") ?? {}, "detail");
  if (detail !== null && detail !== "auto") place.lose("", `the detail ${JSON.stringify(detail)} of an image`);
  const cache = objectAt(part, "cache_control");
  return cache === null ? [read] : [read, { kind: "cache-point", ttl: textAt(cache, "ttl") }];
}

function readPart(part: JsonObject): UserPart | null {
  switch (part["type"]) {
    case "text": {
      const text = textAt(part, "text");
      return text === null ? null : { kind: "text", text };
    }
    case "image_url": {
      const url = textAt(objectAt(part, "image_url") ?? {}, "url");
      return url === null ? null : { kind: "image", source: sourceOf(url) };
    }
    case "file": {
      const file = objectAt(part, "file") ?? {};
      const data = textAt(file, "file_data");
      return data === null ? null : { kind: "document", source: sourceOf(data), name: textAt(file, "filename") };
    }
    default:
      return null;
  }
}

function sourceOf(url: string): MediaSource {
  const data = /^data:([^;,]+);base64,(.*)$/s.exec(url);
  if (data?.[1] === undefined || data[2] === undefined) return { kind: "url", url };
  return { kind: "bytes", mediaType: data[1], base64: data[2] };
}
