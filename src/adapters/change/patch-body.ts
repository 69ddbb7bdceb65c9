import { applyPatch } from "rfc6902";
import type { JsonObject, JsonValue } from "../../chat/json.js";
import type { PatchOperation } from "../../chat/wire-change.js";

/** A patched document, or the operation that does not fit it: its index, and why. */
export type Patched =
  | { readonly kind: "patched"; readonly document: JsonValue }
  | { readonly kind: "misfit"; readonly operation: number; readonly message: string };

/** Applies a JSON Patch to a body, which stays as it is. The first operation that does not fit ends it. */
export function patchBody(body: JsonObject, operations: readonly PatchOperation[]): Patched {
  // Under a member of its own, the whole body can be replaced too.
  const holder: { document: JsonValue } = { document: structuredClone<JsonValue>(body) };
  for (const [index, operation] of operations.entries()) {
    const message = applied(holder, operation);
    if (message !== null) return { kind: "misfit", operation: index, message };
  }
  return { kind: "patched", document: holder.document };
}

/** Applies one operation; returns why it does not fit, or null. */
function applied(holder: { document: JsonValue }, operation: PatchOperation): string | null {
  const path = under(operation.path);
  if (operation.path === "" && operation.op === "remove") return "the whole body cannot be removed";
  if (operation.op === "move" && `${operation.path}/`.startsWith(`${operation.from}/`)) {
    return `"${operation.from}" cannot be moved into itself`;
  }
  const placed = "from" in operation ? { ...operation, from: under(operation.from), path } : { ...operation, path };
  const error = errorOf(holder, structuredClone(placed));
  if (error === null || error === undefined) return null;
  return operation.op === "test" ? `the value at "${operation.path}" is another` : missing(operation, error);
}

/** The library throws for an operation inside a text or a number. */
function errorOf(holder: { document: JsonValue }, operation: PatchOperation): Error | null | undefined {
  try {
    return applyPatch(holder, [operation])[0];
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function under(path: string): string {
  return `/document${path}`;
}

function missing(operation: PatchOperation, error: Error): string {
  const path =
    "path" in error && typeof error.path === "string" ? error.path.replace(/^\/document/, "") : operation.path;
  return `the body has nothing at "${path}"`;
}
