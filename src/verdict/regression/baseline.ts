import { inOrder, isMeasuredWell, plannedTrials } from "./measured.js";
import type { Counts, Night } from "./night.js";

/** The trials of one cell in the nights of a baseline, those of the first stage alone. */
export type BaselineCell = {
  readonly cell: string;
  readonly column: string;
  readonly suite: string | null;
  /** One entry a night in which the cell was measured well, in the order of the nights. */
  readonly nights: readonly (Counts & { readonly night: string })[];
};

/** What later nights are compared with. Made by {@link pinBaseline}; kept as `history/baseline.json`. */
export type Baseline = {
  readonly schemaVersion: 1;
  /** The nights that it is made of, oldest first; a night that is masked for a column lacks that column's cells. */
  readonly nights: readonly string[];
  /** The rules by which its nights were judged: see `Night`. */
  readonly rules: string;
  /** Why these nights were picked by hand; null: they are the last ones that were measured. */
  readonly reason: string | null;
  readonly cells: readonly BaselineCell[];
};

/** `masked`: the nights of a column that do not count. `reason`: why these nights, where they were picked by hand. */
export type Pinning = {
  readonly nights: readonly Night[];
  readonly masked: (column: string) => ReadonlySet<string>;
  readonly reason: string | null;
};

/**
 * Makes a baseline. Excluded trials, nights in which a cell was not measured well and masked nights do not count. Throws RangeError
 * without a night, and where the nights were judged by different rules: judge them again first.
 */
export function pinBaseline({ nights, masked, reason }: Pinning): Baseline {
  const ordered = inOrder(nights);
  const [first] = ordered;
  if (first === undefined) throw new RangeError("A baseline needs at least one night, and there is none.");
  const other = ordered.find(({ rules }) => rules !== first.rules);
  if (other !== undefined) {
    throw new RangeError(
      `The nights ${first.id} and ${other.id} were judged by different rules. Judge them again (rejudge), then pin.`,
    );
  }
  const cells = new Map<string, BaselineCell>();
  for (const night of ordered) {
    for (const one of night.cells) {
      if (!isMeasuredWell(one) || masked(one.column).has(night.id)) continue;
      const { cell, column, suite } = one;
      const before = cells.get(cell)?.nights ?? [];
      cells.set(cell, { cell, column, suite, nights: [...before, { night: night.id, ...plannedTrials(one) }] });
    }
  }
  return {
    schemaVersion: 1,
    nights: ordered.map(({ id }) => id),
    rules: first.rules,
    reason,
    cells: [...cells.values()].sort((a, b) => (a.cell < b.cell ? -1 : 1)),
  };
}
