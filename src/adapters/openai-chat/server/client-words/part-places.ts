import { isJsonObject, type JsonObject, type JsonValue } from "../../../../chat/json.js";

/**
 * Where each part of a decoded message stands in the client's message: `content`, `content[1]`, `content[1].cache_control`,
 * `tool_calls[0]`, `reasoning_details[2]`, … The order is that of `decodeMessages` and `readReplayedReasoning`.
 */
export function partPlaces(message: JsonObject): readonly string[] {
  const content = contentPlaces(message);
  switch (message["role"]) {
    case "assistant":
      return [
        ...reasoningPlaces(message),
        ...content,
        ...(typeof message["refusal"] === "string" ? ["refusal"] : []),
        ...listIn(message, "tool_calls").map((_, index) => `tool_calls[${index}]`),
        ...(isJsonObject(message["function_call"]) ? ["function_call"] : []),
      ];
    default:
      return content;
  }
}

function contentPlaces(message: JsonObject): readonly string[] {
  const { content } = message;
  const inList = listIn(message, "content").flatMap((part, index) => {
    const place = `content[${index}]`;
    return isJsonObject(part) && isJsonObject(part["cache_control"]) ? [place, `${place}.cache_control`] : [place];
  });
  const own = typeof content === "string" ? ["content"] : inList;
  return isJsonObject(message["cache_control"]) ? [...own, "cache_control"] : own;
}

/** One text in two members is one part; details with text of their own replace the text. */
function reasoningPlaces(message: JsonObject): readonly string[] {
  const texts = ["reasoning", "reasoning_content"].filter((name) => typeof message[name] === "string");
  const details = listIn(message, "reasoning_details");
  const places = details.map((_, index) => `reasoning_details[${index}]`);
  if (details.some(hasText)) return places;
  const isOneText = texts.length === 2 && message["reasoning"] === message["reasoning_content"];
  if (texts.length === 0 && details.length === 0 && Array.isArray(message["reasoning_details"])) {
    return ["reasoning_details"];
  }
  return [...(isOneText ? texts.slice(0, 1) : texts), ...places];
}

function hasText(detail: JsonValue): boolean {
  if (!isJsonObject(detail)) return false;
  if (detail["type"] === "reasoning.text") return typeof detail["text"] === "string";
  return detail["type"] === "reasoning.summary" && typeof detail["summary"] === "string";
}

function listIn(message: JsonObject, name: string): readonly JsonValue[] {
  const value = message[name];
  return Array.isArray(value) ? value : [];
}
