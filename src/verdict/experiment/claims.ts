import { suspectsOf } from "./choose/suspects.js";
import { claimedAt } from "./options.js";
import { type Claim, type Owed, owedBy } from "./proof/owed.js";
import { isRefused } from "./refusals.js";
import type { State } from "./state.js";

/** The likeliest cause, or "it fails everywhere", if it is likely enough to be claimed. */
function claimOf({ model, belief, candidates }: State): Claim | null {
  if (belief.high >= claimedAt) return { factors: [], cures: 0 };
  const [top] = candidates;
  if (top === undefined || top.probability < claimedAt) return null;
  return {
    factors: model.requests[Math.floor(top.hypothesis / model.places.length)]?.part.factors ?? [],
    cures: model.places[top.hypothesis % model.places.length]?.cures ?? 0,
  };
}

/** What the present claim still owes, as far as it can be asked; empty without a claim. */
export function owedNow(state: State): readonly Owed[] {
  const claim = claimOf(state);
  if (claim === null) return [];
  const suspects = suspectsOf(state.model, state.belief);
  return owedBy(state.model, claim, { trials: state.trials, suspects }).filter(
    ({ arm }) => !isRefused(state.refusals, state.space, arm),
  );
}
