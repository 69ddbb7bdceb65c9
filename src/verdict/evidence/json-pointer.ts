/** The JSON pointer (RFC 6901) to the member or item that these names lead to; "" for the whole value. */
export function pointerTo(names: readonly string[]): string {
  return names.map((name) => `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

/** The names that a JSON pointer leads through; null: it is none (no `/` at its beginning, or `~` without 0 or 1 after it). */
export function namesOf(pointer: string): readonly string[] | null {
  if (pointer === "") return [];
  if (!pointer.startsWith("/") || /~(?![01])/.test(pointer)) return null;
  return pointer
    .slice(1)
    .split("/")
    .map((name) => name.replaceAll("~1", "/").replaceAll("~0", "~"));
}
