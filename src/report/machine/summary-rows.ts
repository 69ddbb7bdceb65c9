import { groupBy } from "../../chat/group-by.js";
import { code, plain, sourceLink } from "../markdown-text.js";
import { probabilityText } from "../nights/counts-text.js";
import { identicalText } from "../rate-text.js";
import type { SheetCell } from "../sheet/sheet.js";
import { faultText } from "../whose-fault-text.js";
import { badFindingsText } from "./cell-lines.js";
import type { CellTest } from "./outcomes.js";
import { shownText } from "./shown-text.js";

/** A table of cells in the summary of a job. `cells`: how many a row stands for. */
export type Section = {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly { readonly cells: number; readonly row: readonly string[] }[];
};

/** The cells as a run has them. */
export function runSection(title: string, tests: readonly CellTest[]): Section {
  const rows = tests.map(({ cell, headline }) => ({
    cells: 1,
    row: [code(cell.id), whatOf(headline, cell)],
  }));
  return { title, head: ["cell", "what, and whose fault"], rows };
}

/** Cells of which the same is said, in one row: what was refused for one reason, whatever the model and the step. */
export function reasonSection(title: string, tests: readonly CellTest[]): Section {
  const groups = [...groupBy(tests, (test) => JSON.stringify([commonText(test), faultOf(test.cell)])).values()];
  const rows = groups.flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const names = group.slice(0, mostNamed).map(({ cell }) => code(cell.id));
    const rest = group.length - names.length;
    const cells = [...names, ...(rest === 0 ? [] : [`and ${rest} more`])].join("<br>");
    const what = group.length === 1 ? first.headline : commonText(first);
    return [{ cells: group.length, row: [cells, whatOf(what, first.cell)] }];
  });
  return { title, head: ["cells", "what, and whose fault"], rows };
}

const mostNamed = 8;

/** What is said of a cell, without the model and the step that it is said of. */
function commonText({ cell: { providerModelId }, headline }: CellTest): string {
  const text = headline.replace(/[^\s:;]+: (?=HTTP \d)/, "");
  return providerModelId === null ? text : text.replaceAll(providerModelId, "(the model id)");
}

/** The cells as a night has them: what they were, and what they are. */
export function nightSection(title: string, tests: readonly CellTest[]): Section {
  const rows = tests.map(({ cell, headline }) => {
    const { night } = cell;
    const found = [badFindingsText(cell), night?.changed ?? ""].filter((part) => part !== "").join("; ");
    const p = night?.worse ?? null;
    const row = [
      code(cell.id),
      rate(night?.baseline ?? null, "–"),
      rate(night?.tonight ?? null, "not asked"),
      sinceText(night?.since ?? null),
      p === null ? "" : probabilityText(p),
      short(found === "" ? headline : found),
    ];
    return { cells: 1, row };
  });
  return { title, head: ["cell", "was bad", "tonight", "since", "p", "what"], rows };
}

/** Foreign text as Markdown, of which at most 300 characters are shown. */
export function short(text: string): string {
  return plain(shownText(text, { most: mostShort }));
}

const mostShort = 300;

/** Both in one column: a phone shows no third one. */
function whatOf(what: string, cell: SheetCell): string {
  // A link stays one: it has a line of its own.
  const [said = "", ...rest] = what.split("; known: ");
  const bugs = rest.length === 0 ? [] : (cell.known?.bugs ?? []).slice(0, 3);
  const identical = identicalText(cell);
  const lines = [
    short(said),
    identical === null ? "" : plain(identical),
    faultOf(cell),
    ...bugs.map((bug) => `known: ${sourceLink(shownText(bug, { most: mostShort }))}`),
  ];
  return lines.filter((text) => text !== "").join("<br>");
}

function faultOf({ attribution }: SheetCell): string {
  return attribution === null ? "" : plain(faultText(attribution));
}

function rate(counts: { readonly eligible: number; readonly bad: number } | null, none: string): string {
  return counts === null ? none : `${counts.bad}/${counts.eligible}`;
}

function sinceText(since: readonly string[] | null): string {
  const [first, last] = [since?.[0], since?.at(-1)];
  if (first === undefined || last === undefined) return "";
  return plain(first === last ? first : `${first} to ${last}`);
}
