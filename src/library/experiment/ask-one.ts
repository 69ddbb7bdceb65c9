import type { ChatFailure } from "../../chat/failure.js";
import type { PlacedRequest } from "../../verdict/experiment/places/place.js";
import type { Ask } from "../../verdict/experiment/result.js";
import type { ExperimentRun } from "./experiment-run.js";
import type { KeptCall } from "./experiment-store.js";
import { ownChanges } from "./own-changes.js";
import type { SeenReplies } from "./seen-replies.js";

/** A call that was made and is kept. `failure`: of its reply. `own`: of the failing request, what our own side changed on its way out. */
export type AskedOne = {
  readonly kept: KeptCall;
  readonly failure: ChatFailure | null;
  readonly own: readonly string[];
};

/** A call to make: its request as it is sent at its place, its number, and that of its reference; null: the body goes out as it is. */
export type PlacedAsk = {
  readonly ask: Ask;
  readonly placed: PlacedRequest;
  readonly number: number;
  readonly reference: number | null;
};

/** Makes one call, judges it and keeps it. Null: the caller aborted it, and nothing is kept. */
export async function askOne(
  run: ExperimentRun,
  { ask, placed, number, reference }: PlacedAsk,
  seen: SeenReplies,
): Promise<AskedOne | null> {
  const { explained, scenario, asker, judge, store, costOf, abort } = run;
  const { arm, stage, pair } = ask;
  const { turn, recorded, costUsd } = await asker.ask(placed, {
    ...{ step: explained.turn.step, nonce: reference, signal: abort },
    mostUsd: costOf(placed.target, placed.request),
  });
  const { failure } = turn.reply;
  if (failure?.kind === "aborted") return null;
  const judged = judge(turn, placed.target, {
    ...{ scenario, transcript: explained.transcript, symptom: explained.symptom },
    isElsewhere: arm.place !== null,
  });
  const copy = seen.copyOf(turn.reply, recorded);
  const { outcome, replyKey, upstream, findings, why } =
    copy === null ? judged : { ...judged, outcome: "void" as const, replyKey: null, why: copy };
  const kept: KeptCall = {
    call: { call: number, arm, stage, pair, outcome, replyKey, upstream },
    ...{ findings, why, requestId: turn.reply.requestId, costUsd, isCopy: copy !== null },
  };
  await store.add(kept, recorded, placed.client);
  run.onEvent({ kind: "asked", kept, ask });
  const isFailing = arm.place === null && Object.keys(arm.changed).length === 0;
  return { kept, failure, own: isFailing ? ownChanges(turn, recorded) : [] };
}
