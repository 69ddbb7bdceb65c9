import { allIn, type BadOfAll, badIn } from "./counts.js";

/** A number for each of several rates, to be multiplied by e^scale; the largest is about 1. */
export type Scaled = { readonly scale: number; readonly values: Float64Array };

/**
 * Rows of numbers, one for each count of calls, since hypotheses share most counts. All rows are in one list, which the loops over every
 * hypothesis read faster than many small ones: the numbers of row `n` stand at `n × width`, its scale at `n`.
 */
export type LikelihoodTable = {
  readonly width: number;
  readonly make: (calls: BadOfAll) => Scaled;
  values: Float64Array;
  scales: Float64Array;
  /** By the counts, the number of their row with one added; 0: it is not made yet. */
  rows: Int32Array;
  made: number;
};

/** A table that computes a row when it is first asked for. `width`: how many numbers a row has. */
export function tableOf(width: number, make: (calls: BadOfAll) => Scaled): LikelihoodTable {
  return {
    ...{ width, make, made: 0 },
    ...{ values: new Float64Array(64 * width), scales: new Float64Array(64), rows: new Int32Array(512) },
  };
}

/** The number of the row of these calls. The lists of the table may be others afterwards. */
export function rowOf(table: LikelihoodTable, calls: BadOfAll): number {
  const all = allIn(calls);
  const at = (all * (all + 1)) / 2 + badIn(calls);
  const known = table.rows[at] ?? 0;
  return known > 0 ? known - 1 : addedRow(table, calls, at);
}

function addedRow(table: LikelihoodTable, calls: BadOfAll, at: number): number {
  const { scale, values } = table.make(calls);
  const row = table.made;
  table.made += 1;
  if (at >= table.rows.length) table.rows = grown(table.rows, new Int32Array(2 * at));
  if (row >= table.scales.length) {
    table.scales = grown(table.scales, new Float64Array(2 * row));
    table.values = grown(table.values, new Float64Array(2 * row * table.width));
  }
  table.rows[at] = row + 1;
  table.scales[row] = scale;
  table.values.set(values, row * table.width);
  return row;
}

function grown<List extends Int32Array | Float64Array>(before: List, larger: List): List {
  larger.set(before);
  return larger;
}

/** The likelihoods of calls under fixed rates. */
export function likelihoodsUnder(rates: readonly number[]): (calls: BadOfAll) => Scaled {
  const logs = rates.map((rate) => [Math.log(rate), Math.log1p(-rate)] as const);
  return (calls) => {
    const [bad, all] = [badIn(calls), allIn(calls)];
    const values = Float64Array.from(logs, ([ofBad, ofOk]) => bad * ofBad + (all - bad) * ofOk);
    const scale = Math.max(...values);
    return { scale, values: values.map((log) => Math.exp(log - scale)) };
  };
}
