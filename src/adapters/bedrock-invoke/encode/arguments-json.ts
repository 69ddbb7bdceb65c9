import { isJsonObject, type JsonValue } from "../../../chat/json.js";
import type { Warning } from "../../../chat/reply.js";
import { parseJson } from "../../../wire/json.js";
import type { Policy } from "../../adapter.js";
import { type FamilyRefusal, refused } from "../families/family.js";

/**
 * The arguments of a call, where the wire requires a JSON document. Absent and `""` become `{}`, with a warning. JSON
 * that is not an object is sent unchanged under `faithful`, and other text as a JSON string: the service's refusal is
 * the evidence. Both are refused under `repair`.
 */
export function argumentsDocument(
  argumentsText: string | null,
  field: string,
  policy: Policy,
): { readonly value: JsonValue; readonly warning: Warning | null } | FamilyRefusal {
  if (argumentsText === null || argumentsText === "") {
    return { value: {}, warning: { id: "arguments-empty", field, message: "no arguments: sent as {}" } };
  }
  const parsed = parseJson(argumentsText);
  if (parsed.ok) {
    const value = parsed.value as JsonValue;
    if (isJsonObject(value)) return { value, warning: null };
    if (policy === "faithful") return { value, warning: notAnObject(field) };
  }
  if (policy === "repair") return refused(field, "the arguments are not a JSON object");
  return { value: argumentsText, warning: notAnObject(field) };
}

function notAnObject(field: string): Warning {
  return { id: "arguments-invalid", field, message: "the arguments are not a JSON object: sent unchanged" };
}
