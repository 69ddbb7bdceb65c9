import { confidenceSequence } from "../../statistics/confidence-sequence.js";
import { fisherExact } from "../../statistics/fisher-exact.js";
import type { Candidate } from "../belief/candidates.js";
import type { Trial } from "../belief/counts.js";
import { nameKey } from "../hypotheses/model.js";
import type { Counted } from "../proof/contrast.js";
import type { Proof } from "../proof/proof.js";
import type { Beliefs, FailingRate, Noticed, OrderEffect, RuledOut } from "../result.js";
import { failingCounts, type State } from "../state.js";

/** Causes listed at most. */
const listed = 5;

/** What is believed now. */
export function beliefsOf({ candidates, belief }: State): Beliefs {
  const causes = candidates.slice(0, listed);
  return {
    causes: causes.map(({ names, seats, probability }) => ({ names, seats, probability })),
    noFault: belief.low,
    everywhere: belief.high,
    upstream: belief.upstream,
  };
}

/** What was noticed besides the result. */
export function noticedBy(state: State): Noticed {
  return {
    calls: state.calls,
    voids: state.voids,
    refused: [...state.refusals.quoted],
    copies: state.copies === "copies" || state.copies === "steady" ? state.copies : "none",
    rateChangedAt: state.rateChangedAt,
    givenUp: [...state.givenUp],
    merged: mergedOf(state),
  };
}

/** What no available arm tells apart, one sentence each. */
export function mergedOf({ model, space }: Pick<State, "model" | "space">): readonly string[] {
  const requests = model.requests
    .filter(({ names }) => names.length > 1)
    .map(({ names }) => names.map(nameKey).join(" = "));
  const places = model.places.filter(({ seats }) => seats.length > 1).map(({ seats }) => seats.join(" = "));
  const stuck = model.available.levels.flatMap((levels, index) =>
    levels.length > 0 ? [] : [`${space.factors[index]?.id ?? ""} cannot be changed`],
  );
  return [...requests, ...places, ...stuck];
}

/** The failing request's own counts, of the calls that still count. */
export function failingRate(state: State): FailingRate {
  const counts = failingCounts(state);
  return { ...counts, estimate: (counts.bad + 0.5) / (counts.eligible + 1) };
}

/** Bad of eligible for each upstream of the failing place. */
export function countsOfUpstreams({
  trials,
}: State): readonly { readonly upstream: string; readonly counts: Counted }[] {
  const here = trials.filter(({ place }) => place === 0);
  const names = [...new Set(here.flatMap(({ upstream }) => (upstream === null ? [] : [upstream])))].sort();
  return names.map((upstream) => {
    const own = here.filter((trial) => trial.upstream === upstream);
    return { upstream, counts: counted(own.filter(({ isBad }) => isBad).length, own.length) };
  });
}

/** Does the call asked first of its round fail more often, or less? Null without both kinds. */
export function orderEffect({ failing }: Proof): OrderEffect | null {
  const side = (isFirst: boolean) => {
    const own = failing.filter((one) => one.isFirst === isFirst);
    return { bad: own.filter(({ isBad }) => isBad).length, eligible: own.length };
  };
  const [first, later] = [side(true), side(false)];
  return first.eligible === 0 || later.eligible === 0 ? null : { first, later, p: fisherExact(first, later) };
}

/** The factors and places that are not the cause, with the failed calls that show it. */
export function ruledOutBy({ space, trials }: State, { names, seats }: Candidate): readonly RuledOut[] {
  const own = new Set(names.flatMap(({ factors }) => factors));
  const bad = trials.filter(({ isBad }) => isBad);
  const without = (those: readonly Trial[]) => those.map(({ call }) => call);
  const factors = space.factors.flatMap(({ id }, index) =>
    own.has(id) ? [] : [{ what: id, calls: without(bad.filter(({ values }) => values[index] !== 0)) }],
  );
  const places = space.places.flatMap(({ id, part }, index) =>
    seats.includes(part) ? [] : [{ what: id, calls: without(bad.filter(({ place }) => place === index + 1)) }],
  );
  return [...factors, ...places];
}

function counted(bad: number, eligible: number): Counted {
  return { bad, eligible, interval: confidenceSequence({ bad, eligible }) };
}
