import { confidenceSequence } from "../statistics/confidence-sequence.js";
import { type Belief, believe } from "./belief/belief.js";
import { type Candidate, candidatesOf } from "./belief/candidates.js";
import { type Counts, countTrial, emptyCounts, type Trial } from "./belief/counts.js";
import { type FailingCall, rateChange } from "./drift.js";
import { type ArmNumbers, armNumbers } from "./hypotheses/coordinates.js";
import { type Model, modelOf } from "./hypotheses/model.js";
import { refinedPart } from "./hypotheses/refined-parts.js";
import { isSamePart, type Pair, type RequestPart } from "./hypotheses/request-parts.js";
import type { ExperimentOptions } from "./options.js";
import type { Counted } from "./proof/contrast.js";
import { addRound, type Begun, type Proof } from "./proof/proof.js";
import { noRefusals, noteRefused, noteTaken, outOf, type Refusals } from "./refusals.js";
import type { Ask, Believed } from "./result.js";
import type { ExperimentCall, Space } from "./space.js";

/** All that an experiment knows. It follows from space, options and calls alone; only `state.ts` and `experiment.ts` change it. */
export type State = {
  readonly space: Space;
  readonly options: ExperimentOptions;
  readonly random: () => number;
  readonly refusals: Refusals;
  readonly trials: Trial[];
  readonly givenUp: Believed[];
  /** Contrasts of candidates that were given up, by what they compare. */
  readonly paused: Map<string, Begun>;
  /** Pairs of factors that a third one may join, and sets of curing levels that the calls leave. */
  readonly grown: { readonly pairs: Pair[]; readonly refined: Omit<RequestPart, "prior">[] };
  /** Factors, all needed, that were the likeliest cause: their curing levels are followed. */
  readonly followed: (readonly number[])[];
  readonly failing: FailingCall[];
  model: Model;
  counts: Counts;
  belief: Belief;
  candidates: readonly Candidate[];
  proof: Proof | null;
  calls: number;
  voids: number;
  batches: number;
  rounds: number;
  copies: "open" | "asked" | "none" | "copies" | "steady";
  firstReplies: readonly ExperimentCall[];
  rateChangedAt: number | null;
  /** Candidates that were given up after a round of their proof. */
  tried: number;
};

/** A call that was asked for, with its arm as numbers. */
export type Planned = Ask & { readonly numbers: ArmNumbers };

/** The state before the first call. */
export function openState(space: Space, options: ExperimentOptions, random: () => number): State {
  const refusals = noRefusals();
  const model = modelOf(space, outOf(refusals));
  const counts = emptyCounts(model);
  const belief = believe(model, counts, []);
  return {
    space,
    options,
    random,
    refusals,
    trials: [],
    givenUp: [],
    paused: new Map(),
    grown: { pairs: [], refined: [] },
    followed: [],
    failing: [],
    model,
    counts,
    belief,
    candidates: candidatesOf(model, belief),
    proof: null,
    calls: 0,
    voids: 0,
    batches: 0,
    rounds: 0,
    copies: "open",
    firstReplies: [],
    rateChangedAt: null,
    tried: 0,
  };
}

/** Takes the outcomes of a whole batch, in the order in which it was planned. */
export function takeBatch(state: State, batch: readonly Planned[], calls: readonly ExperimentCall[]): void {
  let isModelOut = false;
  const fresh: Trial[] = [];
  calls.forEach((call, index) => {
    const arm = batch[index]?.numbers ?? armNumbers(state.space, call.arm);
    state.calls += 1;
    if (call.outcome === "void" || (call.outcome === "refused" && isFailing(arm))) state.voids += 1;
    else if (call.outcome === "refused") {
      if (noteRefused(state.refusals, state.space, { arm, call: call.call })) isModelOut = true;
    } else {
      noteTaken(state.refusals, state.space, arm);
      fresh.push({ ...arm, isBad: call.outcome === "bad", upstream: call.upstream, call: call.call });
    }
  });
  state.batches += 1;
  state.trials.push(...fresh);
  takeRound(state, batch, calls);
  const wereCopies = judgeCopies(state, calls);
  for (const trial of fresh) if (isFailing(trial)) state.failing.push({ call: trial.call, isBad: trial.isBad });
  const hasChanged = dropBeforeChange(state);
  if (isModelOut) state.model = modelOf(state.space, outOf(state.refusals), state.grown);
  if (isModelOut || wereCopies || hasChanged) recount(state);
  else for (const trial of fresh) countTrial(state.counts, state.model, trial);
  state.belief = believe(state.model, state.counts, state.trials);
  state.candidates = candidatesOf(state.model, state.belief);
  const [isWider, isFiner] = [widen(state), refine(state)];
  if (isWider || isFiner) renew(state);
}

/** A pair from this probability on may turn out to be part of three; so many pairs are followed. */
const [widenAt, widenMost] = [0.3, 4];

/** Lets a third factor join the likeliest cause, if it is a pair that is new. */
function widen(state: State): boolean {
  const { pairs } = state.grown;
  const part = likelyPart(state);
  if (part === null || part.factors.length !== 2) return false;
  const isKnown = pairs.some(({ factors }) => factors.join() === part.factors.join());
  if (isKnown || pairs.length >= widenMost) return false;
  pairs.push(part);
  return true;
}

/** So many causes are followed, and so many sets of curing levels are added for them. */
const [followedMost, refinedMost] = [6, 16];

/** Lets the curing levels of a likely cause be those that the calls leave, if no hypothesis has them yet. */
function refine(state: State): boolean {
  const { space, followed, grown, model, trials } = state;
  const part = likelyPart(state);
  const isNew = part !== null && part.factors.length > 0 && part.factors.length <= 2;
  if (isNew && followed.length < followedMost && !followed.some((factors) => factors.join() === part.factors.join()))
    followed.push(part.factors);
  let isFiner = false;
  for (const factors of followed) {
    const refined = refinedPart(space, factors, trials);
    if (refined === null || grown.refined.length >= refinedMost) continue;
    const known = [...model.requests.map((request) => request.part), ...grown.refined];
    if (known.some((one) => isSamePart(space, one, refined))) continue;
    grown.refined.push(refined);
    isFiner = true;
  }
  return isFiner;
}

/** The likeliest cause's part of the request, if it is likely enough to be looked at closely, and its factors are all needed. */
function likelyPart({ model, candidates }: State): RequestPart | null {
  const [top] = candidates;
  if (top === undefined || top.probability < widenAt) return null;
  const part = model.requests[Math.floor(top.hypothesis / model.places.length)]?.part;
  return part === undefined || part.rule === "any" ? null : part;
}

/** Believes anew after the hypotheses have changed. */
function renew(state: State): void {
  state.model = modelOf(state.space, outOf(state.refusals), state.grown);
  recount(state);
  state.belief = believe(state.model, state.counts, state.trials);
  state.candidates = candidatesOf(state.model, state.belief);
}

/** True for the failing request as it is, at the failing place. */
export function isFailing({ values, place }: ArmNumbers): boolean {
  return place === 0 && values.every((value) => value === 0);
}

/** The failing request's own counts, of the calls that still count. */
export function failingCounts({ failing }: Pick<State, "failing">): Counted {
  const sample = { bad: failing.filter(({ isBad }) => isBad).length, eligible: failing.length };
  return { ...sample, interval: confidenceSequence(sample) };
}

function recount(state: State): void {
  state.counts = emptyCounts(state.model);
  for (const trial of state.trials) countTrial(state.counts, state.model, trial);
}

function takeRound(state: State, batch: readonly Planned[], calls: readonly ExperimentCall[]): void {
  const { proof } = state;
  if (proof === null || batch[0]?.stage !== "proof") return;
  const outcomes = batch.flatMap(({ numbers }, index) => {
    const call = calls[index];
    if (call === undefined || call.outcome === "void" || call.outcome === "refused") return [];
    return [{ arm: numbers, isBad: call.outcome === "bad", upstream: call.upstream }];
  });
  addRound(proof, outcomes);
}

const manyAlike = 3;

/**
 * Three of the first four replies say the same in the same words: copies, or a model that is steady. Four bodies with other nonces
 * tell: if they say the same again, the model is steady, and every call counts. Else the alike ones of the first four count as one.
 */
function judgeCopies(state: State, calls: readonly ExperimentCall[]): boolean {
  if (state.copies === "open") {
    state.firstReplies = calls;
    state.copies = commonKey(calls) === null ? "none" : "asked";
    return false;
  }
  if (state.copies !== "asked") return false;
  const key = commonKey(state.firstReplies);
  if (commonKey(calls) === key) {
    state.copies = "steady";
    return false;
  }
  state.copies = "copies";
  const alike = state.firstReplies.filter(({ replyKey }) => replyKey === key);
  const extra = new Set(alike.slice(1).map(({ call }) => call));
  keep(state, ({ call }) => !extra.has(call));
  return true;
}

/** The key that three or more replies share; null without one. */
function commonKey(calls: readonly ExperimentCall[]): string | null {
  const keys = calls.map(({ replyKey }) => replyKey);
  return keys.find((key) => key !== null && keys.filter((one) => one === key).length >= manyAlike) ?? null;
}

function dropBeforeChange(state: State): boolean {
  const at = rateChange(state.failing);
  if (at === null) return false;
  state.rateChangedAt = at;
  keep(state, ({ call }) => call >= at);
  return true;
}

/** Keeps the trials that fit, and the failing request's own with them. */
function keep(state: State, fits: (trial: { readonly call: number }) => boolean): void {
  state.trials.splice(0, state.trials.length, ...state.trials.filter(fits));
  state.failing.splice(0, state.failing.length, ...state.failing.filter(fits));
}
