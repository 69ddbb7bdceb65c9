import type { CellResult, CellState } from "../gate-result.js";
import type { NightCell } from "../night.js";
import type { Prepared } from "../question.js";
import { firstBadNight } from "./first-bad-night.js";

const changed: ReadonlySet<CellState> = new Set(["regressed", "regressed-2-of-3", "fixed"]);

/** `since`: the first night of a run of outages, which count from there on; null: masked nights are left out. */
type Where = { readonly prepared: Prepared; readonly since: string | null; readonly measured: NightCell | null };

/** Adds when the change of a cell began; nights of the baseline are before it. */
export function dated({ prepared, since, measured }: Where, result: CellResult): CellResult {
  const { baseline, tonight, columns } = prepared;
  const ready = prepared.ready.get(result.cell);
  if (ready === undefined || measured === null || !changed.has(result.state)) return result;
  const facts = columns.get(result.column);
  const pinned = new Set(baseline?.nights);
  const isLater = (id: string) => id > (baseline?.nights[0] ?? "") && !pinned.has(id);
  const isCounted = (id: string) => isLater(id) && (facts?.outages.has(id) !== true || (since !== null && id >= since));
  const before = (facts?.earlier ?? []).flatMap(({ id, cells }) => {
    const cell = cells.get(result.cell);
    return cell === undefined || !isCounted(id) ? [] : [{ ...cell, id }];
  });
  const nights = [...before, { ...measured, id: tonight.id }];
  const found = firstBadNight({ nights, known: ready.known, correlation: ready.correlation });
  if (found === null) return result;
  const [first = tonight.id] = found.set;
  const good = (facts?.earlier ?? []).filter(({ id, cells }) => id < first && pinned.has(id) && cells.has(result.cell));
  return { ...result, firstNights: found.set, lastGood: found.lastGood ?? good.at(-1)?.id ?? null };
}
