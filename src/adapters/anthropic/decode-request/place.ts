import type { Warning } from "../../../chat/reply.js";

/** A path in the request's body, and the function that warns of what is lost there. */
export type Place = { readonly field: string; readonly lose: (id: string, message: string) => void };

export function placeAt(warnings: Warning[], field: string): Place {
  return { field, lose: (id, message) => warnings.push({ id, field, message }) };
}
