import type { ChatFailure } from "../../chat/failure.js";
import type { PlacedRequest } from "../../verdict/experiment/places/place.js";
import type { ControlAsk, ControlCall } from "../../verdict/minimise/control/control-proof.js";
import type { MinimiseAsk, MinimiseCall } from "../../verdict/minimise/search/call.js";
import { type Answered, type Ended, stoppedBySignal } from "../experiment/after-call.js";
import { type JudgedArm, judgeArm } from "../experiment/judge-arm.js";
import { pairReference } from "../experiment/reference-of.js";
import type { MinimiseRun } from "./minimise-run.js";
import type { KeptProbe } from "./minimise-store.js";

/** A call to make: what asks for it, and the request at its place. */
export type Probe<Asked extends MinimiseAsk | ControlAsk> = {
  readonly ask: Asked;
  readonly placed: PlacedRequest;
  readonly number: number;
};

/** A call that was made and is kept, or why none was. */
export type AskedProbe =
  | { readonly kept: KeptProbe; readonly answered: Answered; readonly ended: null }
  | { readonly ended: Ended };

/** Makes one call if the limits allow it, judges it and keeps it. */
export async function askProbe(run: MinimiseRun, probe: Probe<MinimiseAsk | ControlAsk>): Promise<AskedProbe> {
  if (run.stop.aborted) return { ended: stoppedBySignal };
  const { request, target } = probe.placed;
  const cost = { calls: 1, costUsd: run.costOf(target, request) };
  const refused = run.budget.reserve(cost);
  if (refused !== null) return { ended: { kind: "limit", says: refused } };
  try {
    const made = await askAndKeep(run, probe, cost.costUsd);
    return made === null ? { ended: stoppedBySignal } : { ...made, ended: null };
  } finally {
    run.budget.release(cost);
  }
}

/** The number of the reference of a call: that of its pair, or its own. */
export function referenceOf(ask: MinimiseAsk | ControlAsk, number: number): number {
  return ask.stage === "control" ? pairReference(ask.pair) : number;
}

type Made = { readonly kept: KeptProbe; readonly answered: Answered };

/** Null: the caller aborted it, and nothing is kept. */
async function askAndKeep(
  { explained, scenario, asker, store, abort, onEvent }: MinimiseRun,
  { ask, placed, number }: Probe<MinimiseAsk | ControlAsk>,
  mostUsd: number | null,
): Promise<Made | null> {
  const { turn, recorded, costUsd } = await asker.ask(placed, {
    ...{ step: explained.turn.step, nonce: referenceOf(ask, number), signal: abort, mostUsd },
  });
  const failure: ChatFailure | null = turn.reply.failure;
  if (failure?.kind === "aborted") return null;
  const isElsewhere =
    ask.stage === "control" && ask.side === "working" && placed.target.id !== explained.call.target.id;
  const judged = judgeArm(turn, placed.target, {
    ...{ scenario, transcript: explained.transcript, symptom: explained.symptom, isElsewhere },
  });
  const { findings, why } = judged;
  const kept: KeptProbe = {
    call: callOf(ask, number, judged),
    ...{ findings, why, requestId: turn.reply.requestId, costUsd },
  };
  await store.add(kept, recorded, placed.client);
  onEvent({ kept, ask });
  return { kept, answered: { failure, why, isElsewhere } };
}

function callOf(
  ask: MinimiseAsk | ControlAsk,
  call: number,
  { outcome, replyKey, upstream }: JudgedArm,
): MinimiseCall | ControlCall {
  const shown = { outcome, replyKey, upstream };
  if (ask.stage === "control") return { call, stage: ask.stage, pair: ask.pair, side: ask.side, ...shown };
  return { call, body: ask.body, stage: ask.stage, ...shown };
}
