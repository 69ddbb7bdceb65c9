import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";
import type { AssistantPart, MediaSource, UserPart } from "../../../chat/message.js";
import { objectAt, textAt } from "../../openai/wire-members.js";
import { keptWire } from "../decode/kept-members.js";
import { type Place, warnUnread } from "./place.js";

/** Decodes content of a user, the system, a developer or a tool. A string is one text part, even when it is empty. */
export function decodeParts(content: JsonValue | undefined, { field, warn }: Place): readonly UserPart[] {
  if (content === undefined || content === null) return [];
  if (typeof content === "string") return [{ kind: "text", text: content }];
  if (!Array.isArray(content)) {
    warn("not-read", field, "content that is neither text nor a list");
    return [];
  }
  return content.flatMap((part, index) => decodePart(part, { field: `${field}[${index}]`, warn }));
}

/** Decodes the content of a message of the assistant; a part that the vocabulary does not have is kept whole. */
export function decodeAssistantParts(message: JsonObject, { field, warn }: Place): readonly AssistantPart[] {
  const { content } = message;
  const kept = keptWire("message", message);
  if (typeof content === "string") return [{ kind: "text", text: content, ...kept }];
  if (!Array.isArray(content)) return [];
  return content.map((part, index) => decodeAssistantPart(part, { field: `${field}[${index}]`, warn }, kept));
}

function decodeAssistantPart(part: JsonValue, place: Place, kept: ReturnType<typeof keptWire>): AssistantPart {
  const type = isJsonObject(part) ? textAt(part, "type") : null;
  if (isJsonObject(part) && type === "refusal") {
    const text = textAt(part, "refusal");
    if (text !== null) return { kind: "refusal", text };
  }
  const text = isJsonObject(part) ? textAt(part, "text") : null;
  if (isJsonObject(part) && text !== null && textTypes.has(type ?? "")) {
    warnUnread(part, ["type", "text", "logprobs"], place);
    return { kind: "text", text, ...kept };
  }
  place.warn("not-read", place.field, "a part of a kind that is not read is kept unchanged");
  return { kind: "other", raw: part };
}

/** `text`: a word of Chat Completions, which hosts take too. */
const textTypes: ReadonlySet<string> = new Set(["output_text", "input_text", "text"]);

function decodePart(part: JsonValue, place: Place): readonly UserPart[] {
  const read = isJsonObject(part) ? readPart(part, place) : null;
  if (!isJsonObject(part) || read === null) {
    place.warn("not-read", place.field, "a part of a kind that is not read");
    return [];
  }
  // OpenAI's own mark has no life; `cache_control` is OpenRouter's.
  const cache = objectAt(part, "cache_control") ?? objectAt(part, "prompt_cache_breakpoint");
  return cache === null ? [read] : [read, { kind: "cache-point", ttl: textAt(cache, "ttl") }];
}

function readPart(part: JsonObject, place: Place): UserPart | null {
  switch (part["type"]) {
    case "input_text":
    case "output_text":
    case "text": {
      const text = textAt(part, "text");
      if (text !== null) warnUnread(part, ["type", "text", "logprobs", ...cacheMarks], place);
      return text === null ? null : { kind: "text", text };
    }
    case "input_image": {
      const url = textAt(part, "image_url");
      if (url !== null) warnUnread(part, ["type", "image_url", ...cacheMarks, ...plainDetail(part)], place);
      return url === null ? null : { kind: "image", source: sourceOf(url) };
    }
    case "input_file": {
      const source = textAt(part, "file_data") ?? textAt(part, "file_url");
      if (source !== null) warnUnread(part, ["type", "file_data", "file_url", "filename", ...cacheMarks], place);
      return source === null ? null : { kind: "document", source: sourceOf(source), name: textAt(part, "filename") };
    }
    default:
      return null;
  }
}

const cacheMarks = ["cache_control", "prompt_cache_breakpoint"] as const;

/** The API's own default says nothing. */
function plainDetail(part: JsonObject): readonly string[] {
  return part["detail"] === "auto" ? ["detail"] : [];
}

function sourceOf(url: string): MediaSource {
  const data = /^data:([^;,]+);base64,(.*)$/s.exec(url);
  if (data?.[1] === undefined || data[2] === undefined) return { kind: "url", url };
  return { kind: "bytes", mediaType: data[1], base64: data[2] };
}
