import type { JsonValue } from "../../chat/json.js";

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
