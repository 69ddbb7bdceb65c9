/**
 * How an experiment is run. `budget`: calls at most, every one counted, void ones too; 400 is usual. `seed`: the same seed and the same outcomes
 * ask the same calls.
 */
export type ExperimentOptions = { readonly seed: number; readonly budget: number };

/** The budget of `investigate`. */
export const defaultBudget = 400;

/** A cause is named at this probability, and after its proof; "no difference" and "fails everywhere" at this probability alone. */
export const decidedAt = 0.98;

/** A candidate of this probability is put to the proof. */
export const proofAt = 0.65;

/** From this probability on, what a claim still owes is asked first. */
export const claimedAt = 0.9;

/** A candidate whose probability falls below this is given up, and its proof with it; and one that another overtakes which is ready for its own. */
export const givenUpBelow = 0.2;

/**
 * The e-value that a contrast needs, by the number of candidates that were given up before, after a round at least: 50, 100, 200, then
 * 400. One over the thresholds adds up to 3.75 % for the first four candidates, and to 0.25 % for each more.
 */
export function thresholdAfter(tried: number): number {
  return 50 * 2 ** Math.min(tried, 3);
}
