import { type Measured, measurePair } from "./measure.js";
import type { Row } from "./rows.js";

/**
 * What came of the runs of a row. `decided`: answers until the pair was called different; null: none was. The causes of those that were:
 * `right`, `ofTwo` (it cannot be told from one other, and is one of the two), `open` (cannot tell), and `wrong`.
 */
export type RowFigures = {
  readonly row: Row;
  readonly runs: number;
  readonly different: number;
  readonly same: number;
  readonly decided: { readonly median: number; readonly most: number } | null;
  readonly calls: number;
  readonly right: number;
  readonly ofTwo: number;
  readonly open: number;
  readonly wrong: number;
};

export function figuresOf(row: Row, { runs, first }: { readonly runs: number; readonly first: number }): RowFigures {
  const measured = Array.from({ length: runs }, (_, at) => measurePair(row, first + at));
  const found = measured.filter(({ conclusion }) => conclusion.word === "different");
  const decided = found.flatMap(({ seen }) => seen.decidedAfter ?? []);
  // A pair that was not found counts as late: it is behind every one that was.
  const all = [...decided, ...Array.from({ length: runs - decided.length }, () => Number.POSITIVE_INFINITY)];
  const standings = found.map((one) => standingOf(row, one));
  const count = (standing: Standing) => standings.filter((one) => one === standing).length;
  return {
    ...{ row, runs, different: found.length },
    same: measured.filter(({ conclusion }) => conclusion.word === "same").length,
    decided: decided.length === 0 ? null : { median: quantile(all, 0.5), most: quantile(all, 0.9) },
    calls:
      found.length === 0
        ? 0
        : quantile(
            found.map(({ seen }) => seen.calls.length),
            0.5,
          ),
    ...{ right: count("right"), ofTwo: count("ofTwo"), open: count("open"), wrong: count("wrong") },
  };
}

type Standing = "right" | "ofTwo" | "open" | "wrong";

/** A list of causes without the true one is wrong, however long it is. */
function standingOf({ cause }: Row, { conclusion }: Measured): Standing {
  const causes = conclusion.cause?.causes ?? [];
  if (causes.length === 0) return "open";
  if (cause === null || !causes.includes(cause)) return "wrong";
  return causes.length === 1 ? "right" : causes.length === 2 ? "ofTwo" : "open";
}

export function quantile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((left, right) => left - right);
  return sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
}
