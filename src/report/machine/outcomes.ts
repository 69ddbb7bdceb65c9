import { groupBy } from "../../chat/group-by.js";
import type { Sheet, SheetCell } from "../sheet/sheet.js";
import { headline } from "./cell-lines.js";
import { type CellOutcome, type CellStatus, outcomeOf } from "./cell-outcome.js";
import { measuredOf, sumOf } from "./measured.js";
import { shownText } from "./shown-text.js";

/**
 * A cell as a test. `suite`: its target; `name`: its scenario, with the client where it is not the SDK. Both are as they are shown, and
 * together unique: a number tells apart what would be one name. `headline`: what it is, in one line.
 */
export type CellTest = {
  readonly cell: SheetCell;
  readonly suite: string;
  readonly name: string;
  readonly outcome: CellOutcome;
  readonly headline: string;
};

/** Every cell of a sheet as a test, in the order of the sheet. */
export function cellTests({ cells, kind }: Sheet): readonly CellTest[] {
  const taken = new Map<string, number>();
  return cells.map((cell) => {
    const suite = nameOf(cell.target);
    const plain = nameOf(cell.client === "sdk" ? cell.scenario : `${cell.scenario} (${cell.client})`);
    const key = JSON.stringify([suite, plain]);
    const nth = (taken.get(key) ?? 0) + 1;
    taken.set(key, nth);
    const outcome = outcomeOf(cell, kind);
    return { cell, suite, name: nth === 1 ? plain : `${plain} #${nth}`, outcome, headline: headline(cell, outcome) };
  });
}

/** No reader takes an empty name. */
function nameOf(text: string): string {
  const shown = shownText(text, { most: 200 }).trim();
  return shown === "" ? "(no name)" : shown;
}

/** How many tests are what. */
export function countStatuses(tests: readonly CellTest[]): { readonly [status in CellStatus]: number } {
  const groups = groupBy(tests, ({ outcome }) => outcome.status);
  const count = (status: CellStatus) => groups.get(status)?.length ?? 0;
  return { passed: count("passed"), failed: count("failed"), error: count("error"), skipped: count("skipped") };
}

/** The sentences about entries of known.yaml that no longer hold. They fail a run too, and are of no cell. */
export function entryMessages({ messages, cells }: Sheet): readonly string[] {
  // The sentences about unexpected cells come first, one each.
  return messages.slice(cells.filter(({ known }) => known?.state === "unexpected").length);
}

/** How long the eligible trials of a cell took together, in milliseconds. */
export function durationMs(cell: SheetCell): number {
  return sumOf(measuredOf(cell).totalMs) ?? 0;
}
