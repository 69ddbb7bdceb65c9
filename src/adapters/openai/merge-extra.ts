import { isJsonObject, type JsonObject } from "../../chat/json.js";
import type { Warning } from "../../chat/reply.js";
import type { ChatRequest } from "../../chat/request.js";
import type { Target } from "../../chat/target.js";

/** The body with the target's own members, then the request's. One that is there already is replaced; a warning says so. */
export function mergeExtra(
  body: JsonObject,
  {
    target,
    request,
    warnings,
  }: { readonly target: Target; readonly request: ChatRequest; readonly warnings: Warning[] },
): JsonObject {
  const placed = merge(body, target.extra, { owner: "target.extra", warnings });
  return merge(placed, request.extra, { owner: "extra", warnings });
}

/** A member that is in the body already is replaced, with a warning when its value differs. */
function merge(
  body: JsonObject,
  extra: JsonObject,
  { owner, warnings }: { owner: string; warnings: Warning[] },
): JsonObject {
  const added = Object.entries(extra);
  if (added.length === 0) return body;
  for (const [name, value] of added) {
    const known = body[name];
    if (known === undefined || JSON.stringify(known) === JSON.stringify(value)) continue;
    const message = `replaces the ${isJsonObject(known) ? "object" : "value"} that the request gives: ${name}`;
    warnings.push({ id: "extra-replaces", field: `${owner}.${name}`, message });
  }
  return { ...body, ...extra };
}
