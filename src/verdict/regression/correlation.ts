import type { Correlation } from "./gate-result.js";
import type { Counts } from "./night.js";

/** Correlations that are used: an estimate is rounded up to the next one. */
export const correlationSteps = [
  0.005, 0.01, 0.015, 0.02, 0.025, 0.03, 0.035, 0.04, 0.045, 0.05, 0.06, 0.07, 0.08, 0.09, 0.1, 0.12, 0.14, 0.16, 0.18,
  0.22, 0.27, 0.35, 0.5, 0.7, 0.9,
] as const;

/**
 * What is added before rounding, since an estimate that is too low raises false alarms: at least .004, and half a standard error; 1.25
 * of one while nights or cells are few.
 */
const margin = { least: 0.004, errors: 0.5, errorsOfFew: 1.25 } as const;

/** Below so many nights or cells, the correlation is at least `assumed`. */
export const enough = { nights: 30, cells: 10, assumed: 0.05 } as const;

/** While nights or cells are few, `assumed` counts as if it had been measured with this weight: about that of 30 nights of two cells. */
const assumedWeight = 4;

/** A pair of nights in which a column changes so many times as much as in the middle one is a change, not the usual spread. */
const jump = 12;

/** A night of a cell. `changed`: it is too far from the baseline to be the usual spread. */
export type CountedNight = Counts & { readonly changed: boolean };

/** A cell that changes and changes back crosses twice. One that crosses more often is not changed but unsteady. */
const mostCrossings = 2;

/**
 * The correlation of a column. `cells`: of each cell, its planned trials in each of the column's last unmasked nights, oldest first;
 * null: the cell was not measured well that night.
 *
 * A moment estimate from the differences of successive nights (von Neumann 1941): for two nights of n and m trials, the mean of (x − y)²
 * is μ(1−μ)·((1/n + 1/m)(1−ρ) + 2ρ), and that of x(1−y) is μ(1−μ). A cell that regresses and stays so adds one difference, and does
 * not blind the gate for its column; a night in which the whole column moves is left out.
 */
export function correlationOf(cells: readonly (readonly (CountedNight | null)[])[]): Correlation {
  const informative = cells.filter(isInformative);
  const nights = cells.reduce((most, nightsOf) => Math.max(most, nightsOf.length), 0);
  const isEnough = nights >= enough.nights && informative.length >= enough.cells;
  const sums = sumsOf(informative, nights);
  return {
    value: isEnough ? roundedUp(estimate(sums, 0), margin.errors) : assumedValue(sums),
    how: isEnough ? "estimated" : "assumed",
    nights,
    cells: informative.length,
  };
}

function assumedValue(sums: Sums): number {
  if (sums.scale.every((scale) => scale === 0)) return enough.assumed;
  return Math.max(enough.assumed, roundedUp(estimate(sums, assumedWeight), margin.errorsOfFew));
}

/** Neither all ok nor all bad. */
function isInformative(nights: readonly (CountedNight | null)[]): boolean {
  let [bad, ok] = [0, 0];
  for (const night of nights) {
    bad += night?.bad ?? 0;
    ok += night === null ? 0 : night.eligible - night.bad;
  }
  return bad > 0 && ok > 0;
}

/** Over all cells, of the differences that end with each night: their squares, by how much these exceed chance, and against what. */
type Sums = { readonly square: Float64Array; readonly excess: Float64Array; readonly scale: Float64Array };

function sumsOf(cells: readonly (readonly (CountedNight | null)[])[], nights: number): Sums {
  const sums = {
    square: new Float64Array(nights),
    excess: new Float64Array(nights),
    scale: new Float64Array(nights),
  };
  for (const cell of cells) {
    const isSteady = crossings(cell) <= mostCrossings;
    eachPair(cell, ([before, after], at) => {
      if (!(isSteady && before.changed !== after.changed)) addPair(sums, [before, after], at);
    });
  }
  return sums;
}

function crossings(nights: readonly (CountedNight | null)[]): number {
  let count = 0;
  eachPair(nights, ([before, after]) => {
    if (before.changed !== after.changed) count += 1;
  });
  return count;
}

type PairOfNights = readonly [before: CountedNight, after: CountedNight];

/** Each two successive measured nights; `at`: the index of the second. */
function eachPair(nights: readonly (CountedNight | null)[], visit: (pair: PairOfNights, at: number) => void): void {
  let before: CountedNight | null = null;
  nights.forEach((night, at) => {
    if (night === null || night.eligible === 0) return;
    if (before !== null) visit([before, night], at);
    before = night;
  });
}

function addPair({ square, excess, scale }: Sums, [before, after]: PairOfNights, at: number): void {
  const [x, y] = [before.bad / before.eligible, after.bad / after.eligible];
  const byChance = 1 / before.eligible + 1 / after.eligible;
  const variance = (x * (1 - y) + y * (1 - x)) / 2;
  const own = (x - y) ** 2;
  square[at] = (square[at] ?? 0) + own;
  excess[at] = (excess[at] ?? 0) + own - variance * byChance;
  scale[at] = (scale[at] ?? 0) + variance * (2 - byChance);
}

/** `error`: the standard error, clustered by night, since all cells of a column share it. */
type Estimate = { readonly value: number; readonly error: number };

/** `weight`: of the assumed correlation. */
function estimate({ square, excess, scale }: Sums, weight: number): Estimate {
  const sorted = square.slice(1).sort();
  const middle = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const isUsual = (at: number) => middle === 0 || (square[at] ?? 0) <= jump * middle;
  const over = (values: Float64Array, first: number) =>
    values.reduce((sum, one, at) => (isUsual(at) ? sum + one : sum), first);
  const total = over(scale, weight);
  if (total <= 0) return { value: 0, error: 0 };
  const value = over(excess, weight * enough.assumed) / total;
  const squares = over(
    excess.map((one, at) => (one - value * (scale[at] ?? 0)) ** 2),
    0,
  );
  return { value: Math.max(0, value), error: Math.sqrt(squares) / total };
}

function roundedUp({ value, error }: Estimate, errors: number): number {
  const wanted = value + Math.max(margin.least, errors * error);
  return correlationSteps.find((step) => step >= wanted - 1e-9) ?? Math.max(...correlationSteps);
}
