import type { JsonObject, JsonValue } from "../../../../chat/json.js";
import type { Warning } from "../../../../chat/reply.js";

/** Keeps the named members. Each other member that is not null is a warning. */
export function keepNamed(
  object: JsonObject,
  names: readonly string[],
  { at, warnings, besides }: { readonly at: string; readonly warnings: Warning[]; readonly besides?: string },
): JsonObject {
  const entries = Object.entries(object).filter(([name, value]) => value !== null && name !== besides);
  for (const [name] of entries.filter(([name]) => !names.includes(name))) {
    warnings.push({
      id: "not-carried",
      field: `${at}.${name.slice(0, 100)}`,
      message: "a member that not every provider supports",
    });
  }
  return Object.fromEntries(entries.filter(([name]) => names.includes(name)));
}

/** Whether a value is a text that is not blank. */
export function isName(value: JsonValue | undefined): value is string {
  return typeof value === "string" && value.trim() !== "";
}

/** Whether a member is absent or null. */
export function isNothing(value: JsonValue | undefined): value is null | undefined {
  return value === undefined || value === null;
}
