import { isJsonObject, type JsonObject, type JsonValue } from "../chat/json.js";

/**
 * How a recording whose request is lost shows which API it is of. `reply`: the JSON of a whole reply; `payload`: that of one event of a
 * stream. `damaged`: how each begins, and an SSE body with such events, for a file whose JSON does not parse; null: no way to
 * tell. `endMark`: the text that ends an SSE stream after a payload that finishes the reply; null: nothing ends it.
 */
export type Signs = {
  readonly reply: Tells;
  readonly payload: Tells;
  readonly damaged: { readonly reply: RegExp | null; readonly events: RegExp | null; readonly payload: RegExp | null };
  readonly endMark: { readonly text: string; readonly follows: (payload: JsonObject) => boolean } | null;
};

/** Predicates by how sure they are; an absent one is never true. */
type Tells = { readonly [Kind in (typeof signKinds)[number]]?: (body: JsonObject) => boolean };

/**
 * The surest first, and each is asked of every API before the next one: it says its own name; it has members that stand together
 * in no other API; it has a member of this API; it has what this API has too (an error's form).
 */
export const signKinds = ["name", "shape", "member", "rest"] as const;

/** The value at a path of own members and places in lists; undefined where there is none. */
export function valueAt(root: JsonValue | undefined, ...path: readonly (string | number)[]): JsonValue | undefined {
  let value = root;
  for (const step of path) {
    if (typeof step === "number") value = Array.isArray(value) ? value[step] : undefined;
    else value = isJsonObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
  }
  return value;
}
