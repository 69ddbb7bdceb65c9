import { Lexer } from "yaml";
import { maxLexemes } from "./lexemes.js";

/** How many lexemes are looked at in all: every repair begins again at the start. */
const maxLooked = 2 * maxLexemes;

/**
 * The text with the further lines of quoted scalars indented where they stand further left than YAML allows; null when there
 * is no such line. PyYAML and libyaml read such text, and white space at the start of such a line means nothing: only the
 * bytes of the indentation differ. Line numbers stay.
 */
export function indentQuotedLines(text: string): string | null {
  let mended = text;
  let looked = 0;
  for (;;) {
    const broken = findBroken(mended);
    if (broken === null) return mended === text ? null : mended;
    const lineStart = mended.lastIndexOf("\n", broken.start) + 1;
    const indented = indentLines(mended.slice(broken.start, broken.end), broken.start - lineStart + 1);
    mended = mended.slice(0, broken.start) + indented + mended.slice(broken.end);
    looked += broken.lexemes;
    if (looked > maxLooked) return mended;
  }
}

type Broken = { readonly start: number; readonly end: number; readonly lexemes: number };

/** The first quoted scalar that the lexer gives up before its closing quote; null: there is none, or one is never closed. */
function findBroken(text: string): Broken | null {
  let [offset, isPlain, count] = [0, false, 0];
  for (const lexeme of new Lexer().lex(text)) {
    count += 1;
    if (count > maxLexemes) return null;
    if (lexeme === "\x02" || lexeme === "\x18") continue;
    if (lexeme === "\x1f") {
      isPlain = true;
      continue;
    }
    if (!isPlain && (lexeme[0] === "'" || lexeme[0] === '"')) {
      const end = endOfQuoted(text, offset);
      if (end === null) return null;
      if (end > offset + lexeme.length)
        return isWithoutMarker(text.slice(offset, end)) ? { start: offset, end, lexemes: count } : null;
    }
    isPlain = false;
    offset += lexeme.length;
  }
  return null;
}

/** Just after the quote that closes the one at `start`; null when none does. */
function endOfQuoted(text: string, start: number): number | null {
  const quote = text[start] ?? "";
  for (let end = text.indexOf(quote, start + 1); end !== -1; end = text.indexOf(quote, end + 1)) {
    if (quote === "'" && text[end + 1] === quote) end += 1;
    else if (quote === "'" || backslashesBefore(text, end) % 2 === 0) return end + 1;
  }
  return null;
}

function backslashesBefore(text: string, at: number): number {
  let count = 0;
  while (text[at - 1 - count] === "\\") count += 1;
  return count;
}

/** A line that begins with `---` or `...` ends the document, also within quotes. */
function isWithoutMarker(quoted: string): boolean {
  return !/\n(?:---|\.\.\.)(?:[ \t\r\n]|$)/.test(quoted);
}

function indentLines(quoted: string, columns: number): string {
  const indent = " ".repeat(columns);
  return quoted
    .split("\n")
    .map((line, at) => (at === 0 || line.trim() === "" ? line : indent + line.trimStart()))
    .join("\n");
}
