import type { Claim, Verdict } from "./verdict.js";

/** A claim that counts: what the trials of a cell prove about its failure rate. */
export type CountedClaim = Exclude<Claim, "inconclusive">;

/** The claim of a cell; null: its trials prove nothing, be they too few (`inconclusive`) or no sample at all. */
export function countedClaim({ claim }: { readonly claim: Claim | null }): CountedClaim | null {
  return claim === "inconclusive" ? null : claim;
}

/** The claim of a cell as a word, marked where a simulator made the replies: `fail (simulated)`. Null without a claim. */
export function claimText(verdict: Pick<Verdict, "claim" | "provenance">): string | null {
  const claim = countedClaim(verdict);
  return claim === null ? null : `${claim}${simulatedMark(verdict)}`;
}

/** ` (simulated)` after anything that reads like a claim about a vendor; empty for other bytes. */
export function simulatedMark({ provenance }: Pick<Verdict, "provenance">): string {
  return provenance?.source === "simulated" ? " (simulated)" : "";
}
