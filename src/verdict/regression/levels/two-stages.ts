import type { GateSize } from "../gate-kinds.js";
import { betaBinomial, upperTails } from "../probability/beta-binomial.js";

/** The counts from which on a cell is a suspect, suspicious, and regressed. */
export type Limits = { readonly suspect: number; readonly suspicious: number; readonly regressed: number };

/** P(a suspect with at least so many bad trials in both stages), for one failure rate and correlation. */
export type TwoStages = (suspect: number, atLeast: number) => number;

/** The two stages of a night as one: they share the night's own rate, and so resemble each other. */
export function twoStages({ screen, confirm }: GateSize, rate: number, correlation: number): TwoStages {
  const first = betaBinomial(screen, rate, correlation);
  const second = Array.from(first, (_, bad) => upperTails(confirming({ screen, confirm, bad }, rate, correlation)));
  return (suspect, atLeast) => {
    let sum = 0;
    for (let bad = suspect; bad <= screen; bad += 1) {
      const missing = Math.max(0, atLeast - bad);
      if (missing <= confirm) sum += (first[bad] ?? 0) * (second[bad]?.[missing] ?? 0);
    }
    return sum;
  };
}

/** After the first stage, the night's rate is known better: a beta distribution, updated by what was seen. */
function confirming(
  { screen, confirm, bad }: { readonly screen: number; readonly confirm: number; readonly bad: number },
  rate: number,
  correlation: number,
): Float64Array {
  if (correlation <= 0 || rate <= 0 || rate >= 1) return betaBinomial(confirm, rate, 0);
  const strength = (1 - correlation) / correlation;
  const updated = strength + screen;
  return betaBinomial(confirm, (rate * strength + bad) / updated, 1 / (1 + updated));
}

/** The share of nights that report a cell, where every night is alike: tonight's count alone, or two suspicious nights of three. */
export function reported(stages: TwoStages, { suspect, suspicious, regressed }: Limits): number {
  const tonight = stages(suspect, regressed);
  const alarming = Math.max(tonight, stages(suspect, suspicious));
  return tonight + (alarming - tonight) * (1 - (1 - alarming) ** 2);
}
