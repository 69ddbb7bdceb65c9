/**
 * Foreign text, made safe inside Markdown: it forms no HTML, link, image, mention or issue reference, breaks no table cell or
 * line, and has no control or bidirectional characters.
 */
export function plain(text: string): string {
  return visible(text.replace(/\s+/g, " "))
    .replace(/[\\`*{}[\]<>|#@~!]/g, (character) => `\\${character}`)
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\_")
    .replace(/\b(GH)-(\d)/g, "$1\\-$2")
    .replace(/(https?):\/\//gi, "$1:\u200b//")
    .replace(/\bwww\./gi, "$&\u200b");
}

/** A source that a reader can follow: an https address becomes a link, any other text stays text. */
export function sourceLink(source: string): string {
  const [, address, rest] = /^(https:\/\/[^\s()<>]+)(.*)$/s.exec(source) ?? [];
  return address === undefined ? plain(source) : `<${address}>${plain(rest ?? "")}`;
}

/** Text as a code span on one line, cut to `limit` UTF-16 units (default 200) with its full length added. */
export function code(text: string, limit = 200): string {
  const line = visible(cut(text, limit).replace(/\s+/g, " ")).replaceAll("|", "\\|");
  if (line.trim() === "") return "`␠`";
  const fence = "`".repeat(longestRun(line) + 1);
  return line.includes("`") ? `${fence} ${line} ${fence}` : `${fence}${line}${fence}`;
}

/** Text as a code block whose fence is longer than any run of backticks inside; cut to `limit` UTF-16 units (default 4000). */
export function block(
  text: string,
  { language = "", limit = 4000 }: { language?: string; limit?: number } = {},
): string {
  const shown = visible(cut(text, limit));
  const fence = "`".repeat(Math.max(3, longestRun(shown) + 1));
  return `${fence}${language}\n${shown}\n${fence}`;
}

/** A Markdown table. Cells must be escaped already. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** Escapes invisible characters, and breaks CI commands at the start of a line, so that a log does not run them. */
function visible(text: string): string {
  return text
    .replace(unprintable, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
    .replace(/^(::|##\[|##vso\[)/gm, "\u200b$1");
}

const unprintable =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]|\p{Surrogate}/gu;

function cut(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit)}… (${text.length} characters)`;
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}
