import { suspectsOf } from "./choose/suspects.js";
import { claimedAt } from "./options.js";
import { type Claim, type Owed, owedBy } from "./proof/owed.js";
import { isRefused } from "./refusals.js";
import type { State } from "./state.js";

/** The likeliest cause, or "it fails everywhere", if it is likely enough to be claimed. */
function claimOf({ model, belief, candidates }: State): Claim | null {
  const likeliest = belief.high >= claimedAt ? model.constant : topOf(candidates);
  const part = model.requests[Math.floor(likeliest / model.places.length)]?.part;
  return part === undefined ? null : { part, cures: model.places[likeliest % model.places.length]?.cures ?? 0 };
}

/** The hypothesis of the likeliest cause; -1: none is likely enough. */
function topOf([top]: State["candidates"]): number {
  return top === undefined || top.probability < claimedAt ? -1 : top.hypothesis;
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
