import type { ChatRequest } from "../../chat/request.js";
import type { Target } from "../../chat/target.js";
import type { TrialCost } from "../../runner/live/budget.js";
import type { Battery } from "../../scenario/battery/battery-file.js";
import type { IdentityAsk, IdentityCall } from "../../verdict/identity/call.js";
import { IdentityTest } from "../../verdict/identity/identity-test.js";
import type { IdentityOptions } from "../../verdict/identity/options.js";
import type { Seen } from "../../verdict/identity/seen.js";
import { type Answered, type Ended, pauseAfter, problemAfter, stoppedBySignal } from "../experiment/after-call.js";
import type { AskingMeans } from "../experiment/asking-on.js";
import { createSeenReplies, type SeenReplies } from "../experiment/seen-replies.js";
import type { IdentityStore, KeptAnswer } from "./identity-store.js";
import { probeRequest, type TargetPair } from "./probe-request.js";
import { readAnswer } from "./read-answer.js";

export type IdentityRun = AskingMeans & {
  readonly pair: TargetPair;
  readonly battery: Battery;
  readonly store: IdentityStore;
  readonly options: IdentityOptions;
  readonly costOf: (target: Target, request: ChatRequest) => number | null;
  readonly onCall: (kept: KeptAnswer, evidence: number) => void;
};

/** What came of a test. `ended` null: it came to its end. */
export type RanIdentity = { readonly seen: Seen; readonly calls: readonly KeptAnswer[]; readonly ended: Ended | null };

/** Calls under way at once. */
const atOnce = 2;

/** Asks until the test is over, the limits are reached or a signal stops it. Every call is on the disk before the next is drawn. */
export async function runIdentity(run: IdentityRun): Promise<RanIdentity> {
  const { store, options } = run;
  const calls: KeptAnswer[] = [...store.earlier];
  const test = new IdentityTest({ ...options, budget: store.budget });
  for (const { call } of calls) test.add(call);
  const copies = createSeenReplies(calls.flatMap(({ requestId, replyId }) => [requestId, replyId]));
  let voids = 0;
  for (;;) {
    const asks = test.next(atOnce);
    if (asks.length === 0) return { seen: test.seen(), calls, ended: null };
    const { ended, kept, answered } = await askSome(run, asks, { test, copies, made: calls.length });
    for (const one of kept) {
      calls.push(one);
      test.add(one.call);
      voids = isVoid(one) ? voids + 1 : 0;
      run.onCall(one, test.evidence);
    }
    const over = ended ?? problemAfter(answered, voids);
    if (over !== null) return { seen: test.seen(), calls, ended: over };
    await pauseAfter(run, answered, voids);
  }
}

/** A call that says nothing of the prompt: too many of them in a row end the asking. The others end it by the test's own rule. */
function isVoid({ call }: KeptAnswer): boolean {
  return call.excluded === "busy" || call.excluded === "failed";
}

type Asking = { readonly test: IdentityTest; readonly copies: SeenReplies; readonly made: number };
type AskedSome = {
  readonly ended: Ended | null;
  readonly kept: readonly KeptAnswer[];
  readonly answered: readonly Answered[];
};

async function askSome(run: IdentityRun, asks: readonly IdentityAsk[], asking: Asking): Promise<AskedSome> {
  if (run.stop.aborted) return { ended: stoppedBySignal, kept: [], answered: [] };
  const placed = asks.map((ask) => ({ ask, ...requestOf(run, ask, asking.test) }));
  const costs = placed.map(({ target, request }) => run.costOf(target, request));
  const costUsd = costs.includes(null) ? null : costs.reduce<number>((sum, one) => sum + (one ?? 0), 0);
  const cost: TrialCost = { calls: asks.length, costUsd };
  const refused = run.budget.reserve(cost);
  if (refused !== null) return { ended: { kind: "limit", says: refused }, kept: [], answered: [] };
  try {
    const made = await Promise.all(placed.map((one, at) => askOne(run, one, asking.made + at + 1)));
    const whole = made.filter((one) => one !== null);
    const ended = whole.length < made.length ? stoppedBySignal : null;
    const kept: KeptAnswer[] = [];
    for (const { answer, recorded, reply } of whole) {
      const isCopy = asking.copies.copyOf(reply, recorded) !== null;
      const one = { ...answer, call: { ...answer.call, isCopy } };
      await run.store.add(one, recorded, "http");
      kept.push(one);
    }
    const answered = whole.map(({ answer, reply }) => ({
      failure: reply.failure,
      why: answer.why,
      isElsewhere: false,
    }));
    return { ended, kept, answered };
  } finally {
    run.budget.release(cost);
  }
}

type PlacedProbe = { readonly ask: IdentityAsk; readonly target: Target; readonly request: ChatRequest };

function requestOf(
  { pair, battery, store }: IdentityRun,
  ask: IdentityAsk,
  test: IdentityTest,
): Omit<PlacedProbe, "ask"> {
  const target = pair[ask.side];
  const text = battery.prompts.find(({ id }) => id === ask.prompt)?.ask ?? ask.prompt;
  const probing = { pair, baseArm: test.baseArm, maxTokens: store.facts.maxTokens };
  return { target, request: probeRequest(target, { arm: ask.arm, text }, probing) };
}

/** Null: the caller aborted it, and nothing is kept. */
async function askOne(run: IdentityRun, { ask, target, request }: PlacedProbe, call: number) {
  const { turn, recorded, costUsd } = await run.asker.ask(
    { request, target, client: "http", leftOut: [] },
    {
      ...{ step: "ask", nonce: ask.arm === "fresh-prompt" ? call : null, signal: run.abort },
      mostUsd: run.costOf(target, request),
    },
  );
  const { reply } = turn;
  if (reply.failure?.kind === "aborted") return null;
  const { answer, excluded, why, inputTokens, hasReasoned } = readAnswer(reply);
  const shown: IdentityCall = { ...ask, call, answer, excluded, inputTokens, hasReasoned, isCopy: false };
  const { requestId, id: replyId, model, upstream } = reply;
  return {
    reply,
    recorded,
    answer: { call: shown, why, requestId, replyId, model, upstream, costUsd } satisfies KeptAnswer,
  };
}
