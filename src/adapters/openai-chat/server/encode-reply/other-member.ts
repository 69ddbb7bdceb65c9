import { isJsonObject, type JsonObject, type JsonValue } from "../../../../chat/json.js";
import type { Warning } from "../../../../chat/reply.js";

/** Members of a message that we have no chat word for, and that go through as they came. */
const carried: ReadonlySet<string> = new Set(["annotations", "audio", "images", "function_call"]);

/** The member of a message that a part of another kind came in; none: it came in none, and is lost with a warning. */
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

/** The members of several such parts: lists of one name grow, of anything else the last counts. */
export function joinMembers(members: readonly JsonObject[]): JsonObject {
  const joined: { [name: string]: JsonValue } = {};
  for (const [name, value] of members.flatMap((member) => Object.entries(member))) {
    const known = joined[name];
    joined[name] = Array.isArray(known) && Array.isArray(value) ? [...known, ...value] : value;
  }
  return joined;
}
