import type { BaselineCell } from "../baseline.js";
import { enough } from "../correlation.js";
import { manyOf, plannedTrials, pooled } from "../measured.js";
import type { Counts, NightCell } from "../night.js";
import { predict } from "../probability/predict.js";
import type { ColumnHistory, ColumnNight } from "./column-history.js";

/** A cell with so unlikely a count is down. */
const downLevel = 0.01;

/** Below this share of unavailability, and below three times the usual share, a night is not looked at any closer. */
const looked = { least: 0.02, timesUsual: 3 } as const;

/** What says how a cell is in other nights: its baseline, or the nights of the column's history. */
export type Reference = {
  readonly history: ColumnHistory;
  readonly baseline: ReadonlyMap<string, BaselineCell>;
};

/**
 * The nights of a column in which its service was not available: many cells have more bad trials than in their other nights, and most
 * of those bad trials are unavailability. They are masked: no part of baselines, correlations, and "two of three nights". A night in
 * which many cells fail by their content is none: that is the model, and has to be found.
 */
export function outagesOf(reference: Reference): ReadonlySet<string> {
  const { nights } = reference.history;
  const unusual = unusualNights(nights);
  const outages = nights.filter((night) => {
    if (!unusual.has(night.id)) return false;
    const down = [...night.cells.values()].filter((cell) => isDown({ reference, unusual, id: night.id }, cell));
    return down.length >= manyOf(night.cells.size) && isUnavailability(down);
  });
  return new Set(outages.map(({ id }) => id));
}

/** True where more than half of the bad trials are unavailability. */
export function isUnavailability(cells: readonly NightCell[]): boolean {
  return sum(cells, "unavailable") * 2 > sum(cells, "bad");
}

function unusualNights(nights: readonly ColumnNight[]): ReadonlySet<string> {
  const shares = nights.map(({ id, cells }) => ({ id, share: unavailableShare([...cells.values()]) }));
  const sorted = shares.map(({ share }) => share).sort((a, b) => a - b);
  const usual = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
  const limit = Math.max(looked.least, looked.timesUsual * usual);
  return new Set(shares.filter(({ share }) => share >= limit).map(({ id }) => id));
}

function unavailableShare(cells: readonly NightCell[]): number {
  return sum(cells, "unavailable") / Math.max(1, sum(cells, "eligible"));
}

function sum(cells: readonly NightCell[], member: "bad" | "unavailable" | "eligible"): number {
  return cells.reduce((all, cell) => all + cell[member], 0);
}

type Where = { readonly reference: Reference; readonly unusual: ReadonlySet<string>; readonly id: string };

function isDown(where: Where, cell: NightCell): boolean {
  const { eligible, bad } = plannedTrials(cell);
  const { tails } = predict(pooled(otherNights(where, cell.cell)), eligible, enough.assumed);
  return (tails[bad] ?? 1) <= downLevel;
}

/** The baseline's nights; where it has none, or the night is one of them, the other nights that are not unusual. */
function otherNights({ reference, unusual, id }: Where, cell: string): readonly Counts[] {
  const pinned = reference.baseline.get(cell)?.nights ?? [];
  if (pinned.length > 0 && pinned.every(({ night }) => night !== id)) return pinned;
  return reference.history.nights.flatMap((night) => {
    const other = night.cells.get(cell);
    return night.id === id || unusual.has(night.id) || other === undefined ? [] : [plannedTrials(other)];
  });
}
