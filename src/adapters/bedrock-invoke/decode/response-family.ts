import { isJsonObject, type JsonObject } from "../../../chat/json.js";
import { parseJson } from "../../../wire/json.js";
import type { FamilyId } from "../families/family.js";

/**
 * Detects the body family of an InvokeModel reply without a recorded request, by members that only one family has, in the
 * body or in the first chunk of a stream; null: unclear.
 */
export function familyOfResponse(text: string): FamilyId | null {
  const parsed = parseJson(text);
  if (!parsed.ok) return familyOfChunk(text);
  return isJsonObject(parsed.value) ? familyOf(parsed.value, tells) : null;
}

/** The frames of an event stream, read as text, leave the base64 of their payloads readable. */
function familyOfChunk(text: string): FamilyId | null {
  const base64 = /"bytes":\s*"([A-Za-z0-9+/=]+)"/.exec(text.slice(0, 64 * 1024))?.[1] ?? null;
  const parsed = parseJson(base64 === null ? "" : Buffer.from(base64, "base64").toString());
  return parsed.ok && isJsonObject(parsed.value) ? familyOf(parsed.value, chunkTells) : null;
}

type Tells = readonly (readonly [member: string, family: FamilyId])[];

function familyOf(body: JsonObject, list: Tells): FamilyId | null {
  return list.find(([member]) => member in body)?.[1] ?? null;
}

const tells: Tells = [
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

/** Anthropic's first payload is `{type: "message_start", message}`, Nova's `{messageStart}`. */
const chunkTells: Tells = [["messageStart", "nova"], ["message", "anthropic"], ["outputText", "titan"], ...tells];
