import { evidenceOfDifference, type Round } from "../statistics/sequential-difference.js";
import { excludes, type SequentialRule } from "../statistics/sequential-test.js";
import type { Sample } from "../statistics/statistics.js";
import type { EffectDecision, UnknownReason } from "./effect-verdict.js";

/**
 * What one trial says about a parameter. `measured`: whether each side looks as if the parameter had not been sent; `base` null: the
 * comparison has none. `refused`: the service refused the changed request and answered the base one. `left-out`: our adapter had no place for it.
 * `silent`: the replies do not say.
 */
export type TrialEffect =
  | { readonly kind: "measured"; readonly base: boolean | null; readonly changed: boolean }
  | { readonly kind: "refused" | "left-out" | "silent"; readonly message: string };

/**
 * A side is decided once the replies without the effect and those with it differ by five: the sequential probability ratio test of 20 %
 * against 80 % with an error of a thousandth. `cap`: more trials than this do not decide.
 */
export const effectRule: SequentialRule = { acceptable: 0.2, unacceptable: 0.8, alpha: 0.001, cap: 60 };

/** So many trials of which none says anything show that none will. */
const enoughSilence = 5;

/** Two sides that look alike differ so clearly by chance in one of 200 runs at most, however often they are looked at. */
const differenceEvidence = 200;

/**
 * Decides a comparison from all its trials. `ignored`: both sides look as if the parameter had not been sent, and nothing tells them apart.
 * `honoured`: the base looks so, the changed side does not, and the difference is no chance. Where the base does not look so, nothing can be learned.
 *
 * @example
 * const { verdict, reason } = decideEffect(trials);
 * if (reason === "too-few-trials") askAgain();
 */
export function decideEffect(trials: readonly TrialEffect[]): EffectDecision {
  if (trials.some(({ kind }) => kind === "left-out")) return { verdict: "cannot-be-said", reason: null };
  const rounds = trials.flatMap((trial) => (trial.kind === "measured" ? [trial] : []));
  if (rounds.length === 0) {
    if (trials.some(({ kind }) => kind === "refused")) return { verdict: "refused", reason: null };
    return unknown(trials.length < enoughSilence ? "too-few-trials" : "not-measurable");
  }
  const base = decideSide(rounds.map(({ base }) => base ?? true));
  const hasBase = rounds.some((round) => round.base !== null);
  if (hasBase && base === "with-effect") return unknown("base-does-not-show");
  const changed = decideSide(rounds.map((round) => round.changed));
  if (changed === null || (hasBase && base === null)) {
    return unknown(rounds.length >= effectRule.cap ? "in-between" : "too-few-trials");
  }
  const isDifferent = hasBase && differs(rounds);
  if (changed === "plain") return isDifferent ? unknown("in-between") : { verdict: "ignored", reason: null };
  if (isDifferent || !hasBase) return { verdict: "honoured", reason: null };
  return unknown(rounds.length >= effectRule.cap ? "in-between" : "too-few-trials");
}

/** True when more trials would not change the decision. */
export function isSettledEffect({ reason }: EffectDecision): boolean {
  return reason !== "too-few-trials";
}

function unknown(reason: UnknownReason): EffectDecision {
  return { verdict: "unknown", reason };
}

/** `plain`: without the effect. The first decision stands. */
function decideSide(outcomes: readonly boolean[]): "plain" | "with-effect" | null {
  let sample: Sample = { bad: 0, eligible: 0 };
  for (const isPlain of outcomes) {
    sample = { bad: sample.bad + (isPlain ? 1 : 0), eligible: sample.eligible + 1 };
    if (excludes(sample, { is: "above", rate: effectRule.acceptable }, effectRule)) return "plain";
    if (excludes(sample, { is: "below", rate: effectRule.unacceptable }, effectRule)) return "with-effect";
  }
  return null;
}

function differs(rounds: readonly { readonly base: boolean | null; readonly changed: boolean }[]): boolean {
  const pairs = rounds.map(({ base, changed }): Round => [base ?? true, changed]);
  return Math.max(...evidenceOfDifference(pairs)) >= differenceEvidence;
}
