import { suspectsOf } from "./choose/suspects.js";
import { claimedAt } from "./options.js";
import { type Claim, type Owed, owedBy } from "./proof/owed.js";
import { isRefused } from "./refusals.js";
import type { State } from "./state.js";

/** The likeliest cause, or "it fails everywhere", if it is likely enough to be claimed. */
function claimOf({ model, belief, candidates }: State, from: number): Claim | null {
  const likeliest = belief.high >= from ? model.constant : topOf(candidates, from);
  const part = model.requests[Math.floor(likeliest / model.places.length)]?.part;
  return part === undefined ? null : { part, cures: model.places[likeliest % model.places.length]?.cures ?? 0 };
}

/** The hypothesis of the likeliest cause; -1: none is likely enough. */
function topOf([top]: State["candidates"], from: number): number {
  return top === undefined || top.probability < from ? -1 : top.hypothesis;
}

/** What the present claim still owes, as far as it can be asked; empty without a claim. */
export function owedNow(state: State): readonly Owed[] {
  return owedFrom(state, claimedAt);
}

/** From this probability on a search prefers, of calls that tell about as much, those that the claim will owe. */
const foreseenAt = 0.5;

/** What the likeliest cause will owe once it is claimed. */
export function owedSoon(state: State): readonly Owed[] {
  return owedFrom(state, foreseenAt);
}

function owedFrom(state: State, from: number): readonly Owed[] {
  const claim = claimOf(state, from);
  if (claim === null) return [];
  const suspects = suspectsOf(state.model, state.belief);
  return owedBy(state.model, claim, { trials: state.trials, suspects }).filter(
    ({ arm }) => !isRefused(state.refusals, state.space, arm),
  );
}
