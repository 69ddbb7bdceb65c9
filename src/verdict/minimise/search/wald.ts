import type { Sample } from "../../statistics/statistics.js";

/** The two failure rates that a test decides between: a removal keeps the failure, or it cures. */
export type Rates = { readonly keeps: number; readonly cures: number };

/** `keeps`: the failure is still there. `cures`: it is gone, or rare. */
export type Tested = "keeps" | "cures";

/**
 * Wald's sequential test. Null: more trials are needed. Under a rate of `keeps` or more it says "cures" with a probability of at most
 * `error`, under a rate of `cures` or less it says "keeps" with a probability of at most `error`, wherever it stops (Wald 1945;
 * Ville 1939).
 */
export function decided(sample: Sample, rates: Rates, error: number): Tested | null {
  const weight = weightOf(sample, rates);
  const needed = Math.log(1 / error);
  if (weight >= needed) return "keeps";
  return weight <= -needed ? "cures" : null;
}

/** The trials that the test takes on average, as far as its last step does not overshoot, by what is true. */
export function expectedTrials(rates: Rates, error: number): { readonly [true_ in Tested]: number } {
  const needed = Math.log(1 / error);
  const mean = (rate: number) => rate * stepOf(rates).bad + (1 - rate) * stepOf(rates).good;
  return {
    keeps: Math.max(1, Math.ceil(needed / mean(rates.keeps))),
    cures: Math.max(1, Math.ceil(-needed / mean(rates.cures))),
  };
}

/** The logarithm of how many times likelier the trials are if the failure is kept. */
function weightOf({ bad, eligible }: Sample, rates: Rates): number {
  const step = stepOf(rates);
  return bad * step.bad + (eligible - bad) * step.good;
}

function stepOf({ keeps, cures }: Rates): { readonly bad: number; readonly good: number } {
  return { bad: Math.log(keeps / cures), good: Math.log((1 - keeps) / (1 - cures)) };
}
