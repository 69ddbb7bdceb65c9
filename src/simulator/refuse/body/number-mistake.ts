import type { JsonValue } from "../../../chat/json.js";

/** What a setting must be. `least` and `most` are allowed themselves; absent: no bound. */
export type SettingRule = {
  readonly name: string;
  readonly type: "number" | "integer" | "boolean";
  readonly least?: number;
  readonly most?: number;
};

/** How a value breaks a rule; null: it does not, or there is none. */
export function brokenBy(
  value: JsonValue | undefined,
  { type, least, most }: SettingRule,
): "type" | "below" | "above" | null {
  if (value === undefined || value === null) return null;
  if (type === "boolean") return typeof value === "boolean" ? null : "type";
  if (typeof value !== "number" || (type === "integer" && !Number.isInteger(value))) return "type";
  if (least !== undefined && value < least) return "below";
  return most !== undefined && value > most ? "above" : null;
}

/** What a value is, in the words of OpenAI's refusals. */
export function typeWord(value: JsonValue): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  if (typeof value === "object") return "an object";
  if (typeof value === "number") return Number.isInteger(value) ? "an integer" : "a decimal number";
  return typeof value === "boolean" ? "a boolean" : "a string";
}

/** The first mistake that `find` finds in a list; null: none. */
export function firstMistake<Item>(
  items: readonly Item[],
  find: (item: Item, index: number) => string | null,
): string | null {
  for (const [index, item] of items.entries()) {
    const found = find(item, index);
    if (found !== null) return found;
  }
  return null;
}
