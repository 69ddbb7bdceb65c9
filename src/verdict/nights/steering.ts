import type { CellResult, ColumnResult, GateResult } from "../regression/gate-result.js";
import type { Counts } from "../regression/night.js";
import { fisherExact } from "../statistics/fisher-exact.js";
import type { Claim } from "../verdict.js";

/** One night as steering reads it: what the gate says of it, and what each measured cell claims by that night alone. */
export type SteeringNight = {
  readonly result: Pick<GateResult, "night" | "cells" | "columns">;
  readonly claims: ReadonlyMap<string, Claim | null>;
};

/** Why a cell speaks against its model. `red-in-baseline`: it was bad when the baseline was pinned, and fails in that night too. */
export const leavingReasons = ["regressed", "regressed-2-of-3", "column-regressed", "red-in-baseline"] as const;
export type LeavingReason = (typeof leavingReasons)[number];

/** A cell that speaks against its model. */
export type LeftCell = {
  readonly because: LeavingReason;
  /** The first night with that reason. */
  readonly since: string;
  /** The newest night that measured the cell. */
  readonly seen: string;
  /** The bad nights together. */
  readonly bad: Counts;
  /** The nights since the last bad one together; none of them is suspicious. */
  readonly good: Counts;
  /** The night in which it was fixed; null: it is not yet. */
  readonly fixed: string | null;
  /** Measured good nights after that one, oldest first; with the third one, the cell speaks no more. */
  readonly goodNights: readonly string[];
};

/** A cell that spoke against its model until `night`. `left` is what it last was. */
export type ReturnedCell = { readonly night: string; readonly left: LeftCell };

export type Steering = {
  readonly left: ReadonlyMap<string, LeftCell>;
  /** The last return of each cell. */
  readonly returned: ReadonlyMap<string, ReturnedCell>;
};

/** So many measured good nights after "fixed" bring a model back. */
const nightsToReturn = 3;

/** As unlikely must it be that the bad and the good nights have one rate. */
const fixedLevel = 0.05;

const none: Counts = { eligible: 0, bad: 0 };

/**
 * Which cells speak against their models after these nights, oldest first. Confirmed changes alone move a cell: an incident, a suspicious
 * night and a night that did not measure it take no model out and bring none back; a night that was missed is not among them. A suspicious
 * night in which a cell is on its way back begins that way again.
 */
export function steer(nights: readonly SteeringNight[]): Steering {
  const left = new Map<string, LeftCell>();
  const returned = new Map<string, ReturnedCell>();
  for (const { result, claims } of nights) {
    const columns = new Map(result.columns.map((column) => [column.column, column]));
    for (const cell of result.cells) {
      const before = left.get(cell.cell) ?? null;
      const column = columns.get(cell.column) ?? null;
      const after = afterNight(before, { cell, column, night: result.night, claim: claims.get(cell.cell) ?? null });
      if (after !== null) left.set(cell.cell, after);
      else if (before !== null) {
        left.delete(cell.cell);
        returned.set(cell.cell, { night: result.night, left: before });
      }
    }
  }
  return { left, returned };
}

/** A cell in one night. */
type Seen = {
  readonly night: string;
  readonly cell: CellResult;
  readonly column: ColumnResult | null;
  readonly claim: Claim | null;
};

/** What a cell is after a night; null: it does not speak against its model. */
function afterNight(before: LeftCell | null, seen: Seen): LeftCell | null {
  const { cell, night } = seen;
  const bad = confirmed(seen);
  if (bad !== null) return withBad(before, bad, seen);
  if (isMasked(seen)) return before;
  if (cell.state === "suspicious") return before === null ? null : { ...before, ...startAgain, seen: night };
  const isCompared = cell.state === "unchanged" || cell.state === "fixed";
  if (cell.redInBaseline && (isCompared || cell.state === "learning")) return afterRed(before, seen);
  return isCompared && before !== null ? afterGood(before, seen) : before;
}

const startAgain = { good: none, fixed: null, goodNights: [] } as const;

function confirmed({ cell, column }: Seen): LeavingReason | null {
  if (cell.state === "regressed" || cell.state === "regressed-2-of-3") return cell.state;
  return column?.state === "regressed" && column.likely.includes(cell.cell) ? "column-regressed" : null;
}

/** A night of which the column says nothing: it was down. */
function isMasked({ cell, column, night }: Seen): boolean {
  return cell.state === "incident" || (column?.masked.includes(night) ?? false);
}

function withBad(before: LeftCell | null, because: LeavingReason, { cell, night }: Seen): LeftCell {
  const counts = cell.tonight ?? none;
  if (before === null || before.because === "red-in-baseline") {
    return { because, since: night, seen: night, bad: counts, ...startAgain };
  }
  return { ...before, seen: night, bad: sum(before.bad, counts), ...startAgain };
}

/** A cell of which bad trials were known when the baseline was pinned counts as that night alone says. */
function afterRed(before: LeftCell | null, seen: Seen): LeftCell | null {
  const { cell, night, claim } = seen;
  const counts = cell.tonight ?? none;
  if (claim !== "fail") return before === null || before.because === "red-in-baseline" ? null : afterGood(before, seen);
  if (before !== null) return { ...before, seen: night, bad: counts, ...startAgain };
  return { because: "red-in-baseline", since: night, seen: night, bad: counts, ...startAgain };
}

/**
 * A night like the baseline, or better. A cell is fixed once the gate says so, which it does of a cell that was bad in the baseline; of any
 * other, once its good nights differ from the bad ones beyond chance.
 */
function afterGood(before: LeftCell, { cell, night }: Seen): LeftCell | null {
  const good = sum(before.good, cell.tonight ?? none);
  const now = { ...before, seen: night, good };
  if (before.fixed === null) {
    return { ...now, fixed: cell.state === "fixed" || differ(before.bad, good) ? night : null };
  }
  const goodNights = [...before.goodNights, night];
  return goodNights.length >= nightsToReturn ? null : { ...now, goodNights };
}

function differ(bad: Counts, good: Counts): boolean {
  const isLess = good.bad * bad.eligible < bad.bad * good.eligible;
  return isLess && fisherExact(bad, good) <= fixedLevel;
}

function sum(a: Counts, b: Counts): Counts {
  return { eligible: a.eligible + b.eligible, bad: a.bad + b.bad };
}
