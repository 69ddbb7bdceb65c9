import { giveUp } from "./give-up.js";
import type { Lines } from "./lines.js";

/** The literal text whose `|` is at an offset, inside a list or an object of a column; the lines are then after it. */
export function readLiteral(lines: Lines, from: number, column: number): string {
  const { text } = lines;
  const header = /\|([-+]?)\n\n*( *)(?=[^ \n])/y;
  header.lastIndex = from;
  const [, chomping, indent = ""] = header.exec(text) ?? giveUp("another header");
  if (indent.length <= column) giveUp("no content");
  const begin = lines.endOf(from) + 1;
  const end = endOfLiteral(lines, begin, indent.length);
  lines.moveTo(end);
  if (lines.indent > column) giveUp("an indent of its own");
  const whole = text
    .slice(begin, end)
    .split("\n")
    .map((line) => line.slice(indent.length))
    .join("\n");
  if (/(?:^|\n) +\n*$/.test(whole)) giveUp("spaces at the end");
  if (chomping === "+") return whole;
  const content = whole.replace(/\n+$/, "");
  return chomping === "-" ? content : `${content}\n`;
}

/** The offset of the first line that is neither blank nor indented as far. */
function endOfLiteral(lines: Lines, begin: number, indent: number): number {
  let start = begin;
  while (start < lines.text.length) {
    const content = lines.afterSpaces(start);
    if (!lines.isEnd(content) && content - start < indent) return start;
    const end = lines.endOf(content);
    if (end === lines.text.length) return giveUp("no break at the end");
    start = end + 1;
  }
  return start;
}
