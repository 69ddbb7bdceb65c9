import type { ColumnFacts } from "./columns/column-facts.js";
import type { Levels } from "./levels/limits.js";
import type { Counts } from "./night.js";
import { predict } from "./probability/predict.js";
import { mirrored, type Prepared, type ReadyCell } from "./question.js";

/** What one direction of change says: nothing, suspicious, or reported, tonight or by two of three nights. */
export type Change = "none" | "suspicious" | "two-of-three" | "tonight";

/** A cell that was compared. `worse` and `better`: the probability of so many bad trials or more, and of so few or fewer. */
export type Compared = {
  readonly worse: number;
  readonly better: number;
  readonly regressed: Change;
  readonly fixed: Change;
};

/** Compares tonight's trials of a cell with its baseline, and with the two measured nights before. */
export function compareCell(prepared: Prepared, ready: ReadyCell, tonight: Counts): Compared {
  const before = twoBefore(prepared, ready);
  const better = { ...ready, known: mirrored(ready.known) };
  const mirror = ({ eligible, bad }: Counts): Counts => ({ eligible, bad: eligible - bad });
  return {
    worse: tailOf(ready, tonight),
    better: tailOf(better, mirror(tonight)),
    regressed: changeOf([tonight, ...before], ready, prepared.worse.levels),
    fixed: changeOf([tonight, ...before].map(mirror), better, prepared.better.levels),
  };
}

/** The last two nights in which the cell was measured well; masked nights are none, and the baseline's own nights prove nothing. */
function twoBefore({ baseline, columns }: Prepared, { cell }: ReadyCell): readonly Counts[] {
  const facts: ColumnFacts | undefined = columns.get(cell.column);
  if (facts === undefined) return [];
  const pinned = new Set(baseline?.nights);
  const found: Counts[] = [];
  for (const { id, cells } of facts.earlier.toReversed()) {
    const measured = cells.get(cell.cell);
    if (measured === undefined || facts.outages.has(id)) continue;
    if (pinned.has(id)) break;
    found.push(measured);
    if (found.length === 2) break;
  }
  return found;
}

function tailOf({ known, correlation }: ReadyCell, { eligible, bad }: Counts): number {
  return predict(known, eligible, correlation).tails[bad] ?? 1;
}

function changeOf([tonight, ...before]: readonly Counts[], ready: ReadyCell, levels: Levels): Change {
  if (tonight === undefined) return "none";
  if (tailOf(ready, tonight) <= levels.tonight) return "tonight";
  const isSuspicious = (night: Counts) => repeatedOf(ready, night) <= Math.sqrt(levels.pair);
  if (!isSuspicious(tonight)) return "none";
  return before.some((night) => isSuspicious(night) || tailOf(ready, night) <= levels.tonight)
    ? "two-of-three"
    : "suspicious";
}

function repeatedOf({ known, correlation }: ReadyCell, { eligible, bad }: Counts): number {
  return predict(known, eligible, correlation).repeated[bad] ?? 1;
}
