import { fisherExact } from "./fisher-exact.js";
import { evidenceOfDifference, type Round } from "./sequential-difference.js";
import { claimRule, failureInterval, type Sample } from "./statistics.js";

/**
 * Two failure rates beside each other. `different`: shown at 5 %, by Fisher's exact test where the numbers of trials were fixed
 * before, by a sequential test where a rule stopped them. `same within 10 points`: the bounds of both leave no room for more. Else
 * `not enough`: "not shown different" is never "the same".
 */
export type RateComparison = {
  readonly state: "different" | "same within 10 points" | "not enough";
  /** Of "different"; after sequential stopping a bound that holds however often one looks. Null: a side without trials. */
  readonly p: number | null;
  readonly test: "fisher" | "sequential";
  /**
   * About how many more trials a side would tell, should the rates stay as they are; null where it is told already, or
   * would not be with {@link mostTrials}.
   */
  readonly trialsNeeded: number | null;
};

/** One column's trials: its counts, the bounds that are printed, and its eligible outcomes in order where a rule stopped them. */
export type RateSide = Sample & {
  readonly interval: readonly [number, number] | null;
  /** True: bad. Null: the number of trials was fixed before. */
  readonly stopped: readonly boolean[] | null;
};

/** Nobody is told to ask more often than this. */
export const mostTrials = 1000;

/** Two rates this far apart are not called the same. */
const margin = 0.1;

export function compareRates(left: RateSide, right: RateSide): RateComparison {
  const test = left.stopped === null || right.stopped === null ? "fisher" : "sequential";
  if (left.interval === null || right.interval === null)
    return { state: "not enough", p: null, test, trialsNeeded: null };
  const p = test === "fisher" ? fisherExact(left, right) : sequentialP(left.stopped ?? [], right.stopped ?? []);
  const state = stateOf(p, left.interval, right.interval);
  return { state, p, test, trialsNeeded: state === "not enough" ? trialsNeeded(left, right) : null };
}

function stateOf(p: number, [lowA, highA]: Bounds, [lowB, highB]: Bounds): RateComparison["state"] {
  if (p < claimRule.alpha) return "different";
  return Math.max(highA - lowB, highB - lowA) <= margin ? "same within 10 points" : "not enough";
}

type Bounds = readonly [number, number];

/** The smallest bound that was reached: one that holds however often one has looked (Ville 1939). */
function sequentialP(left: readonly boolean[], right: readonly boolean[]): number {
  const rounds = Array.from({ length: Math.min(left.length, right.length) }, (_, at): Round => {
    return [left[at] === true, right[at] === true];
  });
  return 1 / Math.max(1, ...evidenceOfDifference(rounds));
}

/** By doubling and then halving the step: of samples of fixed size at the rates that were seen. */
function trialsNeeded(left: Sample, right: Sample): number | null {
  const start = Math.max(left.eligible, right.eligible);
  const tells = (trials: number) => isTold(grown(left, trials), grown(right, trials));
  let enough = start;
  while (enough <= mostTrials && !tells(enough)) enough *= 2;
  if (enough > mostTrials && !tells(mostTrials)) return null;
  let [low, high] = [start, Math.min(enough, mostTrials)];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (tells(middle)) high = middle;
    else low = middle + 1;
  }
  return Math.max(1, high - start);
}

function grown({ bad, eligible }: Sample, trials: number): Sample {
  return { bad: Math.round((bad / eligible) * trials), eligible: trials };
}

function isTold(left: Sample, right: Sample): boolean {
  const [a, b] = [failureInterval(left), failureInterval(right)];
  return a !== null && b !== null && stateOf(fisherExact(left, right), a, b) !== "not enough";
}
