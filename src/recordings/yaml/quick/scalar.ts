import { binaryOf, plainValue } from "../scalars.js";
import { giveUp } from "./give-up.js";
import type { Lines } from "./lines.js";
import { readLiteral } from "./literal.js";
import { readQuoted } from "./quoted.js";

/** What may begin a plain text here: YAML allows more. */
const plainStart = /[\w/<(.$+=~^;\\\u00a1-\uffff]|-(?![ \n]|$)/y;

/** What a plain text cannot hold, what would begin a comment, and tabs. */
const notPlain = /:(?: |$)| #|\t/;

/** The scalar at an offset, inside a list or an object of a column; the lines are then after it. */
export function readScalar(lines: Lines, from: number, column: number): unknown {
  switch (lines.text[from]) {
    case "'":
    case '"':
      return readQuoted(lines, from, column);
    case "|":
      return readLiteral(lines, from, column);
    case "!":
      return readBinary(lines, from, column);
    case "[":
    case "{":
      return readEmpty(lines, from);
    default:
      return readPlain(lines, from, column);
  }
}

function readBinary(lines: Lines, from: number, column: number): Uint8Array {
  const tag = /!!?binary (?=\|)/y;
  tag.lastIndex = from;
  if (!tag.test(lines.text)) return giveUp("a tag");
  return binaryOf(readLiteral(lines, tag.lastIndex, column)) ?? giveUp("no base64");
}

function readEmpty(lines: Lines, from: number): unknown {
  const end = lines.endOf(from);
  const text = lines.text.slice(from, end);
  if (text !== "[]" && text !== "{}") giveUp("brackets");
  lines.moveTo(end + 1);
  return text === "[]" ? [] : {};
}

/** A plain text goes on in the lines below that are indented further than what it is in. */
function readPlain(lines: Lines, from: number, column: number): unknown {
  const { text } = lines;
  plainStart.lastIndex = from;
  if (!plainStart.test(text)) giveUp("no plain text");
  let end = lines.endOf(from);
  let read = plainLine(text.slice(from, end));
  for (;;) {
    lines.moveTo(end + 1);
    if (lines.indent <= column) return plainValue(read);
    if (text[lines.content] === "#") giveUp("a comment");
    const breaks = lines.start - end - 1;
    end = lines.endOf(lines.content);
    read += (breaks === 0 ? " " : "\n".repeat(breaks)) + plainLine(text.slice(lines.content, end));
  }
}

function plainLine(line: string): string {
  if (notPlain.test(line)) giveUp("not plain");
  return line.endsWith(" ") ? line.replace(/ +$/, "") : line;
}
