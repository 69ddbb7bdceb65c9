/** A table. A bar or a line end inside a cell is kept from ending it. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** A text in typographic quotes. */
export function quoted(text: string): string {
  return `“${text}”`;
}

/** A block of code. Its fence is longer than any in the text. */
export function codeBlock(language: string, text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${text.trimEnd()}\n${fence}`;
}

/** The anchor of a heading, as GitHub makes it: the documents are read there, too. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");
}

/** An issue or a pull request by its short name, `owner/repository#1`, as a link. GitHub leads from the one to the other. */
export function issueLink(name: string): string {
  return `[${name}](https://github.com/${name.replace("#", "/issues/")})`;
}

/** Plain text as Markdown: it has no marks of its own, and its issues are links. */
export function prose(text: string): string {
  return plain(text.replaceAll(/[\\*_[\]`]/g, "\\$&")).replaceAll(new RegExp(issueName, "g"), issueLink);
}

/** The short name of an issue, as a pattern; not within a path or the text of a link. */
export const issueName = "(?<![\\w/[.-])[\\w.-]+/[\\w.-]+#\\d+\\b";

/** A text that is no Markdown of ours, for a page: nothing in it begins a tag. */
export function plain(text: string): string {
  return text.replaceAll("<", "&lt;").replaceAll("{{", "{ {");
}

function cell(text: string): string {
  return plain(text).replaceAll("|", "\\|").replaceAll("\n", " ");
}
