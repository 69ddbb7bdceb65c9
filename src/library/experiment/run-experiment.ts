import type { Target } from "../../chat/target.js";
import type { Budget } from "../../runner/live/budget.js";
import type { Scenario } from "../../scenario/scenario.js";
import { openExperiment } from "../../verdict/experiment/experiment.js";
import type { MadeSpace } from "../../verdict/experiment/places/make-space.js";
import { placeRequest } from "../../verdict/experiment/places/place-request.js";
import type { Ask, Beliefs, Result } from "../../verdict/experiment/result.js";
import type { ArmAsker } from "./ask-arms.js";
import type { Explained } from "./case-space.js";
import type { ExperimentStore, KeptCall } from "./experiment-store.js";
import { judgeArm } from "./judge-arm.js";
import { ownChanges } from "./own-changes.js";
import { createSeenReplies, type SeenReplies } from "./seen-replies.js";

/** What happens while an experiment asks. `asked`: a call was made, and its bytes are kept. */
export type ExperimentEvent =
  | { readonly kind: "batch"; readonly believed: Beliefs; readonly why: string }
  | { readonly kind: "asked"; readonly kept: KeptCall; readonly ask: Ask };

export type ExperimentRun = {
  readonly made: MadeSpace;
  readonly explained: Explained;
  readonly scenario: Scenario;
  readonly asker: ArmAsker;
  readonly store: ExperimentStore;
  readonly budget: Budget;
  /** The most that one call costs, in US dollars; null: its target has no dated price. */
  readonly costOf: (target: Target) => number | null;
  /** Asks nothing more. */
  readonly stop: AbortSignal;
  /** Aborts the calls under way, too. */
  readonly abort: AbortSignal;
  readonly onEvent: (event: ExperimentEvent) => void;
};

/**
 * `result` null: it was stopped before it was decided; `ended`: why. `own`: what our own side changes of the failing request on its way
 * out, which ends the experiment: such a body is no evidence against anyone else.
 */
export type Experimented = {
  readonly result: Result | null;
  readonly calls: readonly KeptCall[];
  readonly ended: string | null;
  readonly own: readonly string[];
};

/** Calls under way at once, outside of a proof. */
const atOnce = 2;

/** Asks until the engine has a result, the budget is spent or a signal stops it. Every call is on the disk before the next is chosen. */
export async function runExperiment(run: ExperimentRun): Promise<Experimented> {
  const { space, options } = planOf(run);
  const calls: KeptCall[] = [...run.store.earlier];
  const experiment = openExperiment(space, options);
  for (const { call } of calls) experiment.add(call);
  const seen = createSeenReplies(calls.map(({ requestId }) => requestId));
  const stopped = (ended: string, own: readonly string[] = []) => ({ result: null, calls, ended, own });
  for (;;) {
    const step = experiment.step();
    if (step.kind === "result") return { result: step.result, calls, ended: null, own: [] };
    const [first] = step.batch;
    if (first === undefined) return stopped("nothing is left to ask");
    run.onEvent({ kind: "batch", believed: step.believed, why: first.why });
    for (const some of groupsOf(step.batch)) {
      const ended = run.stop.aborted ? "stopped by a signal" : reserve(run, some);
      if (ended !== null) return stopped(ended);
      const made = await Promise.all(some.map((ask, at) => askOne(run, ask, { number: calls.length + at + 1, seen })));
      for (const one of made) {
        calls.push(one.kept);
        experiment.add(one.kept.call);
      }
      const own = made.flatMap((one) => one.own);
      if (own.length > 0) return stopped(`the failing request goes out other than it was asked: ${own[0]}`, own);
    }
  }
}

function planOf({ made, store }: ExperimentRun) {
  return { space: made.space, options: { seed: store.facts.seed, budget: store.facts.budget } };
}

/** The calls of a proof one after the other, in the order that was drawn; others two at a time. */
function groupsOf(batch: readonly Ask[]): readonly (readonly Ask[])[] {
  const size = batch.some(({ stage }) => stage === "proof") ? 1 : atOnce;
  return Array.from({ length: Math.ceil(batch.length / size) }, (_, at) => batch.slice(at * size, (at + 1) * size));
}

/** Null: the calls may be made. */
function reserve({ budget, made, explained, costOf }: ExperimentRun, asks: readonly Ask[]): string | null {
  const costs = asks.map(({ arm }) => costOf(placeRequest(arm, explained.call, made.places).target));
  const costUsd = costs.includes(null) ? null : costs.reduce<number>((sum, one) => sum + (one ?? 0), 0);
  const cost = { calls: asks.length, costUsd };
  const refused = budget.reserve(cost);
  if (refused === null) budget.release(cost);
  return refused;
}

type Asking = { readonly number: number; readonly seen: SeenReplies };

async function askOne(
  run: ExperimentRun,
  ask: Ask,
  { number, seen }: Asking,
): Promise<{ readonly kept: KeptCall; readonly own: readonly string[] }> {
  const { explained, made, scenario, asker, store, abort } = run;
  const placed = placeRequest(ask.arm, explained.call, made.places);
  // A pair shares its reference, so that its two bodies differ in nothing else.
  const nonce = ask.nonce ? (ask.pair === null ? number : 1_000_000 + ask.pair) : null;
  const { turn, recorded } = await asker.ask(placed, { step: explained.turn.step, nonce, signal: abort });
  const isFailing = ask.arm.place === null && Object.keys(ask.arm.changed).length === 0;
  const judged = judgeArm(turn, placed.target, {
    ...{ scenario, transcript: explained.transcript, symptom: explained.symptom, isFailing },
  });
  const copy = seen.copyOf(turn.reply, recorded);
  const { outcome, replyKey, upstream, findings, why } =
    copy === null ? judged : { ...judged, outcome: "void" as const, replyKey: null, why: copy };
  const { arm, stage, pair } = ask;
  const kept: KeptCall = {
    call: { call: number, arm, stage, pair, outcome, replyKey, upstream },
    findings,
    why,
    requestId: turn.reply.requestId,
  };
  await store.add(kept, recorded);
  run.onEvent({ kind: "asked", kept, ask });
  return { kept, own: isFailing ? ownChanges(turn, recorded) : [] };
}
