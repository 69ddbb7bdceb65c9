import { giveUp } from "./give-up.js";
import type { Lines } from "./lines.js";

/** The quoted text at an offset, inside a list or an object of a column; the lines are then after it. */
export function readQuoted(lines: Lines, from: number, column: number): string {
  const { text } = lines;
  const isDouble = text[from] === '"';
  const end = isDouble ? endOfDouble(text, from) : endOfSingle(text, from);
  const raw = text.slice(from + 1, end);
  if (!lines.isEnd(end + 1)) giveUp("content after a quote");
  if (raw.includes("\n")) requireIndent(lines, { from, end, column });
  lines.moveTo(end + 2);
  return isDouble ? doubleText(raw) : singleText(raw);
}

function endOfSingle(text: string, from: number): number {
  for (let end = text.indexOf("'", from + 1); end !== -1; end = text.indexOf("'", end + 2)) {
    if (text[end + 1] !== "'") return end;
  }
  return giveUp("no closing quote");
}

function endOfDouble(text: string, from: number): number {
  for (let end = text.indexOf('"', from + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let first = end;
    while (text[first - 1] === "\\") first -= 1;
    if ((end - first) % 2 === 0) return end;
  }
  return giveUp("no closing quote");
}

type Span = { readonly from: number; readonly end: number; readonly column: number };

/** The lines of a quoted text are indented further than what it is in, as YAML asks and PyYAML does not. */
function requireIndent(lines: Lines, { from, end, column }: Span): void {
  for (let line = lines.endOf(from) + 1; line <= end; line = lines.endOf(line) + 1) {
    const content = lines.afterSpaces(line);
    const isBlank = content === line && lines.isEnd(content);
    if (!isBlank && (content - line <= column || lines.isEnd(content))) giveUp("a line further left");
  }
}

function singleText(raw: string): string {
  const folded = raw.includes("\n") ? foldedText(raw, false) : raw;
  return folded.includes("''") ? folded.replaceAll("''", "'") : folded;
}

function doubleText(raw: string): string {
  const folded = raw.includes("\n") ? foldedText(raw, true) : raw;
  return folded.includes("\\") ? unescaped(folded) : folded;
}

/** A break is a space, further breaks are kept, and a break after a backslash is none. Spaces around breaks mean nothing. */
function foldedText(raw: string, isDouble: boolean): string {
  const [first = "", ...others] = raw.split("\n");
  let read = first;
  let before = first;
  let breaks = 0;
  for (const [index, line] of others.entries()) {
    if (/[ \t]$/.test(before)) giveUp("a space before a break");
    const text = line.replace(/^ +/, "");
    if (text.startsWith("\t")) giveUp("a tab after a break");
    if (isDouble && endsEscaped(before)) {
      if (text === "") giveUp("a break after an escaped one");
      read = read.slice(0, -1) + text;
    } else if (text === "" && index < others.length - 1) breaks += 1;
    else {
      read += (breaks === 0 ? " " : "\n".repeat(breaks)) + text;
      breaks = 0;
    }
    before = text;
  }
  return read;
}

function endsEscaped(line: string): boolean {
  return (/\\+$/.exec(line)?.[0].length ?? 0) % 2 === 1;
}

/** The escapes of JSON mean the same in YAML, and are read faster. */
function unescaped(text: string): string {
  if (!/\\[^"\\/bfnrtu]|\t/.test(text)) return jsonText(text);
  return text.replaceAll(/\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U(000[0-9a-fA-F]{5})|(.))/g, (_, ...found) => {
    const [x, u, wide, other] = found as (string | undefined)[];
    const code = x ?? u ?? wide;
    if (code !== undefined) return String.fromCodePoint(Number.parseInt(code, 16));
    return escapes.get(other ?? "") ?? giveUp("an unknown escape");
  });
}

function jsonText(text: string): string {
  try {
    return JSON.parse(`"${text}"`) as string;
  } catch {
    return giveUp("no escapes of JSON");
  }
}

/** Of YAML 1.1, 5.7, as far as recorders write them. */
const escapes: ReadonlyMap<string, string> = new Map([
  ["0", "\0"],
  ["a", "\x07"],
  ["b", "\b"],
  ["e", "\x1b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["v", "\v"],
  ["N", "\x85"],
  ["_", "\xa0"],
  ["L", "\u2028"],
  ["P", "\u2029"],
  [" ", " "],
  ['"', '"'],
  ["/", "/"],
  ["\\", "\\"],
]);
