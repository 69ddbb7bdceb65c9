import { confidenceSequence } from "../../statistics/confidence-sequence.js";
import type { Trial } from "../belief/counts.js";
import { isSameArm } from "../hypotheses/coordinates.js";
import type { Contrast, Counted, Standing } from "./contrast.js";
import { type Proof, standings } from "./proof.js";

/** What is expected of any control before its first call; it depends on no call, so that the interval holds for all of them. */
const healthy = { rate: 0.02, weight: 4 };

/** Calls that a control gets beyond the rounds of its proof, to bring the bounds apart. */
const extraCalls = 20;

/**
 * All calls of the failing request at the place of a contrast, whatever they were asked for: "the control is fine" is a claim about the
 * place's rate, and its interval holds at all times. The difference itself rests on the rounds alone, whose e-value uses no call that
 * chose the place.
 */
export function controlCounts({ right }: Pick<Contrast, "right">, trials: readonly Trial[]): Counted {
  const own = trials.filter((trial) => isSameArm(trial, right));
  const sample = { bad: own.filter(({ isBad }) => isBad).length, eligible: own.length };
  return { ...sample, interval: confidenceSequence(sample, healthy) };
}

/** True if the upper bound of what the control showed is below the lower bound of the failing request's rate, over all calls of each. */
export function isApart(contrast: Contrast, trials: readonly Trial[], failingLow: number): boolean {
  return isBelow(controlCounts(contrast, trials), failingLow);
}

function isBelow({ interval: [, high] }: Counted, failingLow: number): boolean {
  return high < failingLow;
}

/** So many failures of a changed request are looked into: its change may cure only one of two causes, each of which suffices. */
const lookedInto = 2;

/**
 * The contrasts of a proof that have their e-value, and whose right side needs more calls to bring the bounds apart: the control of each
 * place, and the changed request where it has failed, too.
 */
export function openControls(proof: Proof, trials: readonly Trial[], failingLow: number): readonly Contrast[] {
  return standings(proof).flatMap((standing: Standing, index) => {
    const contrast = proof.contrasts[index];
    if (contrast === undefined || !standing.isProved) return [];
    const counts = controlCounts(contrast, trials);
    const isOwed = contrast.kind === "place" || counts.bad >= lookedInto;
    const isOpen = counts.eligible < standing.rounds + extraCalls && !isBelow(counts, failingLow);
    return isOwed && isOpen ? [contrast] : [];
  });
}
