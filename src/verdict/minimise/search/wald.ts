import type { Sample } from "../../statistics/statistics.js";
import { curedRate, keptShare } from "./options.js";

/** What a sequential test decides between: a removal keeps the failure, or it cures. */
export type Tested = "keeps" | "cures";

/** How often a test may be wrong in saying so. `odds`: of keeping against curing, before the first trial; default: even. */
export type Errors = { readonly wrongKeeps: number; readonly wrongCures: number; readonly odds?: number };

/** What is known of the failure rate before a removal: rates, and the logarithm of the probability of each. */
export type RateBelief = readonly { readonly rate: number; readonly log: number }[];

const points = 48;

/** A request that fails less often than this is too rare a failure to be minimised. */
const lowest = 0.04;

/** What calls of a failing request say about its rate, where every rate was as likely before (a beta mixture 1/2, 1/2). */
export function beliefOfRate({ bad, eligible }: Sample): RateBelief {
  const rates = Array.from(
    { length: points },
    (_, index) => lowest + (1 - lowest) * Math.sin(((index + 0.5) / points) * (Math.PI / 2)) ** 2,
  );
  const logs = rates.map((rate) => logLikelihood({ bad, eligible }, rate));
  const whole = logSum(logs);
  return rates.map((rate, index) => ({ rate, log: (logs[index] ?? 0) - whole }));
}

/**
 * Wald's sequential test, between a rate of `keptShare` times the request's own and `curedRate`; null: more trials are needed. The
 * request's own rate is what its calls leave open, so that a rate that was estimated too high does not make a removal a cure.
 * "Cures" is said of a removal that keeps the failure with a probability of at most `error`, and "keeps" of one that cures likewise,
 * wherever the test stops (Wald 1945; Ville 1939).
 */
export function decided(
  sample: Sample,
  belief: RateBelief,
  { wrongKeeps, wrongCures, odds = 1 }: Errors,
): Tested | null {
  const keeps = logSum(belief.map(({ rate, log }) => log + logLikelihood(sample, keptShare * rate)));
  const weight = Math.log(odds) + keeps - logLikelihood(sample, curedRate);
  if (weight >= -Math.log(wrongKeeps)) return "keeps";
  return weight <= Math.log(wrongCures) ? "cures" : null;
}

/** The trials that the test takes on average, as far as its last step does not overshoot, by what is true. */
export function expectedTrials(
  belief: RateBelief,
  { wrongKeeps, wrongCures }: Errors,
): { readonly [truth in Tested]: number } {
  const kept = keptShare * meanRate(belief);
  const [bad, good] = [Math.log(kept / curedRate), Math.log((1 - kept) / (1 - curedRate))];
  const mean = (rate: number) => rate * bad + (1 - rate) * good;
  return {
    keeps: Math.max(1, Math.ceil(-Math.log(wrongKeeps) / mean(kept))),
    cures: Math.max(1, Math.ceil(Math.log(wrongCures) / mean(curedRate))),
  };
}

/** The rate that is expected. */
export function meanRate(belief: RateBelief): number {
  return belief.reduce((sum, { rate, log }) => sum + rate * Math.exp(log), 0);
}

function logLikelihood({ bad, eligible }: Sample, rate: number): number {
  return bad * Math.log(rate) + (eligible - bad) * Math.log1p(-rate);
}

function logSum(logs: readonly number[]): number {
  const most = Math.max(...logs);
  return most + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - most), 0));
}
