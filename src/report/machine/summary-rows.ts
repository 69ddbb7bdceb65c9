import { code, plain } from "../markdown-text.js";
import { probabilityText } from "../nights/counts-text.js";
import type { SheetCell } from "../sheet/sheet.js";
import { standingText } from "../whose-fault-text.js";
import { badFindingsText } from "./cell-lines.js";
import type { CellTest } from "./outcomes.js";
import { shownText } from "./shown-text.js";

/** A table of cells in the summary of a job. */
export type Section = {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
};

/** The cells as a run has them. */
export function runSection(title: string, tests: readonly CellTest[]): Section {
  const rows = tests.map(({ cell, headline }) => [code(cell.id), short(headline), faultOf(cell)]);
  return { title, head: ["cell", "what", "whose fault"], rows };
}

/** The cells as a night has them: what they were, and what they are. */
export function nightSection(title: string, tests: readonly CellTest[]): Section {
  const rows = tests.map(({ cell, headline }) => {
    const { night } = cell;
    const found = [badFindingsText(cell), night?.changed ?? ""].filter((part) => part !== "").join("; ");
    const p = night?.worse ?? null;
    return [
      code(cell.id),
      rate(night?.baseline ?? null, "–"),
      rate(night?.tonight ?? null, "not asked"),
      sinceText(night?.since ?? null),
      p === null ? "" : probabilityText(p),
      short(found === "" ? headline : found),
    ];
  });
  return { title, head: ["cell", "was bad", "tonight", "since", "p", "what"], rows };
}

/** Foreign text as Markdown, of which at most 300 characters are shown. */
export function short(text: string): string {
  return plain(shownText(text, { most: mostShort }));
}

const mostShort = 300;

function faultOf({ attribution }: SheetCell): string {
  return attribution === null ? "" : plain(`${attribution.party}${standingText(attribution)}`);
}

function rate(counts: { readonly eligible: number; readonly bad: number } | null, none: string): string {
  return counts === null ? none : `${counts.bad}/${counts.eligible}`;
}

function sinceText(since: readonly string[] | null): string {
  const [first, last] = [since?.[0], since?.at(-1)];
  if (first === undefined || last === undefined) return "";
  return plain(first === last ? first : `${first} to ${last}`);
}
