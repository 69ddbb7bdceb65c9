import { type SmoSolution, solveSmo } from "../learn/smo.js";
import { rounded } from "../learn/vector.js";
import { type Kernel, kernelOf } from "./kernel.js";
import { type StoredVector, storeVector } from "./stored-vector.js";

/** The decision between two models: a value above 0 means `positive`. `at` indexes the support vectors of all pairs. */
export type PairDecision = {
  readonly positive: number;
  readonly negative: number;
  readonly intercept: number;
  readonly at: readonly number[];
  readonly coefficients: readonly number[];
};

type Classes = {
  readonly rows: readonly Float64Array[];
  readonly labels: readonly number[];
  readonly kernel: Kernel;
  readonly limit: number;
};

type Pairs = {
  readonly pairs: { positive: number; negative: number; intercept: number; at: number[]; coefficients: number[] }[];
  readonly supportVectors: StoredVector[];
};

/** Trains a decision for each pair of classes. A model that was never the best has no class and gets no vote. */
export function trainPairs(classes: Classes): Pairs {
  const present = [...new Set(classes.labels)].toSorted((a, b) => a - b);
  const solved = present.flatMap((positive, index) =>
    present.slice(index + 1).map((negative) => ({ positive, negative, ...solvePair(classes, { positive, negative }) })),
  );
  const used = new Set(solved.flatMap(({ members }) => members));
  const kept = [...classes.rows.keys()].filter((row) => used.has(row));
  const places = new Map(kept.map((row, place) => [row, place]));
  return {
    pairs: solved.map(({ positive, negative, intercept, members, coefficients }) => ({
      positive,
      negative,
      intercept: Number(intercept.toPrecision(7)),
      at: members.map((row) => places.get(row) ?? 0),
      coefficients: rounded(coefficients),
    })),
    supportVectors: kept.map((row) => storeVector([...(classes.rows[row] ?? [])])),
  };
}

type Two = { readonly positive: number; readonly negative: number };
type Solved = {
  readonly intercept: number;
  readonly members: readonly number[];
  readonly coefficients: readonly number[];
};

/** The rows with a non-zero weight in one pair, and their weights. */
function solvePair({ rows, labels, kernel, limit }: Classes, { positive, negative }: Two): Solved {
  const members = [...rows.keys()].filter((row) => labels[row] === positive || labels[row] === negative);
  const pairRows = members.map((row) => rows[row] ?? new Float64Array());
  const solution = solveSmo({
    labels: members.map((row) => (labels[row] === positive ? 1 : -1)),
    kernelRow: cachedRows(pairRows, kernel),
    diagonal: pairRows.map((row) => kernelOf(row, row, kernel)),
    limit,
  });
  return supportOf(solution, members);
}

function supportOf({ coefficients, intercept }: SmoSolution, members: readonly number[]): Solved {
  const places = [...coefficients.keys()].filter((place) => coefficients[place] !== 0);
  return {
    intercept,
    members: places.map((place) => members[place] ?? 0),
    coefficients: places.map((place) => coefficients[place] ?? 0),
  };
}

/** Computes kernel rows on demand and caches them; above 256 MiB the oldest are dropped. */
function cachedRows(rows: readonly Float64Array[], kernel: Kernel): (row: number) => Float64Array {
  const maxRows = Math.max(2, Math.floor(2 ** 25 / Math.max(1, rows.length)));
  const cache = new Map<number, Float64Array>();
  return (row) => {
    const cached = cache.get(row);
    if (cached !== undefined) return cached;
    const vector = rows[row] ?? new Float64Array();
    const kernelRow = Float64Array.from(rows, (other) => kernelOf(vector, other, kernel));
    const oldest = cache.keys().next();
    if (cache.size >= maxRows && oldest.done !== true) cache.delete(oldest.value);
    cache.set(row, kernelRow);
    return kernelRow;
  };
}
