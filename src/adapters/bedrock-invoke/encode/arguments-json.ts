import { isJsonObject, type JsonValue } from "../../../chat/json.js";
import type { Warning } from "../../../chat/reply.js";
import { parseJson } from "../../../wire/json.js";
import type { Policy } from "../../adapter.js";
import { type FamilyRefusal, refused } from "../families/family.js";

/**
 * The arguments of a call where the wire wants a JSON document. Absent and `""` are `{}`, with a warning. Text that is
 * no JSON object goes out as a JSON string under `faithful` (the service refuses it: that is the evidence) and is a
 * refusal under `repair`.
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
    if (policy === "faithful") return { value, warning: odd(field) };
  }
  if (policy === "repair") return refused(field, "the arguments are not a JSON object");
  return { value: argumentsText, warning: odd(field) };
}

function odd(field: string): Warning {
  return { id: "arguments-invalid", field, message: "the arguments are not a JSON object: sent as they are" };
}
