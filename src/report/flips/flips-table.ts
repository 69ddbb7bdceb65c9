import { groupBy } from "../../chat/group-by.js";
import { type Flip, type FlippedFinding, outcomeOf } from "../../verdict/editions/flips.js";

/** The flips of one check, each as a row. `check` null: no finding is another, the trials count otherwise. */
export type FlipsOfCheck = { readonly check: string | null; readonly rows: readonly FlipRow[] };

/** A row: where, which cell, which finding in how many trials, and the verdict, before and after. */
export type FlipRow = {
  readonly where: string;
  readonly cell: string;
  readonly finding: string;
  readonly verdict: string;
};

/** The head of the rows of {@link FlipRow}, for tables. */
export const flipHead = ["in", "cell", "finding", "verdict"] as const;

/** The flips by check, in the order of the checks' ids. */
export function flipsByCheck(flips: readonly Flip[]): readonly FlipsOfCheck[] {
  const pairs = flips.flatMap((flip) => {
    const found: readonly (FlippedFinding | null)[] = flip.findings.length === 0 ? [null] : flip.findings;
    return found.map((one) => ({ check: one?.check ?? null, row: rowOf(flip, one) }));
  });
  const groups = groupBy(pairs, ({ check }) => check ?? "");
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([check, own]) => ({ check: check === "" ? null : check, rows: own.map(({ row }) => row) }));
}

function rowOf({ where, cell, was, is }: Flip, found: FlippedFinding | null): FlipRow {
  const [before, after] = [outcomeOf(was), outcomeOf(is)];
  return {
    where,
    cell,
    finding: found === null ? "" : `${found.finding}, ${found.severity}: ${found.before} → ${found.after} trials`,
    verdict: before === after ? `${after}, as before` : `${before} → ${after}`,
  };
}
