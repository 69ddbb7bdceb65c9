import type { ChatRequest } from "../../../chat/request.js";
import { seededRandom } from "../../../chat/seeded-random.js";
import type { Unit } from "../units/unit.js";
import { unitsOf } from "../units/units-of.js";
import { without } from "../units/without.js";
import { bodyKey } from "./body-key.js";
import type { MinimiseCall } from "./call.js";
import type { MinimiseOptions } from "./options.js";
import { beliefOfRate, type RateBelief } from "./wald.js";

/** A body and what it showed. `number`: null until it is asked. */
export type Body = {
  readonly request: ChatRequest;
  number: number | null;
  bad: number;
  eligible: number;
  refusedAt: number | null;
  /** A fresh proof has shown that it does not fail, whatever was seen before. */
  isDisproved: boolean;
};

/** A body that fails, and the units that it lacks. */
export type Failing = { readonly body: Body; readonly removed: ReadonlySet<string> };

/** A call of the request itself, while its rate is estimated. */
type RateTrial = { readonly isBad: boolean; readonly upstream: string | null };

/** All that is known while a request is minimised; it follows from request, options and calls alone. */
export type State = {
  readonly whole: ChatRequest;
  readonly options: MinimiseOptions;
  readonly units: readonly Unit[];
  readonly depths: ReadonlyMap<string, number>;
  readonly ancestors: ReadonlyMap<string, readonly string[]>;
  readonly random: () => number;
  readonly bodies: Map<string, Body>;
  /** The bodies that were shown to fail, each smaller than the one before; the last is the present one. */
  readonly failing: Failing[];
  readonly rateTrials: RateTrial[];
  readonly replies: string[];
  /** What the calls of all bodies that fail say about the rate. */
  belief: RateBelief;
  asked: number;
  calls: number;
  voids: number;
  refusals: number;
  elsewhere: number;
  /** The calls of the stage `result` since it last began. */
  fresh: { bad: number; eligible: number };
};

/** The state before the first call. */
export function openState(whole: ChatRequest, options: MinimiseOptions): State {
  const units = unitsOf(whole, options.stays);
  const parents = new Map(units.map(({ id, parent }) => [id, parent]));
  const ancestors = new Map(units.map(({ id }) => [id, above(id, parents)]));
  const body = emptyBody(whole);
  return {
    whole,
    options,
    units,
    depths: new Map(units.map(({ id }) => [id, ancestors.get(id)?.length ?? 0])),
    ancestors,
    random: seededRandom(options.seed),
    bodies: new Map([[keyOf(whole, options) ?? "", body]]),
    failing: [{ body, removed: new Set() }],
    rateTrials: [],
    replies: [],
    belief: beliefOfRate({ bad: 0, eligible: 0 }),
    asked: 0,
    calls: 0,
    voids: 0,
    refusals: 0,
    elsewhere: 0,
    fresh: { bad: 0, eligible: 0 },
  };
}

/** The present body: the smallest that was shown to fail. */
export function presentOf({ failing }: State): Failing {
  const last = failing.at(-1);
  if (last === undefined) throw new TypeError("no body is left");
  return last;
}

/** The units that the present body has. */
export function unitsLeft(state: State): readonly Unit[] {
  const { removed } = presentOf(state);
  return state.units.filter((unit) => !isGone(state, removed, unit));
}

/** The present body without more units; null: that is not a request, or cannot be sent. */
export function lessBy(state: State, units: readonly Unit[]): Failing | null {
  const removed = new Set([...presentOf(state).removed, ...units.map(({ id }) => id)]);
  const gone = state.units.filter((unit) => removed.has(unit.id));
  const request = without(state.whole, gone);
  const key = request === null ? null : keyOf(request, state.options);
  if (request === null || key === null) return null;
  const body = state.bodies.get(key) ?? emptyBody(request);
  state.bodies.set(key, body);
  return { body, removed };
}

/** Goes on from a smaller body that fails; its calls then count for the rate. */
export function goOnFrom(state: State, failing: Failing): void {
  state.failing.push(failing);
  learnRate(state);
}

/** Counts the fresh calls of the present body among its own. */
export function keepFresh(state: State): void {
  const { body } = presentOf(state);
  body.bad += state.fresh.bad;
  body.eligible += state.fresh.eligible;
  state.fresh = { bad: 0, eligible: 0 };
}

/** Goes back to the body before the present one, which does not fail after all. */
export function goBack(state: State): void {
  const { body } = presentOf(state);
  body.bad += state.fresh.bad;
  body.eligible += state.fresh.eligible;
  body.isDisproved = true;
  state.failing.pop();
  learnRate(state);
}

/** Reads the rate anew from the calls of the bodies that fail, and from fresh ones of the present body that have proved it. */
export function learnRate(state: State, fresh: Pick<Body, "bad" | "eligible"> = { bad: 0, eligible: 0 }): void {
  const samples = [...new Set(state.failing.map(({ body }) => body)), fresh];
  const sum = (of: (sample: typeof fresh) => number) => samples.reduce((all, sample) => all + of(sample), 0);
  state.belief = beliefOfRate({ bad: sum(({ bad }) => bad), eligible: sum(({ eligible }) => eligible) });
}

/** Takes what a call showed. A call that another upstream served than the failing one's does not count. */
export function takeCall(state: State, body: Body, call: MinimiseCall): void {
  const { outcome, upstream, stage } = call;
  state.calls += 1;
  // A body that was answered before is not refused for what it is.
  if (outcome === "void" || (outcome === "refused" && body.eligible > 0)) state.voids += 1;
  else if (outcome === "refused") {
    state.refusals += 1;
    body.refusedAt ??= call.call;
  } else if (stage === "rate") {
    state.rateTrials.push({ isBad: outcome === "bad", upstream });
    if (call.replyKey !== null) state.replies.push(call.replyKey);
    Object.assign(body, rateOf(state));
  } else if (isElsewhere(state, upstream)) state.elsewhere += 1;
  else {
    const sample = stage === "result" ? state.fresh : body;
    sample.eligible += 1;
    sample.bad += outcome === "bad" ? 1 : 0;
  }
}

/** The request's own trials, of the upstream that served most of its failures. */
function rateOf(state: State): { readonly bad: number; readonly eligible: number } {
  const counted = state.rateTrials.filter(({ upstream }) => !isElsewhere(state, upstream));
  state.elsewhere = state.rateTrials.length - counted.length;
  return { bad: counted.filter(({ isBad }) => isBad).length, eligible: counted.length };
}

function isElsewhere(state: State, upstream: string | null): boolean {
  const failing = failingUpstream(state);
  return failing !== null && upstream !== null && upstream !== failing;
}

/** The upstream that served most failures of the request itself, the first of several; null: none says who it is. */
function failingUpstream({ rateTrials }: State): string | null {
  const names = rateTrials.flatMap(({ isBad, upstream }) => (isBad && upstream !== null ? [upstream] : []));
  const count = (name: string) => names.filter((one) => one === name).length;
  return names.reduce<string | null>((most, name) => (most === null || count(name) > count(most) ? name : most), null);
}

/** True for a unit that a body lacks, by itself or with a larger one. */
function isGone({ ancestors }: State, removed: ReadonlySet<string>, { id }: Unit): boolean {
  return removed.has(id) || (ancestors.get(id) ?? []).some((around) => removed.has(around));
}

function above(id: string, parents: ReadonlyMap<string, string | null>): readonly string[] {
  const found: string[] = [];
  for (let at = parents.get(id) ?? null; at !== null; at = parents.get(at) ?? null) found.push(at);
  return found;
}

function emptyBody(request: ChatRequest): Body {
  return { request, number: null, bad: 0, eligible: 0, refusedAt: null, isDisproved: false };
}

/** The key of the body that is sent; null: it cannot be sent. */
function keyOf(request: ChatRequest, { bodyOf = JSON.stringify }: MinimiseOptions): string | null {
  const body = bodyOf(request);
  return body === null ? null : bodyKey(body);
}
