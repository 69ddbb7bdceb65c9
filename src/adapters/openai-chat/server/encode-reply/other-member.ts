import { isJsonObject, type JsonObject, type JsonValue } from "../../../../chat/json.js";
import type { Warning } from "../../../../chat/reply.js";

/** Members of a message that the chat vocabulary does not have and that pass through unchanged. */
const carried: ReadonlySet<string> = new Set(["annotations", "audio", "images", "function_call"]);

/** The message member that holds a part of another kind; empty, with a warning, when this API has no member for the part. */
export function otherMembers(raw: JsonValue, warnings: Warning[]): readonly JsonObject[] {
  const names = isJsonObject(raw) ? Object.keys(raw) : [];
  if (isJsonObject(raw) && names.length === 1 && carried.has(names[0] ?? "")) return [raw];
  const what = names.length === 0 ? "a part" : `a part ${names.slice(0, 3).join(", ")}`;
  warnings.push({
    id: "other-part-dropped",
    field: "choices[0].message",
    message: `${what} of a kind that this API has no member for`,
  });
  return [];
}

/** Joins the members of several such parts: lists with one name are concatenated; of other values the last counts. */
export function joinMembers(members: readonly JsonObject[]): JsonObject {
  const joined: { [name: string]: JsonValue } = {};
  for (const [name, value] of members.flatMap((member) => Object.entries(member))) {
    const known = joined[name];
    joined[name] = Array.isArray(known) && Array.isArray(value) ? [...known, ...value] : value;
  }
  return joined;
}
