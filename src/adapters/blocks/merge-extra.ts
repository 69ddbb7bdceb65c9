import { isJsonObject, type JsonObject, type JsonValue } from "../../chat/json.js";
import type { Warn } from "./warning-log.js";

/** How extra members are added. `deep`: the members whose objects are merged member by member. */
export type ExtraMerging = { readonly deep: ReadonlySet<string>; readonly warn: Warn };

/** Adds extra members to the body. One that replaces an encoded member by another value is a warning. */
export function mergeExtra(body: JsonObject, extra: JsonObject, { deep, warn }: ExtraMerging): JsonObject {
  const added = Object.entries(extra);
  if (added.length === 0) return body;
  const merged: { [member: string]: JsonObject[string] } = { ...body };
  for (const [member, value] of added) {
    const known = merged[member];
    if (deep.has(member) && isJsonObject(known) && isJsonObject(value)) merged[member] = mergeObjects(known, value);
    else {
      if (known !== undefined && !isSame(known, value))
        warn("extra-replaces", `extra.${member}`, `replaces the ${member} of the request`);
      merged[member] = value;
    }
  }
  return merged;
}

function mergeObjects(base: JsonObject, over: JsonObject): JsonObject {
  const merged: { [member: string]: JsonObject[string] } = { ...base };
  for (const [member, value] of Object.entries(over)) {
    const known = merged[member];
    merged[member] = isJsonObject(known) && isJsonObject(value) ? mergeObjects(known, value) : value;
  }
  return merged;
}

function isSame(one: JsonValue, other: JsonValue): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
