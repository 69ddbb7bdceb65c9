import type { JsonValue } from "../../chat/json.js";
import { type JsonChange, jsonChanges } from "./json-changes.js";

/** One operation of a JSON patch (RFC 6902), as {@link differencePatch} writes it. `path`: a JSON pointer (RFC 6901). */
export type PatchOperation =
  | { readonly op: "add" | "replace" | "test"; readonly path: string; readonly value: JsonValue }
  | { readonly op: "remove"; readonly path: string };

/**
 * The JSON patch (RFC 6902) that makes `after` of `before`. A `test` stands before each `replace` and `remove`, so that the patch
 * applies to no other request. Empty for values that are equal: texts that differ only in the order of members, in space, or in how a
 * number is written have no difference that a patch could say.
 */
export function differencePatch(before: JsonValue, after: JsonValue): readonly PatchOperation[] {
  return jsonChanges(before, after).flatMap(operationsOf);
}

function operationsOf(change: JsonChange): readonly PatchOperation[] {
  const path = change.pointer;
  if (change.kind === "added") return [{ op: "add", path, value: change.after }];
  const test = { op: "test", path, value: change.before } as const;
  if (change.kind === "removed") return [test, { op: "remove", path }];
  return [test, { op: "replace", path, value: change.after }];
}
