import { shortened } from "../verdict/compare-text.js";
import { visible } from "./visible-text.js";

/**
 * Foreign text, made safe inside Markdown: it forms no HTML, link, image, mail address, mention, reference to an issue or a commit,
 * emoji or formula, breaks no table cell or line, and has no control, bidirectional or invisible characters. It is not cut: see
 * {@link cut}.
 *
 * A backslash does not stop what GitHub links after it has made HTML (cmark-gfm 0.29.0.gfm.6 links `a\@b.c`, 2026-11-29), so a
 * space without width stands behind the sign that starts such a link.
 */
export function plain(text: string): string {
  return unlinked(visible(text.replace(/\s+/g, " ")))
    .replace(/[\\`*{}[\]<>|#@~!&$]/g, (character) => `\\${character}`)
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\_")
    .replace(/^([-+=])/, "\\$1")
    .replace(/^(\d{1,9})([.)])(?= |$)/, "$1\\$2");
}

/** Our own prose with foreign words in it: code spans stay code, everything else is {@link plain}. */
export function prose(text: string): string {
  return text
    .split(/(`[^`]+`)/)
    .map((part) => (/^`[^`]+`$/.test(part) ? code(part.slice(1, -1), Number.POSITIVE_INFINITY) : inner(part)))
    .join("");
}

/** Foreign text inside an HTML element of a page, such as a summary, where Markdown is not read. */
function htmlText(text: string): string {
  return unlinked(visible(text.replace(/\s+/g, " "))).replace(
    /[&<>"'`]/g,
    (character) => `&#${character.codePointAt(0)};`,
  );
}

/** A source that a reader can follow: an https address becomes a link, any other text stays text. */
export function sourceLink(source: string): string {
  const [, address, rest] = /^(https:\/\/[^\s()<>\\`|"]+)(.*)$/s.exec(source) ?? [];
  return address === undefined ? plain(source) : `<${address}>${plain(rest ?? "")}`;
}

/** A link: `text` is Markdown already, `path` is relative or begins with `#`. */
export function link(text: string, path: string): string {
  return `[${text}](${path.toWellFormed().replace(/[^\w.~@/+:#-]/gu, encoded)})`;
}

/** Text as a code span on one line, cut to `limit` UTF-16 units (default 200) with its full length added. */
export function code(text: string, limit = 200): string {
  const line = visible(cut(text, limit).replace(/\s+/g, " "));
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

/** A Markdown table. Cells are Markdown; a pipe that is not escaped is escaped here. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(inCell).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** Lines that are folded below `summary`, which is foreign text. */
export function details(summary: string, lines: readonly string[]): readonly string[] {
  return [`<details><summary>${htmlText(summary)}</summary>`, "", ...lines, "", "</details>"];
}

/** Parentheses too, which would end the link. */
function encoded(character: string): string {
  return encodeURIComponent(character).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
}

/** A pipe behind an even number of backslashes would end the cell. */
function inCell(cell: string): string {
  return cell.replace(/\\*\|/g, (found) => (found.length % 2 === 0 ? found : `\\${found}`));
}

/** {@link plain} without what only matters at the beginning of a text. */
function inner(text: string): string {
  return plain(`.${text}.`).slice(1, -1);
}

/** A space without width stops what is linked or drawn from the text of a finished page. */
function unlinked(text: string): string {
  return text
    .replace(/[@#](?=[\p{L}\p{N}_-])/gu, "$&\u200b")
    .replace(/\b(GH-)(?=\d)/gi, "$1\u200b")
    .replace(/\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{7,40}\b/gi, (hash) => hash.replace(/.{6}(?=.)/g, "$&\u200b"))
    .replace(/\b([a-z][a-z0-9+.-]*):(?=\/\/)/gi, "$1:\u200b")
    .replace(/\bwww(?=\.)/gi, "$&\u200b")
    .replace(/:(?=(?:[\w+-]*[a-z][\w+-]*|100|1234|[+-]1)(?::|$))/gi, ":\u200b");
}

/** At most `limit` UTF-16 units of a text, then its full length. */
export function cut(text: string, limit: number): string {
  return shortened(text, limit);
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}
