import type { Candidate } from "../belief/candidates.js";
import { suspectsOf } from "../choose/suspects.js";
import { owedNow } from "../claims.js";
import { armOf } from "../hypotheses/coordinates.js";
import type { Seat } from "../hypotheses/place-parts.js";
import { decidedAt } from "../options.js";
import { controlCounts, isApart, openControls } from "../proof/control.js";
import { isProved, standings } from "../proof/proof.js";
import type { ContrastResult, MissingControl, Result } from "../result.js";
import { failingCounts, type State } from "../state.js";
import { beliefsOf, countsOfUpstreams, failingRate, noticedBy, orderEffect, ruledOutBy } from "./describe.js";
import { moreCallsOf } from "./more-calls.js";

/** The result, if the calls decide or the budget is spent; null: ask on. */
export function conclude(state: State): Result | null {
  if (state.batches === 0 || state.copies === "asked") return null;
  const shared = () => ({ ...noticedBy(state), beliefs: beliefsOf(state) });
  const rate = () => failingRate(state);
  const { low, high, upstream } = state.belief;
  if (upstream >= decidedAt) return { ...shared(), kind: "split-by-upstream", upstreams: countsOfUpstreams(state) };
  if (low >= decidedAt) {
    const at = state.rateChangedAt;
    return at === null
      ? { ...shared(), kind: "no-difference", rate: rate() }
      : { ...shared(), kind: "rate-changed", rate: rate(), at };
  }
  if (high >= decidedAt && owedNow(state).length === 0) {
    const missing = missingControls(state, constantSeats(state));
    const isOpen = missing.some(({ part }) => part === "provider" || part === "model");
    if (isOpen)
      return {
        ...shared(),
        kind: "undetermined",
        because: "missing-control",
        rate: rate(),
        contrasts: [],
        missing,
        moreCalls: null,
      };
    return { ...shared(), kind: "fails-everywhere", rate: rate(), missing };
  }
  const named = nameCause(state);
  if (named !== null) return named;
  if (state.calls < state.options.budget) return null;
  const isRefused = state.trials.length === 0 && state.refusals.quoted.length > 0;
  const because = state.trials.length > 0 ? "budget" : isRefused ? "refused" : "nothing-measured";
  return {
    ...shared(),
    kind: "undetermined",
    because,
    rate: rate(),
    contrasts: contrastResults(state),
    missing: missingControls(state, openSeats(state)),
    moreCalls: moreCallsOf(state),
  };
}

function nameCause(state: State): Result | null {
  const { proof } = state;
  if (proof === null || !isProved(proof)) return null;
  const now = state.candidates.find(({ key }) => key === proof.candidate.key);
  const isSpent = state.calls >= state.options.budget;
  if (
    now === undefined ||
    now.probability < decidedAt ||
    (openControls(proof, state.trials, failingCounts(state).interval[0]).length > 0 && !isSpent)
  )
    return null;
  if (owedNow(state).length > 0) return null;
  const contrasts = contrastResults(state);
  const places = contrasts.filter(({ kind }) => kind === "place");
  return {
    ...noticedBy(state),
    beliefs: beliefsOf(state),
    kind: "cause",
    cause: { names: now.names, seats: now.seats, probability: now.probability },
    cures: curesOf(state, now),
    rate: failingRate(state),
    contrasts,
    evidence: Math.min(...contrasts.map(({ evidence }) => evidence)),
    place: places.length === 0 ? null : places.every(({ isApart }) => isApart) ? "proved" : "suspected",
    missing: missingControls(state, now.seats.slice(1)),
    order: orderEffect(proof),
    ruledOut: ruledOutBy(state, now),
  };
}

function contrastResults(state: State): readonly ContrastResult[] {
  const { proof } = state;
  if (proof === null) return [];
  return standings(proof).flatMap((standing, index) => {
    const contrast = proof.contrasts[index];
    if (contrast === undefined) return [];
    return [
      {
        kind: contrast.kind,
        about: contrast.about,
        left: armOf(state.space, contrast.left),
        right: armOf(state.space, contrast.right),
        leftCounts: standing.left,
        rightCounts: standing.right,
        evidence: standing.evidence,
        threshold: proof.threshold,
        isProved: standing.isProved,
        control: contrast.kind === "place" ? controlCounts(contrast, state.trials) : null,
        isApart:
          contrast.kind === "place"
            ? isApart(contrast, state.trials, failingCounts(state).interval[0])
            : standing.right.interval[1] < standing.left.interval[0],
      },
    ];
  });
}

/** The level of each factor that the proof changed. */
function curesOf(state: State, { names }: Candidate): { readonly [factor: string]: string } {
  const [name] = names;
  const suspects = suspectsOf(state.model, state.belief);
  const fromProof = Object.assign(
    {},
    ...(state.proof?.contrasts ?? []).map(({ right }) => armOf(state.space, right).changed),
  );
  return Object.fromEntries(
    (name?.factors ?? []).map((id) => {
      const index = state.space.factors.findIndex((factor) => factor.id === id);
      const level = suspects.find(({ factor }) => factor === index)?.level ?? 0;
      return [id, fromProof[id] ?? state.space.factors[index]?.levels[level]?.id ?? ""];
    }),
  );
}

/** Seats of the likeliest causes that no available place stands for. */
function openSeats({ model, candidates }: State): readonly Seat[] {
  const parts = new Set<Seat>(model.available.places.flatMap((place) => model.space.places[place - 1]?.part ?? []));
  const seats = new Set(candidates.slice(0, 2).flatMap((candidate) => candidate.seats));
  return [...seats].filter((seat) => !parts.has(seat));
}

function constantSeats({ model }: State): readonly Seat[] {
  return model.places.find(({ cures }) => cures === 0)?.seats ?? [];
}

/** Calls that tell a fine place from a failing one with 95 %: so many clean ones happen by chance in at most 5 %. */
function missingControls(state: State, seats: readonly Seat[]): readonly MissingControl[] {
  const { estimate } = failingRate(state);
  const calls = estimate >= 0.95 ? 1 : Math.ceil(Math.log(0.05) / Math.log1p(-Math.max(estimate, 0.01)));
  return seats.flatMap((part) => (part === "anywhere" ? [] : [{ part, calls }]));
}
