import { isJsonObject, type JsonObject, type JsonValue } from "../chat/json.js";

/**
 * How to recognise the API of a recording that has lost its request. `reply` looks at the JSON of a whole reply, `payload` at the
 * JSON of one stream event. `damaged` is for a file whose JSON does not parse: how a reply, an SSE body with such events and a
 * payload begin; null where the API cannot be recognised. `endMark` is the text that ends an SSE stream after a payload that
 * finishes the reply; null where the API has no such text. `several`: in a file that holds streams one after another, the payload
 * that ends one, and the payload that begins the next; null where no payload tells.
 */
export type Signs = {
  readonly reply: Predicates;
  readonly payload: Predicates;
  readonly damaged: { readonly reply: RegExp | null; readonly events: RegExp | null; readonly payload: RegExp | null };
  readonly endMark: { readonly text: string; readonly follows: (payload: JsonObject) => boolean } | null;
  readonly several: SeveralStreams | null;
};

/** `ended`: the last payload that ended a stream. */
export type SeveralStreams = {
  readonly ends: (payload: JsonObject) => boolean;
  readonly begins: (payload: JsonObject, ended: JsonObject) => boolean;
};

/** Predicates by certainty; an absent one never matches. */
type Predicates = { readonly [Kind in (typeof signKinds)[number]]?: (body: JsonObject) => boolean };

/**
 * The most certain first; each is tried on every API before the next. `name`: the body names the API. `shape`: it has members
 * that occur together in no other API. `member`: it has a member of this API. `rest`: it has a form that other APIs share
 * (an error's form).
 */
export const signKinds = ["name", "shape", "member", "rest"] as const;

/** The value at a path of own members and list indexes; undefined where there is none. */
export function valueAt(root: JsonValue | undefined, ...path: readonly (string | number)[]): JsonValue | undefined {
  let value = root;
  for (const step of path) {
    if (typeof step === "number") value = Array.isArray(value) ? value[step] : undefined;
    else value = isJsonObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
  }
  return value;
}
