import type { Sample } from "./statistics.js";

/** A rate that is expected before the first trial, and how many trials that expectation is worth. */
export type ExpectedRate = { readonly rate: number; readonly weight: number };

/** Half a bad and half a good trial. */
const nothingExpected: ExpectedRate = { rate: 0.5, weight: 1 };

/**
 * An interval of the failure rate, [low, high], that holds the true rate at all times together with a probability of at least
 * 1 − alpha, however often the trials are looked at (Robbins 1970; Ville 1939). It leaves out the rates under which the trials are
 * 1/alpha times less likely than under a beta mixture around the expected rate, which has to be fixed before the trials.
 * Without trials it is [0, 1].
 */
export function confidenceSequence(
  { bad, eligible }: Sample,
  expected: ExpectedRate = nothingExpected,
  alpha = 0.05,
): readonly [number, number] {
  const mixture = logMixture({ bad, eligible }, expected);
  const isOut = (rate: number) => mixture - logLikelihood(rate, bad, eligible) >= Math.log(1 / alpha);
  const centre = eligible === 0 ? 0.5 : bad / eligible;
  return [isOut(0) ? edge(0, centre, isOut) : 0, isOut(1) ? edge(1, centre, isOut) : 1];
}

/** The logarithm of the trials' probability under the mixture. It does not depend on their order. */
function logMixture({ bad, eligible }: Sample, { rate, weight }: ExpectedRate): number {
  let log = 0;
  for (let seen = 0; seen < eligible; seen += 1) {
    const before = Math.min(seen, bad);
    const expectedBad = (before + rate * weight) / (seen + weight);
    log += Math.log(seen < bad ? expectedBad : 1 - expectedBad);
  }
  return log;
}

function logLikelihood(rate: number, bad: number, eligible: number): number {
  const good = eligible - bad;
  return (bad === 0 ? 0 : bad * Math.log(rate)) + (good === 0 ? 0 : good * Math.log1p(-rate));
}

/** The border between an excluded rate and one inside, by bisection. */
function edge(excluded: number, inside: number, isOut: (rate: number) => boolean): number {
  let [out, kept] = [excluded, inside];
  for (let step = 0; step < 50; step += 1) {
    const middle = (out + kept) / 2;
    if (isOut(middle)) out = middle;
    else kept = middle;
  }
  return out;
}
