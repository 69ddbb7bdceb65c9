import type { CauseId } from "./causes.js";
import type { IdentityWord } from "./conclude.js";

/**
 * What a test of identity says of two targets of a run. `A`, `B`: ids of targets. `startedAt`: ISO 8601, UTC. `bits`, `chanceBits`: how far the
 * answers of the two are apart, and how far chance makes equal ones; null: too few answers. `answers`: of each side. `causes`: of a difference: one
 * is named, several cannot be told apart, none: cannot tell; null: no difference was found. `simulated`: no vendor was asked.
 */
export type SameModel = {
  readonly test: string;
  readonly startedAt: string;
  readonly A: string;
  readonly B: string;
  readonly result: IdentityWord;
  readonly because: string;
  readonly bits: number | null;
  readonly chanceBits: number | null;
  readonly calls: number;
  readonly answers: { readonly A: number; readonly B: number };
  readonly causes: readonly CauseId[] | null;
  readonly causeBecause: string | null;
  readonly simulated: boolean;
};
