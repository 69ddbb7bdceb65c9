import { displayWidth, splitAt } from "./display-width.js";

type Room = { readonly indent: number; readonly width: number };

/**
 * A command for a POSIX shell as lines of at most `width` columns that can be copied together: each but the last ends with a backslash. A word
 * that is wider than a line goes on at the start of the next one; one with quotes stays whole. `indent`: of the first line; later ones have four
 * spaces more.
 */
export function wrapCommand(command: string, { indent, width }: Room): readonly string[] {
  const words = command.match(/(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\])+/g) ?? [];
  const lines: string[] = [];
  const own = Math.min(indent, Math.floor(width / 4));
  let current = " ".repeat(own);
  for (const [at, word] of words.entries()) {
    if (at === 0 || displayWidth(`${current} ${word}`) <= width - 2) {
      current = at === 0 ? `${current}${word}` : `${current} ${word}`;
      continue;
    }
    lines.push(`${current} \\`);
    current = " ".repeat(own + 4);
    let rest = word;
    while (displayWidth(`${current}${rest}`) > width - 2 && !/['"\\]/.test(rest)) {
      const { head, rest: left } = splitAt(rest, width - displayWidth(current) - 1);
      lines.push(`${current}${head}\\`);
      current = "";
      rest = left;
    }
    current = `${current}${rest}`;
  }
  return [...lines, current];
}
