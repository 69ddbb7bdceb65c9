import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";

/** The error object of a refusal: OpenAI's, inside `error`, or Bedrock's, which is the body. null: the body has none. */
export function errorObject(raw: string | null): JsonObject | null {
  const body = parsed(raw);
  if (!isJsonObject(body)) return null;
  const inner = body["error"];
  if (isJsonObject(inner)) return inner;
  return ["message", "Message"].some((name) => name in body) ? body : null;
}

/** The words by which an error says its type: those of the object, and the code that its headers or its frame gave. */
export function typesOf(error: JsonObject, code: string | null): readonly string[] {
  const words = [error["type"], error["code"], error["__type"], code].filter(
    (one) => one !== undefined && one !== null,
  );
  return words.map(String);
}

/** True if an error object says something in words. */
export function hasMessage(error: JsonObject): boolean {
  return ["message", "Message"].some((name) => {
    const text = error[name];
    return typeof text === "string" && text.trim() !== "";
  });
}

/** The body as JSON; null: it is none. */
export function parsed(raw: string | null): JsonValue {
  if (raw === null) return null;
  try {
    return JSON.parse(raw);
  } catch {
    return null;
  }
}
