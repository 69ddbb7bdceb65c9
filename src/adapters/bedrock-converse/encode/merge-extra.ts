import { isJsonObject, type JsonObject } from "../../../chat/json.js";
import type { Warn } from "./warning-log.js";

/** Members whose objects are merged member by member; any other extra member replaces what was encoded. */
const deep = new Set(["additionalModelRequestFields"]);

/** The body with the target's and the request's own members; an encoded member that one of them replaces is a warning. */
export function mergeExtra(body: JsonObject, extra: JsonObject, warn: Warn): JsonObject {
  const added = Object.entries(extra);
  if (added.length === 0) return body;
  const merged: { [member: string]: JsonObject[string] } = { ...body };
  for (const [member, value] of added) {
    const own = merged[member];
    if (deep.has(member) && isJsonObject(own) && isJsonObject(value)) merged[member] = mergeObjects(own, value);
    else {
      if (own !== undefined) warn("extra-replaces", `extra.${member}`, `replaces the ${member} of the request`);
      merged[member] = value;
    }
  }
  return merged;
}

function mergeObjects(base: JsonObject, over: JsonObject): JsonObject {
  const merged: { [member: string]: JsonObject[string] } = { ...base };
  for (const [member, value] of Object.entries(over)) {
    const own = merged[member];
    merged[member] = isJsonObject(own) && isJsonObject(value) ? mergeObjects(own, value) : value;
  }
  return merged;
}
