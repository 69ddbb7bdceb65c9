import { type SmoSolution, solveSmo } from "../learn/smo.js";
import { rounded } from "../learn/vector.js";
import { type Kernel, kernelOf } from "./kernel.js";
import { type StoredVector, storeVector } from "./stored-vector.js";

/** Above 0: `positive`. `at` counts the support vectors of all pairs. */
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

/** Trains a decision for each two classes. Models that were never the best have no class and win no vote. */
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

/** The rows of one pair that weigh something, and how much. */
function solvePair({ rows, labels, kernel, limit }: Classes, { positive, negative }: Two): Solved {
  const members = [...rows.keys()].filter((row) => labels[row] === positive || labels[row] === negative);
  const own = members.map((row) => rows[row] ?? new Float64Array());
  const solution = solveSmo({
    labels: members.map((row) => (labels[row] === positive ? 1 : -1)),
    kernelRow: cachedRows(own, kernel),
    diagonal: own.map((row) => kernelOf(row, row, kernel)),
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

/** Kernel rows are made when first asked for and kept, the oldest given up beyond 256 MiB. */
function cachedRows(rows: readonly Float64Array[], kernel: Kernel): (row: number) => Float64Array {
  const most = Math.max(2, Math.floor(2 ** 25 / Math.max(1, rows.length)));
  const kept = new Map<number, Float64Array>();
  return (row) => {
    const known = kept.get(row);
    if (known !== undefined) return known;
    const own = rows[row] ?? new Float64Array();
    const made = Float64Array.from(rows, (other) => kernelOf(own, other, kernel));
    const oldest = kept.keys().next();
    if (kept.size >= most && oldest.done !== true) kept.delete(oldest.value);
    kept.set(row, made);
    return made;
  };
}
