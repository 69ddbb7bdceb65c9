import { isJsonObject, type JsonObject, type JsonValue } from "../../chat/json.js";

/**
 * The members of the OpenAI chat wire that we read, each null when absent or of another type: an empty text stays
 * empty, zero stays zero. A member that is there with an unexpected type is the caller's to note.
 */
export function textAt(object: JsonObject, name: string): string | null {
  const value = object[name];
  return typeof value === "string" ? value : null;
}

export function numberAt(object: JsonObject, name: string): number | null {
  const value = object[name];
  return typeof value === "number" ? value : null;
}

export function booleanAt(object: JsonObject, name: string): boolean | null {
  const value = object[name];
  return typeof value === "boolean" ? value : null;
}

export function objectAt(object: JsonObject, name: string): JsonObject | null {
  const value = object[name];
  return isJsonObject(value) ? value : null;
}

export function listAt(object: JsonObject, name: string): readonly JsonValue[] | null {
  const value = object[name];
  return Array.isArray(value) ? value : null;
}

/** Is the member there and not null? */
export function has(object: JsonObject, name: string): boolean {
  return object[name] !== undefined && object[name] !== null;
}

/** The path below the base URL, for both APIs: streaming is a member of the body. */
export const chatCompletionsPath = "/chat/completions";

/** Ends a stream, as the data of an event of its own. */
export const doneMark = "[DONE]";
