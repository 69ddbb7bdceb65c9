/** What a value of JSON has to be: a kind, `?` where null is one too, an object of such members, or a list of them. */
export type Shape =
  | "text"
  | "text?"
  | "count"
  | "count?"
  | "flag"
  | { readonly [member: string]: Shape }
  | readonly [Shape];

/**
 * The first thing in a value that is not of its shape, as `trials.bad: is no whole number`; null: none. Members that the shape does not name
 * are not looked at. It reads thousands of lines in a command that has to be fast: the schemas take longer to load than that.
 */
export function faultIn(value: unknown, shape: Shape, path = ""): string | null {
  if (typeof shape === "string") return isOf(value, shape) ? null : `${path}: is no ${words[shape]}`;
  if (isList(shape)) {
    if (!Array.isArray(value)) return `${path}: is no list`;
    return firstFault(value.map((one, at) => [one, shape[0], `${path}[${at}]`]));
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return `${path}: is no object`;
  const members = new Map<string, unknown>(Object.entries(value));
  return firstFault(
    Object.entries(shape).map(([name, one]) => [members.get(name), one, path === "" ? name : `${path}.${name}`]),
  );
}

const words = {
  text: "text",
  "text?": "text",
  count: "whole number",
  "count?": "whole number",
  flag: "true or false",
} as const;

function isList(shape: Exclude<Shape, string>): shape is readonly [Shape] {
  return Array.isArray(shape);
}

function isOf(value: unknown, kind: Extract<Shape, string>): boolean {
  if (value === null) return kind === "text?" || kind === "count?";
  if (kind === "flag") return typeof value === "boolean";
  if (kind === "text" || kind === "text?") return typeof value === "string";
  return typeof value === "number" && Number.isInteger(value) && value >= 0;
}

function firstFault(places: readonly (readonly [value: unknown, shape: Shape, path: string])[]): string | null {
  for (const [value, shape, path] of places) {
    const fault = faultIn(value, shape, path);
    if (fault !== null) return fault;
  }
  return null;
}
