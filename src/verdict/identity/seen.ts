import { type ArmId, exclusions, type IdentityCall, type Side, sides } from "./call.js";
import type { ArmOutcome } from "./phases.js";

/** An arm that was asked. `evidence`: that its answers show the side, as an e-value. */
export type AskedArm = {
  readonly arm: ArmId;
  readonly outcome: ArmOutcome;
  readonly answers: number;
  readonly evidence: number;
  /** Whether a second stretch of the arm shows nothing either; null: it was not asked. */
  readonly isConfirmed: boolean | null;
};

/** Why a test ended before it could say anything. `side`: whose calls ended it; null: both or none. */
export type Obstacle = { readonly kind: "reasons" | "refused" | "no-answers"; readonly side: Side | null };

/** What a test has seen, for its conclusion. `decidedAfter` null: the sides were not found to differ. */
export type Seen = {
  readonly calls: readonly IdentityCall[];
  readonly baseArm: ArmId;
  readonly evidence: number;
  readonly decidedAfter: number | null;
  readonly arms: readonly AskedArm[];
  /** The comparison that followed the arms. `at`: after how many of its answers the difference was found again; null: it was not. */
  readonly again: { readonly evidence: number; readonly at: number | null; readonly answers: number } | null;
  readonly dropped: readonly string[];
  readonly obstacle: Obstacle | null;
};

/** Answers of each side. */
export function answersBySide(calls: readonly IdentityCall[]): { readonly [side in Side]: number } {
  const [A, B] = sides.map((side) => calls.filter((one) => one.side === side && one.answer !== null).length);
  return { A: A ?? 0, B: B ?? 0 };
}

/** Why most calls of a side have no answer. */
export function obstacleOf(calls: readonly IdentityCall[], side: Side): Obstacle {
  const own = calls.filter((one) => one.side === side && one.answer === null);
  const kinds = exclusions.map((kind) => ({ kind, count: own.filter(({ excluded }) => excluded === kind).length }));
  const { kind } = kinds.reduce((most, one) => (one.count > most.count ? one : most));
  return { kind: kind === "reasoned" ? "reasons" : kind === "refused" ? "refused" : "no-answers", side };
}
