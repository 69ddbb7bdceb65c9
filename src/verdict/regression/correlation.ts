import type { Correlation } from "./gate-result.js";
import type { Counts } from "./night.js";

/** Correlations that are used: an estimate is rounded up to the next one. */
export const correlationSteps = [
  0.005, 0.01, 0.015, 0.02, 0.025, 0.03, 0.035, 0.04, 0.045, 0.05, 0.06, 0.07, 0.08, 0.09, 0.1, 0.12, 0.14, 0.16, 0.18,
  0.22, 0.27, 0.35, 0.5, 0.7, 0.9,
] as const;

/**
 * What is added before rounding, since an estimate that is too low raises false alarms: at least .005, and half a standard error; a whole
 * one while nights or cells are few.
 */
const margin = { least: 0.005, errors: 0.5, errorsOfFew: 1 } as const;

/** Below so many nights or cells, the correlation is at least `assumed`. */
export const enough = { nights: 30, cells: 10, assumed: 0.05 } as const;

/** A pair of nights in which a column changes so many times as much as in the middle one is a change, not the usual spread. */
const jump = 12;

/**
 * The correlation of a column. `cells`: of each cell, its planned trials in each of the column's last unmasked nights, oldest first;
 * null: the cell was not measured well that night.
 *
 * A moment estimate from the differences of successive nights (von Neumann 1941): for two nights of n and m trials, the mean of (x − y)²
 * is μ(1−μ)·((1/n + 1/m)(1−ρ) + 2ρ), and that of x(1−y) is μ(1−μ). A cell that regresses and stays so adds one difference, and does
 * not blind the gate for its column; a night in which the whole column moves is left out.
 */
export function correlationOf(cells: readonly (readonly (Counts | null)[])[]): Correlation {
  const informative = cells.filter(isInformative);
  const nights = cells.reduce((most, nightsOf) => Math.max(most, nightsOf.length), 0);
  const isEnough = nights >= enough.nights && informative.length >= enough.cells;
  const rounded = roundedUp(estimate(informative.map(pairsOf)), isEnough ? margin.errors : margin.errorsOfFew);
  return {
    value: isEnough ? rounded : Math.max(enough.assumed, rounded),
    how: isEnough ? "estimated" : "assumed",
    nights,
    cells: informative.length,
  };
}

/** Neither all ok nor all bad. */
function isInformative(nights: readonly (Counts | null)[]): boolean {
  let [bad, ok] = [0, 0];
  for (const night of nights) {
    bad += night?.bad ?? 0;
    ok += night === null ? 0 : night.eligible - night.bad;
  }
  return bad > 0 && ok > 0;
}

/** The pair that ends with night `at`: what its difference exceeds, and what it is measured against. */
type Pair = { readonly at: number; readonly square: number; readonly excess: number; readonly scale: number };

function pairsOf(nights: readonly (Counts | null)[]): readonly Pair[] {
  const pairs: Pair[] = [];
  let before: Counts | null = null;
  nights.forEach((night, at) => {
    if (night === null || night.eligible === 0) return;
    if (before !== null) pairs.push(pairOf(before, night, at));
    before = night;
  });
  return pairs;
}

function pairOf(before: Counts, after: Counts, at: number): Pair {
  const [x, y] = [before.bad / before.eligible, after.bad / after.eligible];
  const byChance = 1 / before.eligible + 1 / after.eligible;
  const variance = (x * (1 - y) + y * (1 - x)) / 2;
  const square = (x - y) ** 2;
  return { at, square, excess: square - variance * byChance, scale: variance * (2 - byChance) };
}

function estimate(cells: readonly (readonly Pair[])[]): Estimate {
  const nights = new Map<number, { square: number; excess: number; scale: number }>();
  for (const { at, square, excess, scale } of cells.flat()) {
    const sum = nights.get(at) ?? { square: 0, excess: 0, scale: 0 };
    nights.set(at, { square: sum.square + square, excess: sum.excess + excess, scale: sum.scale + scale });
  }
  const sorted = [...nights.values()].sort((a, b) => a.square - b.square);
  const middle = sorted[Math.floor(sorted.length / 2)]?.square ?? 0;
  const usual = middle === 0 ? sorted : sorted.filter(({ square }) => square <= jump * middle);
  const excess = usual.reduce((all, night) => all + night.excess, 0);
  const scale = usual.reduce((all, night) => all + night.scale, 0);
  if (scale <= 0) return { value: 0, error: 0 };
  const value = excess / scale;
  const squares = usual.reduce((all, night) => all + (night.excess - value * night.scale) ** 2, 0);
  return { value: Math.max(0, value), error: Math.sqrt(squares) / scale };
}

/** `error`: the standard error, clustered by night, since all cells of a column share it. */
type Estimate = { readonly value: number; readonly error: number };

function roundedUp({ value, error }: Estimate, errors: number): number {
  const wanted = value + Math.max(margin.least, errors * error);
  return correlationSteps.find((step) => step >= wanted - 1e-9) ?? Math.max(...correlationSteps);
}
