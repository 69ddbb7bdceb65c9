import { groupBy } from "../../../chat/group-by.js";
import { type CellChange, cellChange } from "../../../verdict/nights/cell-change.js";
import { cellKey } from "../../../verdict/nights/cell-key.js";
import { type CellNight, cellNightOf } from "../../../verdict/nights/cell-night.js";
import { type CellRow, cellRows, tellingNights } from "../../../verdict/nights/cell-rows.js";
import type { StoredNight } from "../../../verdict/nights/stored-night.js";
import type { CellState, GateResult } from "../../../verdict/regression/gate-result.js";
import { failureInterval } from "../../../verdict/statistics/statistics.js";
import type { SiteCell, SitePoint } from "./site-data.js";

/** Looks a cell up in these nights, oldest first: how it was in each of them, and when it changed. */
export function cellHistory(
  nights: readonly StoredNight[],
  gates: ReadonlyMap<string, GateResult>,
): (key: string) => Pick<SiteCell, "trend" | "change"> {
  const ids = nights.map(({ id }) => id);
  const lines = nights.map((night) => groupBy(night.lines, cellKey));
  const states = new Map(
    [...gates].map(([night, { cells }]) => [night, new Map(cells.map(({ cell, state }) => [cell, state]))]),
  );
  return (key) => {
    const own = nights.flatMap((night, at) => cellNightOf({ ...night, lines: lines[at]?.get(key) ?? [] }, key) ?? []);
    const rows = cellRows(ids, own);
    return {
      trend: rows.map((row) => pointOf(row, states.get(row.night)?.get(key) ?? null)),
      change: changeOf(own),
    };
  };
}

/** A cell whose trials all ended alike has not changed: the search for the night is spared. */
function changeOf(own: readonly CellNight[]): CellChange | null {
  const telling = tellingNights(own);
  const isEven = telling.every(({ bad }) => bad === 0) || telling.every(({ bad, eligible }) => bad === eligible);
  return isEven ? null : cellChange(telling);
}

function pointOf({ night, state, cell, ours, theirs }: CellRow, gate: CellState | null): SitePoint {
  const { eligible, bad } = cell ?? { eligible: 0, bad: 0 };
  return {
    ...{ night, state, eligible, bad, gate },
    run: cell?.run ?? null,
    excluded: cell?.excluded ?? 0,
    interval: failureInterval({ bad, eligible }),
    findings: (cell?.findings ?? []).map(({ id, n }) => ({ id, n })),
    ours: ours.map(({ what }) => what),
    theirs: theirs.map(({ what }) => what),
  };
}
