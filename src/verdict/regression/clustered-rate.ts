import type { Counts } from "./night.js";

/** The rate of bad trials over several cells. `standardError` null: one cluster alone shows no spread. */
export type ClusteredRate = { readonly rate: number; readonly standardError: number | null; readonly clusters: number };

/** Null without a trial. Cells of one suite count as one, since they resemble each other; a cell without a suite is one by itself. */
export function clusteredRate(
  cells: readonly (Counts & { readonly cell: string; readonly suite: string | null })[],
): ClusteredRate | null {
  const clusters = new Map<string, { eligible: number; bad: number }>();
  for (const { cell, suite, eligible, bad } of cells) {
    const key = suite === null ? `cell ${cell}` : `suite ${suite}`;
    const sum = clusters.get(key) ?? { eligible: 0, bad: 0 };
    clusters.set(key, { eligible: sum.eligible + eligible, bad: sum.bad + bad });
  }
  const counts = [...clusters.values()].filter(({ eligible }) => eligible > 0);
  const eligible = counts.reduce((sum, one) => sum + one.eligible, 0);
  if (eligible === 0) return null;
  const rate = counts.reduce((sum, one) => sum + one.bad, 0) / eligible;
  return { rate, standardError: errorOf(counts, rate), clusters: counts.length };
}

/** Of a ratio of sums over clusters, with the correction for few of them. */
function errorOf(clusters: readonly Counts[], rate: number): number | null {
  const count = clusters.length;
  if (count < 2) return null;
  const eligible = clusters.reduce((sum, one) => sum + one.eligible, 0);
  const squares = clusters.reduce((sum, one) => sum + (one.bad - rate * one.eligible) ** 2, 0);
  return Math.sqrt((squares * count) / (count - 1)) / eligible;
}
