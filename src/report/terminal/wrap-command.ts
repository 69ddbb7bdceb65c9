import { displayWidth } from "./display-width.js";

/**
 * A command for a POSIX shell as lines of at most `width` columns that can be copied together: each but the last ends with a backslash. It is
 * broken between words alone, so that a long word may be wider. `indent`: of the first line; later ones have four spaces more.
 */
export function wrapCommand(command: string, { indent, width }: { readonly indent: number; readonly width: number }) {
  const words = command.match(/(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\])+/g) ?? [];
  const lines: string[] = [];
  let current = " ".repeat(indent);
  let isEmpty = true;
  for (const word of words) {
    const longer = isEmpty ? `${current}${word}` : `${current} ${word}`;
    if (isEmpty || displayWidth(longer) <= width - 2) {
      current = longer;
      isEmpty = false;
      continue;
    }
    lines.push(`${current} \\`);
    current = `${" ".repeat(indent + 4)}${word}`;
  }
  return [...lines, current];
}
