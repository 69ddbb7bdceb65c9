/** The text of a table, cell by cell, without colours. */
export type TableTexts = { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] };

/** One space on each side of a cell's text. */
const padding = 2;

/** A longer word is broken where its column is narrower. */
const longestWord = 32;

/** No column is made narrower for the sake of the others. */
const narrowestColumn = 16;

/**
 * The widths of the columns of a table on a terminal of `width` characters, padding included. The longest texts give way first, and a
 * column keeps room for its longest word as long as the others can. A table of many columns may stay wider than the terminal.
 */
export function columnWidths(texts: TableTexts, width: number | null): readonly number[] {
  const natural = widthsBy(texts, (text) => text.split("\n"));
  if (width === null || tableWidth(natural) <= width) return natural;
  const widths = [...leastWidths(texts)];
  for (let spare = width - tableWidth(widths); spare > 0; spare -= 1) {
    const narrowest = narrowestOf(widths, natural);
    if (narrowest === null) break;
    widths[narrowest] = (widths[narrowest] ?? 0) + 1;
  }
  for (let over = tableWidth(widths) - width; over > 0; over -= 1) {
    const widest = widths.indexOf(Math.max(...widths));
    if ((widths[widest] ?? 0) <= narrowestColumn) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}

/** The least width of each column. */
export function leastWidths(texts: TableTexts): readonly number[] {
  return widthsBy(texts, (text) => text.split(/\s+/)).map((one) => Math.min(one, padding + longestWord));
}

/** The width of a table with columns of these widths: each has a border on its right, the first one on its left too. */
export function tableWidth(widths: readonly number[]): number {
  return widths.reduce((sum, one) => sum + one + 1, 1);
}

/** The lines of a text in a column of `width`, padding included: between words where possible, else inside a word. */
export function wrappedLines(text: string, width: number): readonly string[] {
  const room = Math.max(1, width - padding);
  return text.split("\n").flatMap((line) => wrapLine(line, room));
}

/** Later lines are indented as the first one. */
function wrapLine(line: string, room: number): readonly string[] {
  const indent = [...(/^ */.exec(line)?.[0] ?? "")].slice(0, room - 1);
  const lines: string[] = [];
  let rest = [...line];
  while (rest.length > room) {
    const space = rest.lastIndexOf(" ", room);
    const end = space > indent.length ? space : room;
    lines.push(rest.slice(0, end).join(""));
    rest = [...indent, ...rest.slice(space > indent.length ? end + 1 : end)];
  }
  return [...lines, rest.join("")];
}

/** The narrowest column that is narrower than its text; null: there is none. */
function narrowestOf(widths: readonly number[], natural: readonly number[]): number | null {
  const short = widths.flatMap((one, at) => (one < (natural[at] ?? 0) ? [{ at, one }] : []));
  return short.toSorted((a, b) => a.one - b.one)[0]?.at ?? null;
}

function widthsBy({ head, rows }: TableTexts, split: (text: string) => readonly string[]): readonly number[] {
  return head.map((title, at) => {
    const texts = [title, ...rows.map((row) => row[at] ?? "")].flatMap(split);
    return padding + texts.reduce((longest, one) => Math.max(longest, [...one].length), 0);
  });
}
