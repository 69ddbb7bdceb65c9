import type { Round } from "../../statistics/sequential-difference.js";
import type { Candidate } from "../belief/candidates.js";
import { type ArmNumbers, armKey } from "../hypotheses/coordinates.js";
import { type Contrast, type Standing, standingOf } from "./contrast.js";

/** A candidate that is put to the proof. `rounds`: for each contrast the outcomes of its rounds. `threshold`: the e-value that each needs. */
export type Proof = {
  readonly candidate: Candidate;
  readonly contrasts: readonly Contrast[];
  readonly rounds: readonly Round[][];
  readonly threshold: number;
  readonly failing: FailingTrial[];
};

/** A call of the arm that fails, for the order effect. */
export type FailingTrial = { readonly isFirst: boolean; readonly isBad: boolean };

/** A contrast and the outcomes of its rounds so far. */
export type Begun = { readonly contrast: Contrast; readonly rounds: Round[] };

/**
 * Puts a candidate to the proof. A contrast that was begun for an earlier candidate goes on: its rounds are fresh to the search, and
 * its e-value holds whenever one looks; but it needs the threshold of this candidate.
 */
export function openProof(candidate: Candidate, begun: readonly Begun[], threshold: number): Proof {
  return {
    candidate,
    contrasts: begun.map(({ contrast }) => contrast),
    rounds: begun.map(({ rounds }) => rounds),
    threshold,
    failing: [],
  };
}

/** How far each contrast is. */
export function standings({ contrasts, rounds, threshold }: Proof): readonly Standing[] {
  return contrasts.map((contrast, index) => standingOf(contrast, rounds[index] ?? [], threshold));
}

/** True once every contrast has its e-value. */
export function isProved(proof: Proof): boolean {
  return standings(proof).every((standing) => standing.isProved);
}

/** The contrasts that need more rounds. */
export function openContrasts(proof: Proof): readonly number[] {
  return standings(proof).flatMap(({ isProved: done }, index) => (done ? [] : [index]));
}

/** The arms of the next round: those of the open contrasts, each once. */
export function roundArms(proof: Proof): readonly ArmNumbers[] {
  const arms = new Map<string, ArmNumbers>();
  for (const index of openContrasts(proof)) {
    const contrast = proof.contrasts[index];
    if (contrast === undefined) continue;
    for (const arm of [contrast.left, contrast.right]) arms.set(armKey(arm), arm);
  }
  return [...arms.values()];
}

/** What an arm showed in a round, and who answered. */
export type RoundOutcome = { readonly arm: ArmNumbers; readonly isBad: boolean; readonly upstream: string | null };

/**
 * Adds a round. Outcomes stand in the order in which the calls were asked; a call that was no trial is left out, and the contrasts
 * that needed it have no round then. Nor has one whose two calls at one place were served by different upstreams.
 */
export function addRound(proof: Proof, outcomes: readonly RoundOutcome[]): void {
  const open = openContrasts(proof);
  const lefts = new Set<string>();
  for (const index of open) {
    const contrast = proof.contrasts[index];
    if (contrast === undefined) continue;
    const [left, right] = [contrast.left, contrast.right].map((arm) =>
      outcomes.find((one) => armKey(one.arm) === armKey(arm)),
    );
    if (left === undefined || right === undefined) continue;
    const isSplit = left.upstream !== null && right.upstream !== null && left.upstream !== right.upstream;
    if (isSplit && left.arm.place === right.arm.place) continue;
    proof.rounds[index]?.push([left.isBad, right.isBad]);
    lefts.add(armKey(left.arm));
  }
  outcomes.forEach(({ arm, isBad }, at) => {
    if (lefts.has(armKey(arm))) proof.failing.push({ isFirst: at === 0, isBad });
  });
}
