import { YamlFault } from "./fault.js";
import { foreignLexemes, maxLexemes } from "./lexemes.js";

/** The maximum number of lexemes over all passes: every repair starts again at the beginning. */
const maxScanned = 2 * maxLexemes;

/**
 * Indents the continuation lines of quoted scalars that are further left than YAML allows; null when there is no such line.
 * PyYAML and libyaml accept such text. White space at the start of a continuation line has no meaning, so the values stay
 * the same. Line numbers stay too.
 */
export function indentQuotedLines(text: string): string | null {
  let repaired = text;
  let scanned = 0;
  for (;;) {
    const broken = findBroken(repaired);
    if (broken === null) return repaired === text ? null : repaired;
    const lineStart = repaired.lastIndexOf("\n", broken.start) + 1;
    const indented = indentLines(repaired.slice(broken.start, broken.end), broken.start - lineStart + 1);
    repaired = repaired.slice(0, broken.start) + indented + repaired.slice(broken.end);
    scanned += broken.lexemes;
    if (scanned > maxScanned) return repaired;
  }
}

type Broken = { readonly start: number; readonly end: number; readonly lexemes: number };

/**
 * The first quoted scalar that the lexer ends before its closing quote; null: there is none, a quote is never closed, or the text is refused
 * before it for another reason, which no repair takes away.
 */
function findBroken(text: string): Broken | null {
  try {
    return brokenIn(text);
  } catch (error) {
    if (error instanceof YamlFault) return null;
    throw error;
  }
}

function brokenIn(text: string): Broken | null {
  let [offset, isPlain, count] = [0, false, 0];
  for (const lexeme of foreignLexemes(text)) {
    count += 1;
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

/** The offset after the quote that closes the one at `start`; null when it is never closed. */
function endOfQuoted(text: string, start: number): number | null {
  const quote = text[start] ?? "";
  for (let end = text.indexOf(quote, start + 1); end !== -1; end = text.indexOf(quote, end + 1)) {
    if (quote === "'" && text[end + 1] === quote) end += 1;
    else if (quote === "'" || backslashesBefore(text, end) % 2 === 0) return end + 1;
  }
  return null;
}

function backslashesBefore(text: string, offset: number): number {
  let count = 0;
  while (text[offset - 1 - count] === "\\") count += 1;
  return count;
}

/** A line that begins with `---` or `...` ends the document, even inside quotes. */
function isWithoutMarker(quoted: string): boolean {
  return !/\n(?:---|\.\.\.)(?:[ \t\r\n]|$)/.test(quoted);
}

function indentLines(quoted: string, columns: number): string {
  const indent = " ".repeat(columns);
  return quoted
    .split("\n")
    .map((line, index) => (index === 0 || line.trim() === "" ? line : indent + line.trimStart()))
    .join("\n");
}
