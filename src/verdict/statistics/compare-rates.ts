import { bisect } from "../../chat/bisect.js";
import { fisherExact } from "./fisher-exact.js";
import { evidenceOfDifference, type Round } from "./sequential-difference.js";
import { claimRule, failureInterval, type Sample } from "./statistics.js";

/**
 * The comparison of two failure rates. `different`: significant at 5 %, by Fisher's exact test where the numbers of trials were
 * fixed in advance, or by a sequential test where a rule stopped them. `same within 10 points`: the bounds of both exclude a
 * larger difference. Otherwise `not enough`: rates that were not shown to differ are not thereby equal.
 */
export type RateComparison = {
  readonly state: "different" | "same within 10 points" | "not enough";
  /** The p value; after sequential stopping an always-valid bound of it. Null: a side has no trials. */
  readonly p: number | null;
  readonly test: "fisher" | "sequential";
  /**
   * About how many more trials each side needs for a decision, if the rates stay the same; null where it is decided, and where
   * {@link mostTrials} would not be enough.
   */
  readonly trialsNeeded: number | null;
};

/** One column's trials: its counts, the printed bounds, and, where a rule stopped the trials, the eligible outcomes in order. */
export type RateSide = Sample & {
  readonly interval: readonly [number, number] | null;
  /** True: bad. Null: the number of trials was fixed in advance. */
  readonly stopped: readonly boolean[] | null;
};

/** No more trials than this are recommended. */
export const mostTrials = 1000;

/** Rates count as the same when they differ by at most this much. */
const margin = 0.1;

/** Compares the failure rates of two columns. */
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

/** The inverse of the largest evidence reached: an always-valid bound of the p value (Ville 1939). */
function sequentialP(left: readonly boolean[], right: readonly boolean[]): number {
  const rounds = Array.from({ length: Math.min(left.length, right.length) }, (_, index): Round => {
    return [left[index] === true, right[index] === true];
  });
  return 1 / Math.max(1, ...evidenceOfDifference(rounds));
}

/** For samples of fixed size at the observed rates: doubles the number until it decides, then bisects. */
function trialsNeeded(left: Sample, right: Sample): number | null {
  const start = Math.max(left.eligible, right.eligible);
  const decides = (trials: number) => isDecided(scaled(left, trials), scaled(right, trials));
  let enough = start;
  while (enough <= mostTrials && !decides(enough)) enough *= 2;
  if (enough > mostTrials && !decides(mostTrials)) return null;
  return Math.max(1, bisect([start, Math.min(enough, mostTrials)], decides) - start);
}

function scaled({ bad, eligible }: Sample, trials: number): Sample {
  return { bad: Math.round((bad / eligible) * trials), eligible: trials };
}

function isDecided(left: Sample, right: Sample): boolean {
  const [a, b] = [failureInterval(left), failureInterval(right)];
  return a !== null && b !== null && stateOf(fisherExact(left, right), a, b) !== "not enough";
}
