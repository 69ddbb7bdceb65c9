import { confidenceSequence, type ExpectedRate } from "../../statistics/confidence-sequence.js";
import { evidenceOfDifference, type Round } from "../../statistics/sequential-difference.js";
import { type ArmNumbers, armKey } from "../hypotheses/coordinates.js";

/**
 * Two arms that differ in one thing, asked in turns. `left` is expected to fail, `right` to be fine; both rates were expected before
 * the first round. `about`: what differs, the id of the factor, or of the place.
 */
export type Contrast = {
  readonly kind: "factor" | "place";
  readonly about: string;
  readonly left: ArmNumbers;
  readonly right: ArmNumbers;
  readonly expected: { readonly left: number; readonly right: number };
};

/** How far a contrast is. `evidence`: the e-value when it reached the threshold, else the present one. */
export type Standing = {
  readonly rounds: number;
  /** Rounds until the threshold; all of them if it is not reached. */
  readonly provedAfter: number;
  readonly left: Counted;
  readonly right: Counted;
  readonly evidence: number;
  readonly isProved: boolean;
};

/** One text for each two arms. */
export function contrastKey({ left, right }: Contrast): string {
  return `${armKey(left)} ${armKey(right)}`;
}

/** Bad of eligible, with the interval that holds however often one looks. */
export type Counted = { readonly bad: number; readonly eligible: number; readonly interval: readonly [number, number] };

/** How many trials the search's estimate is worth to an interval. */
const weight = 4;

/**
 * And to the evidence: the failing rate comes from a good dozen of calls, and that of what is fine from many more. The e-value holds
 * whatever is expected; how soon it grows depends on it.
 */
const [weightOfFailing, weightOfFine] = [12, 30];

/** Reads the rounds of a contrast in their order. It is proved once the e-value reaches the threshold and the left side is worse. */
export function standingOf(
  { expected }: Pick<Contrast, "expected">,
  rounds: readonly Round[],
  threshold: number,
): Standing {
  const path = evidenceOfDifference(rounds, {
    left: { rate: expected.left, weight: weightOfFailing },
    right: { rate: expected.right, weight: weightOfFine },
  });
  const proved = path.findIndex((evidence, index) => evidence >= threshold && isLeftWorse(rounds.slice(0, index + 1)));
  const left = counted(
    rounds.map(([bad]) => bad),
    { rate: expected.left, weight },
  );
  const right = counted(
    rounds.map(([, bad]) => bad),
    { rate: expected.right, weight },
  );
  return {
    rounds: rounds.length,
    provedAfter: proved < 0 ? rounds.length : proved + 1,
    left,
    right,
    evidence: (proved < 0 ? path.at(-1) : path[proved]) ?? 1,
    isProved: proved >= 0,
  };
}

function isLeftWorse(rounds: readonly Round[]): boolean {
  return rounds.filter(([bad]) => bad).length > rounds.filter(([, bad]) => bad).length;
}

function counted(outcomes: readonly boolean[], expected: ExpectedRate): Counted {
  const sample = { bad: outcomes.filter((isBad) => isBad).length, eligible: outcomes.length };
  return { ...sample, interval: confidenceSequence(sample, expected) };
}
