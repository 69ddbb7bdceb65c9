import { isJsonObject, type JsonValue } from "../../chat/json.js";
import { sameJson } from "../checks/same-json.js";
import { namesOf } from "./json-pointer.js";
import { addAt, type Edit, PatchRefusal, readAt, removeAt, replaceAt } from "./pointed-value.js";
import { quotedName } from "./quoted-name.js";

/** How many operations a patch may have. Two requests that differ in one factor need a few, in a long history some hundreds. */
export const maxPatchOperations = 10_000;

/** `operation`: the number of the operation that failed, from 1; null: the patch as a whole. `says`: a sentence, safe to print. */
export type AppliedPatch =
  | { readonly kind: "applied"; readonly value: JsonValue }
  | { readonly kind: "refused"; readonly operation: number | null; readonly says: string };

/**
 * Applies a patch that `differencePatch` could have written, and no other. Beyond RFC 6902 it refuses `move` and `copy`, members that
 * it does not know, an `add` on a member that is there, and a `replace` or `remove` that does not follow a `test` of its place. `value`
 * is left as it is. Never throws; both values are JSON of a limited depth.
 */
export function applyPatch(value: JsonValue, patch: JsonValue): AppliedPatch {
  if (!Array.isArray(patch)) return refused(null, "the patch is no list of operations");
  if (patch.length > maxPatchOperations) {
    return refused(null, `the patch has ${patch.length} operations; the limit is ${maxPatchOperations}`);
  }
  let current = value;
  let tested: string | null = null;
  for (const [index, one] of patch.entries()) {
    try {
      const step = readStep(one);
      current = applyStep(current, step, tested);
      tested = step.op === "test" ? step.path : null;
    } catch (error) {
      if (!(error instanceof PatchRefusal)) throw error;
      return refused(index + 1, `operation ${index + 1} of ${patch.length}: ${error.message}`);
    }
  }
  return { kind: "applied", value: current };
}

function refused(operation: number | null, says: string): AppliedPatch {
  return { kind: "refused", operation, says };
}

/** An operation that was read. `value`: null without one, which only `remove` has. */
type Step = {
  readonly op: "add" | "remove" | "replace" | "test";
  readonly path: string;
  readonly names: readonly string[];
  readonly value: JsonValue;
};

function readStep(operation: JsonValue): Step {
  if (!isJsonObject(operation)) throw new PatchRefusal("it is no object");
  const { op, path, value, ...others } = operation;
  if (op !== "add" && op !== "remove" && op !== "replace" && op !== "test") {
    const said = typeof op === "string" ? quotedName(op, 40) : "nothing that is text";
    throw new PatchRefusal(`its "op" is ${said}; a difference is written with add, remove, replace and test`);
  }
  const [other] = Object.keys(others);
  if (other !== undefined)
    throw new PatchRefusal(`it has a member ${quotedName(other, 40)}, which ${op} does not have`);
  const names = typeof path === "string" ? namesOf(path) : null;
  if (typeof path !== "string" || names === null) throw new PatchRefusal('its "path" is no JSON pointer (RFC 6901)');
  if ((value === undefined) !== (op === "remove")) {
    throw new PatchRefusal(op === "remove" ? "remove takes no value" : `${op} has no value`);
  }
  return { op, path, names, value: value ?? null };
}

function applyStep(current: JsonValue, step: Step, tested: string | null): JsonValue {
  const { op, path, names, value } = step;
  if (op === "test") {
    if (sameJson(readAt(current, names), value)) return current;
    throw new PatchRefusal(`${quotedName(path)} is not what the patch tests for, so the patch is for another request`);
  }
  if (op !== "add" && tested !== path) {
    throw new PatchRefusal(`${op} of ${quotedName(path)} does not follow a test of it, so it would change any request`);
  }
  return edits[op](current, names, value);
}

const edits: { readonly [op in "add" | "remove" | "replace"]: Edit } = {
  add: addAt,
  remove: removeAt,
  replace: replaceAt,
};
