import type { CellIdentity } from "../../transcript/transcript.js";
import { counted } from "../counted.js";
import type { CellNote } from "./compact-cell.js";
import { placesText } from "./places.js";
import type { Screen } from "./screen.js";
import { shownName } from "./shown-name.js";
import { wrapped } from "./wrap.js";

type NotedCell = Pick<CellIdentity, "scenario" | "target">;
type Footnote = {
  readonly title: string;
  readonly seen: string;
  readonly isRemark: boolean;
  readonly cells: { readonly cell: NotedCell; readonly n: number }[];
};

/** A cell has at most so many numbers beside it; all of its notes count it. */
const mostNumbers = 4;

/** The notes of the cells that are shown, each with its number, in the order in which they first occur. */
export class Footnotes {
  readonly #notes = new Map<string, Footnote>();
  readonly #asides = new Map<string, Footnote>();

  /** `[1][3]`: the numbers of the notes of a cell; `[1][2][3][4]…` where it has more. */
  numbers(cell: NotedCell, notes: readonly CellNote[]): string {
    const numbers = notes.map((note) => addTo(this.#notes, cell, note));
    const shown = numbers.slice(0, mostNumbers).map((number) => `[${number}]`);
    return `${shown.join("")}${numbers.length > mostNumbers ? "…" : ""}`;
  }

  /** Keeps what was found in a cell and makes no trial fail: it has no number. */
  aside(cell: NotedCell, notes: readonly CellNote[]): void {
    for (const note of notes) addTo(this.#asides, cell, note);
  }

  /** A paragraph for each note: its number and title, how often, the first evidence, and the cells that have it. Asides come last. */
  lines(screen: Screen): readonly string[] {
    return [
      ...[...this.#notes.values()].flatMap((note, at) => noteLines(note, `[${at + 1}]`, screen)),
      ...[...this.#asides.values()].flatMap((note) => noteLines(note, screen.signs.note, screen)),
    ];
  }

  /** The paragraphs of the notes that most cells have, without numbers; the others are counted. */
  frequentLines(screen: Screen, most: number): readonly string[] {
    const ranked = [...this.#notes.values()].toSorted((a, b) => b.cells.length - a.cells.length);
    const rest = ranked.length - most;
    return [
      ...ranked.slice(0, most).flatMap((note) => noteLines(note, "-", screen)),
      ...(rest <= 0 ? [] : [`- and ${counted(rest, "more finding")}`]),
    ];
  }
}

/** Adds a note of a cell, and gives its number. */
function addTo(notes: Map<string, Footnote>, cell: NotedCell, { title, seen, n, isRemark }: CellNote): number {
  const known = notes.get(title);
  const note = known ?? { title, seen, isRemark: isRemark === true, cells: [] };
  note.cells.push({ cell, n });
  if (known === undefined) notes.set(title, note);
  return [...notes.keys()].indexOf(title) + 1;
}

function noteLines(
  { title, seen, cells, isRemark }: Footnote,
  mark: string,
  { paint, width }: Screen,
): readonly string[] {
  const nameOf = (text: string) => shownName(text, paint.plain, 160);
  const evidence = seen === "" ? "" : `: ${nameOf(seen)}`;
  const places = placesText(
    cells.map(({ cell }) => cell),
    nameOf,
  );
  const often = isRemark ? "" : `, ${oftenText(cells)}`;
  // A remark is cut already.
  const shown = isRemark ? shownName(title, paint.plain, 240) : nameOf(title);
  return [
    ...wrapped(`${mark} ${shown}${often}${evidence}`, width, 4),
    ...wrapped(`    ${places}`, width, 2).map(paint.dim),
  ];
}

/** `7 trials in 3 cells`; the cells alone where each has it once. */
function oftenText(cells: Footnote["cells"]): string {
  const trials = cells.reduce((sum, { n }) => sum + n, 0);
  return trials > cells.length
    ? `${counted(trials, "trial")} in ${counted(cells.length, "cell")}`
    : counted(cells.length, "cell");
}
