import type { ArmId } from "./call.js";

/** What a test may ask, and how sure it has to be. `alpha`: the share of equal pairs that are called different at most. */
export type IdentityOptions = {
  readonly seed: number;
  /** Calls at most, over all arms; those that are excluded count too. */
  readonly budget: number;
  readonly alpha: number;
  /** Ids of the prompts of the battery. */
  readonly prompts: readonly string[];
  /** The arms that both sides can be asked in; `base` always is. */
  readonly arms: readonly ArmId[];
  /** Why the two sides count prompt tokens by other definitions; null: they count alike. */
  readonly incomparable: string | null;
};

/** Answers of the first comparison at most. */
export const baseAnswers = 300;

/** Calls at most where nothing else is said: the comparison, and the arms of a pair that differs. */
export const defaultIdentityBudget = 1500;

export const defaultAlpha = 0.01;
