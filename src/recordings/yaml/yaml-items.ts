/**
 * A part of a YAML file as a text of its own. `line`: where it begins in the file, from 1. `headLines`: the lines before it that
 * were added.
 */
export type YamlPart = { readonly text: string; readonly line: number; readonly headLines: number };

/**
 * The items of the list under a root member, by lines alone, each as a whole file of one item; null: no such list. Items begin
 * like the first one: with the same indent and member.
 */
export function itemsOf(text: string, member: string): readonly YamlPart[] | null {
  const lines = text.split("\n");
  const head = lines.findIndex((line) => new RegExp(`^${member}:\\s*(?:#.*)?$`).test(line));
  if (head === -1) return null;
  const end = lines.findIndex((line, index) => index > head && /^[A-Za-z_]+:(?:\s|$)/.test(line));
  const section = lines.slice(0, end === -1 ? lines.length : end);
  const first = section.findIndex((line, index) => index > head && /^ *- /.test(line));
  const begin = first === -1 ? null : /^ *- +["']?[\w-]+["']?:/.exec(section[first] ?? "")?.[0];
  if (begin == null) return null;
  return parts(section, (line) => line.startsWith(begin), { from: first, head: `${member}:\n` });
}

/** The items of a list that is the whole file, by lines alone, each as a list of one item. */
export function rootItemsOf(text: string): readonly YamlPart[] {
  const lines = text.split("\n");
  const first = lines.findIndex((line) => /^-(?:\s|$)/.test(line));
  return first === -1 ? [] : parts(lines, (line) => /^-(?:\s|$)/.test(line), { from: first, head: "" });
}

/** The documents of a YAML file, by their `---` lines. */
export function documentsOf(text: string): readonly YamlPart[] {
  const lines = text.split("\n");
  return parts(lines, (line) => /^---(?:\s|$)/.test(line), { from: 0, head: "" }).filter(
    (part) => part.text.replace(/^---/, "").trim() !== "",
  );
}

function parts(
  lines: readonly string[],
  begins: (line: string) => boolean,
  { from, head }: { readonly from: number; readonly head: string },
): readonly YamlPart[] {
  const starts = lines.flatMap((line, index) => (index === from || (index > from && begins(line)) ? [index] : []));
  return starts.map((start, at) => ({
    text: `${head}${lines.slice(start, starts[at + 1]).join("\n")}${at + 1 < starts.length ? "\n" : ""}`,
    line: start + 1,
    headLines: head === "" ? 0 : 1,
  }));
}
