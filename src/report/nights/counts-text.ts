import { percentRange } from "../percent.js";

/** Trials of a cell. `interval`: of the rate of bad trials; null: none is eligible. */
type Trials = {
  readonly eligible: number;
  readonly bad: number;
  readonly interval: readonly [number, number] | null;
};

/** `9 of 12 bad (47.3 % to 93.2 %)`, or `no trial`. */
export function countsText({ eligible, bad, interval }: Trials): string {
  return interval === null ? "no trial" : `${bad} of ${eligible} bad (${percentRange(interval)})`;
}

/** Findings with the trials that have them: `empty-reply ×9, truncated ×1`; empty: none. */
export function findingsText(findings: readonly { readonly id: string; readonly n: number }[]): string {
  return findings.map(({ id, n }) => `${id} ×${n}`).join(", ");
}

/** A p value as people read it. */
export function probabilityText(p: number): string {
  return p < 0.001 ? "p < 0.001" : `p = ${p.toFixed(3)}`;
}
