/**
 * The most that a page shows in full, so that it stays one that GitHub renders and a person reads, whatever the size of the run:
 * what is beyond is counted, and the JSON beside the page has all.
 */
export const most = {
  /** Rows of the table of what fails. */
  summaryRows: 20,
  /** Lines of such a row, and links of such a line. */
  summaryLines: 5,
  /** Failing cells with request, replies and controls. */
  cellsInFull: 20,
  /** Those of them of one model with the same findings in the same scenario. */
  alikeInFull: 2,
  /** Failing cells with a row. */
  cellRows: 80,
  /** Cells of all tables together: up to `all` of them are all there, else `cells` of `models`, those in which something is wrong. */
  inTables: { all: 800, cells: 300, models: 8 },
  /** Rows of failure rates. */
  rateRows: 120,
  /** Rows of any other table. */
  rows: 60,
  /** Names in a list of names. */
  names: 8,
} as const;

/** The first of `all`, and how many are left. */
export function firstOf<One>(
  all: readonly One[],
  limit: number,
): { readonly shown: readonly One[]; readonly rest: number } {
  return { shown: all.slice(0, limit), rest: Math.max(0, all.length - limit) };
}

/** Texts in a row, `a, b and 3 more`. */
export function listed(texts: readonly string[], limit: number = most.names): string {
  const { shown, rest } = firstOf(texts, limit);
  return rest === 0 ? shown.join(", ") : `${shown.join(", ")} and ${rest} more`;
}
