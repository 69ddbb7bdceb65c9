import type { ExpectedRate } from "./confidence-sequence.js";

/** Two trials of the same round, one in each column; true: bad. */
export type Round = readonly [left: boolean, right: boolean];

/** What is expected of each column before the first round. It has to be fixed before the rounds, from other trials. */
export type ExpectedRates = { readonly left: ExpectedRate; readonly right: ExpectedRate };

/** Nothing is expected: 0.18 bad and 0.18 good pseudo-trials in each column. */
const openRate: ExpectedRate = { rate: 0.5, weight: 0.36 };
const nothingExpected: ExpectedRates = { left: openRate, right: openRate };

/**
 * The evidence against "both columns fail at the same rate" after each round, as an e-value; before the first round it is 1.
 * If columns count as different once it reaches 1/alpha, equal columns do so in at most `alpha` of all runs, however often the
 * evidence is examined (Ville 1939).
 *
 * Each round multiplies the evidence by the likelihood of its outcomes under two rates, over that under their mean. The rates
 * are estimated from the earlier rounds and from what was expected before them. For two streams that take turns this is an e-variable, whatever the common rate
 * (Turner, Ly and Grünwald 2024, "Generic E-Variables for Exact Sequential k-Sample Tests that allow for Optional Stopping").
 */
export function evidenceOfDifference(
  rounds: Iterable<Round>,
  expected: ExpectedRates = nothingExpected,
): readonly number[] {
  const path: number[] = [];
  let evidence = 1;
  let roundsBefore = 0;
  let [left, right] = [0, 0];
  for (const [leftBad, rightBad] of rounds) {
    const a = estimate(left, roundsBefore, expected.left);
    const b = estimate(right, roundsBefore, expected.right);
    const mean = (a + b) / 2;
    evidence *=
      (likelihood(a, leftBad) * likelihood(b, rightBad)) / (likelihood(mean, leftBad) * likelihood(mean, rightBad));
    roundsBefore += 1;
    left += leftBad ? 1 : 0;
    right += rightBad ? 1 : 0;
    path.push(evidence);
  }
  return path;
}

/** The rate with the expected pseudo-trials added, so that it is never 0 or 1. */
function estimate(bad: number, trials: number, { rate, weight }: ExpectedRate): number {
  return (bad + rate * weight) / (trials + weight);
}

function likelihood(rate: number, isBad: boolean): number {
  return isBad ? rate : 1 - rate;
}
