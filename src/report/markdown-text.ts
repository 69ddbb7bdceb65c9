/**
 * Text of a model, a service or a file made safe inside Markdown: no HTML, no link or image, no mention or issue
 * reference, no table cell or line broken, no control or bidirectional character.
 */
export function plain(text: string): string {
  return visible(text.replace(/\s+/g, " "))
    .replace(/[\\`*{}[\]<>|#@~!]/g, (character) => `\\${character}`)
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\_")
    .replace(/\b(GH)-(\d)/g, "$1\\-$2")
    .replace(/(https?):\/\//gi, "$1:\u200b//");
}

/** A source of ours as a reader can follow it: an address becomes a link, anything else stays words. */
export function sourceLink(source: string): string {
  const [, address, rest] = /^(https:\/\/[^\s()<>]+)(.*)$/s.exec(source) ?? [];
  return address === undefined ? plain(source) : `<${address}>${plain(rest ?? "")}`;
}

/** Text as a code span: shown as it is, on one line, at most `limit` characters (the rest is counted). */
export function code(text: string, limit = 200): string {
  const line = visible(cut(text, limit).replace(/\s+/g, " ")).replaceAll("|", "\\|");
  if (line.trim() === "") return "`␠`";
  const fence = "`".repeat(longestRun(line) + 1);
  return line.includes("`") ? `${fence} ${line} ${fence}` : `${fence}${line}${fence}`;
}

/** Text as a code block, its fence longer than any run of backticks inside, at most `limit` characters. */
export function block(
  text: string,
  { language = "", limit = 4000 }: { language?: string; limit?: number } = {},
): string {
  const shown = visible(cut(text, limit));
  const fence = "`".repeat(Math.max(3, longestRun(shown) + 1));
  return `${fence}${language}\n${shown}\n${fence}`;
}

/** A Markdown table; cells are written as given. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** Lines that begin with a CI command are broken, so that a report printed in a log is only read. */
function visible(text: string): string {
  return text
    .replace(unprintable, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
    .replace(/^(::|##\[|##vso\[)/gm, "\u200b$1");
}

const unprintable =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]|\p{Surrogate}/gu;

function cut(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit)}… (${text.length} characters)`;
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}
