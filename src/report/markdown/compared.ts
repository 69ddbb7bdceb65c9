import type { MatrixTable } from "../../verdict/matrix/matrix.js";
import type { Pair } from "../../verdict/matrix/matrix-pairs.js";
import type { Verdict } from "../../verdict/verdict.js";

/** A pair of columns as one of its cells sees it. */
export type Compared = { readonly pair: Pair; readonly other: Verdict };

/** The pairs of each cell: first those that differ, and among these the ones that say most. */
export function comparedPairs(tables: readonly MatrixTable[]): ReadonlyMap<Verdict, readonly Compared[]> {
  const found = new Map<Verdict, Compared[]>();
  const add = (own: Verdict, one: Compared): void => {
    const list = found.get(own);
    if (list === undefined) found.set(own, [one]);
    else list.push(one);
  };
  for (const { pair, left, right } of tables.flatMap(sidesOf)) {
    add(left, { pair, other: right });
    add(right, { pair, other: left });
  }
  for (const list of found.values()) list.sort((a, b) => weightOf(a) - weightOf(b));
  return found;
}

/** A pair with the verdicts of its two sides. */
export type Sides = { readonly pair: Pair; readonly left: Verdict; readonly right: Verdict };

/** The pairs of a table with their verdicts, without those in which a side has no eligible trial. */
export function sidesOf({ columns, rows, pairs }: MatrixTable): readonly Sides[] {
  const places = new Map(columns.map(({ label }, index) => [label, index]));
  const cells = new Map(rows.map((row) => [row.scenario.id, row.cells]));
  return pairs.flatMap((pair) => {
    const row = cells.get(pair.scenario) ?? [];
    const [left, right] = [pair.left, pair.right].map(({ label }) => row[places.get(label) ?? -1] ?? null);
    if (left == null || right == null || left.trials.eligible === 0 || right.trials.eligible === 0) return [];
    return [{ pair, left, right }];
  });
}

/** True when every step of a pair sent the same, in each API's terms. */
export function isEquivalentPair({ steps }: Pair): boolean {
  return steps.length > 0 && steps.every(({ equivalent }) => equivalent);
}

/** A pair that differs, with equal requests, and a good cell of one upstream on the other side says most. */
function weightOf({ pair, other }: Compared): number {
  const doubts = [!isEquivalentPair(pair), other.observed !== "ok", !pair.isControl];
  return (pair.differs ? 0 : 10) + doubts.filter(Boolean).length;
}
