import { isJsonObject, type JsonObject, type JsonValue } from "../../chat/json.js";

/** A member by its name in JSON, or by its protobuf name, which the service takes too; undefined: neither is there. */
export function memberOf(object: JsonObject, name: string): JsonValue | undefined {
  return object[name] ?? object[name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)];
}

/** This and the next functions return null when the member is absent or has another type. */
export function textAt(object: JsonObject, name: string): string | null {
  const value = memberOf(object, name);
  return typeof value === "string" ? value : null;
}

export function numberAt(object: JsonObject, name: string): number | null {
  const value = memberOf(object, name);
  return typeof value === "number" ? value : null;
}

export function objectAt(object: JsonObject, name: string): JsonObject | null {
  const value = memberOf(object, name);
  return isJsonObject(value) ? value : null;
}

export function objectsAt(object: JsonObject, name: string): readonly JsonObject[] {
  const value = memberOf(object, name);
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

/**
 * The words of Google's enumerations by their numbers. Google's generated REST clients ask with `$alt=json;enum-encoding=int`, send
 * numbers and get numbers (google-cloud-aiplatform for Python; recordings of 2025). Proto files of `google.cloud.aiplatform.v1`
 * and `google.ai.generativelanguage.v1beta`, read 2026-11-30.
 */
export const schemaTypes = ["TYPE_UNSPECIFIED", "STRING", "NUMBER", "INTEGER", "BOOLEAN", "ARRAY", "OBJECT", "NULL"];

/** Up to 5 both files agree. Above that 8 is SPII in one and PROHIBITED_CONTENT in the other, so those numbers stay numbers. */
export const finishReasons = ["FINISH_REASON_UNSPECIFIED", "STOP", "MAX_TOKENS", "SAFETY", "RECITATION", "OTHER"];

/** Likewise up to 2. */
export const blockReasons = ["BLOCK_REASON_UNSPECIFIED", "SAFETY", "OTHER"];

export const callingModes = ["MODE_UNSPECIFIED", "AUTO", "ANY", "NONE"];

/** The word of a value of an enumeration; a number without a word is its digits; null: absent, or no value of an enumeration. */
export function enumWord(value: JsonValue | undefined, words: readonly string[]): string | null {
  if (typeof value === "string") return value;
  if (typeof value !== "number") return null;
  return words[value] ?? String(value);
}
