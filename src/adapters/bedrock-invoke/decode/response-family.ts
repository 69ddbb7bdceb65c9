import { isJsonObject } from "../../../chat/json.js";
import { parseJson } from "../../../wire/json.js";
import type { FamilyId } from "../families/family.js";

/**
 * Detects the body family of an InvokeModel reply without a recorded request, by members that only one family has;
 * null: unclear.
 */
export function familyOfResponse(text: string): FamilyId | null {
  const parsed = parseJson(text);
  if (!parsed.ok || !isJsonObject(parsed.value)) return null;
  const body = parsed.value;
  return tells.find(([member]) => member in body)?.[1] ?? null;
}

const tells: readonly (readonly [member: string, family: FamilyId])[] = [
  ["stop_sequence", "anthropic"],
  ["completion", "anthropic"],
  ["generation", "llama"],
  ["outputs", "mistral-text"],
  ["results", "titan"],
  ["output", "nova"],
  ["generations", "cohere"],
  ["generation_id", "cohere"],
  ["choices", "deepseek-v3"],
];
