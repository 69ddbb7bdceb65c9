import type { TrialCost } from "../../runner/live/budget.js";
import { type Experiment, openExperiment } from "../../verdict/experiment/experiment.js";
import { placeRequest } from "../../verdict/experiment/places/place-request.js";
import type { Ask, Result } from "../../verdict/experiment/result.js";
import { formatPath } from "../format-path.js";
import { UsageError } from "../usage-error.js";
import { type Answered, type Ended, pauseAfter, problemAfter, stoppedBySignal } from "./after-call.js";
import { type AskedOne, askOne, type PlacedAsk } from "./ask-one.js";
import type { ExperimentRun } from "./experiment-run.js";
import type { KeptCall } from "./experiment-store.js";
import { referenceOf } from "./reference-of.js";
import { createSeenReplies, type SeenReplies } from "./seen-replies.js";

/** `result` null: it ended before it was decided. */
export type Experimented = {
  readonly result: Result | null;
  readonly calls: readonly KeptCall[];
  readonly ended: Ended | null;
};

/** Calls under way at once, outside of a proof. */
const atOnce = 2;

/** Asks until the engine has a result, the budget is spent or a signal stops it. Every call is on the disk before the next is chosen. */
export async function runExperiment(run: ExperimentRun): Promise<Experimented> {
  const calls: KeptCall[] = [...run.store.earlier];
  const experiment = reopened(run);
  const seen = createSeenReplies(calls.map(({ requestId }) => requestId));
  let voids = 0;
  for (;;) {
    const step = experiment.step();
    if (step.kind === "result") return { result: step.result, calls, ended: null };
    const [first] = step.batch;
    if (first === undefined) return { result: null, calls, ended: { kind: "limit", says: "nothing is left to ask" } };
    run.onEvent({ kind: "batch", believed: step.believed, why: first.why });
    for (const some of groupsOf(step.batch)) {
      const { ended, asked } = await askGroup(run, some, { calls, seen });
      for (const { kept } of asked) {
        calls.push(kept);
        experiment.add(kept.call);
        voids = kept.call.outcome === "void" ? voids + 1 : 0;
      }
      const answered = asked.map(answeredOf);
      const over = ended ?? problemAfter(answered, voids);
      if (over !== null) return { result: null, calls, ended: over };
      await pauseAfter(run, answered, voids);
    }
  }
}

/** The experiment as its earlier calls left it. Throws UsageError for calls that this version would not have asked for. */
function reopened({ made, store }: ExperimentRun): Experiment {
  const experiment = openExperiment(made.space, { seed: store.facts.seed, budget: store.budget });
  try {
    for (const { call } of store.earlier) experiment.add(call);
    return experiment;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UsageError(`${formatPath(store.folder)} cannot go on: ${error.message}`, {
      hint: `It was begun by llm-parity ${store.facts.program}, or its journal was changed; begin a new experiment.`,
    });
  }
}

/** The calls of a proof one after the other, in the order that was drawn; others two at a time. */
function groupsOf(batch: readonly Ask[]): readonly (readonly Ask[])[] {
  const size = batch.some(({ stage }) => stage === "proof") ? 1 : atOnce;
  return Array.from({ length: Math.ceil(batch.length / size) }, (_, at) => batch.slice(at * size, (at + 1) * size));
}

type AskedGroup = { readonly ended: Ended | null; readonly asked: readonly AskedOne[] };

/** Asks a group, if the limits allow it. What the second signal aborted is left out: it is asked again when the experiment goes on. */
async function askGroup(
  run: ExperimentRun,
  asks: readonly Ask[],
  { calls, seen }: { readonly calls: readonly KeptCall[]; readonly seen: SeenReplies },
): Promise<AskedGroup> {
  if (run.stop.aborted) return { ended: stoppedBySignal, asked: [] };
  const numbers = freeNumbers(calls, asks.length);
  const { call: failing } = run.explained;
  const placed = asks.map((ask, at) => {
    const own = { ask, number: numbers[at] ?? 0, placed: placeRequest(ask.arm, failing, run.made.places) };
    return { ...own, reference: referenceOf({ ...own, failingTarget: failing.target.id }, calls) };
  });
  const cost = costOfGroup(run, placed);
  const refused = run.budget.reserve(cost);
  if (refused !== null) return { ended: { kind: "limit", says: refused }, asked: [] };
  try {
    const asked = await Promise.all(placed.map((one) => askOne(run, one, seen)));
    const whole = asked.filter((one) => one !== null);
    return { ended: whole.length < asked.length ? stoppedBySignal : null, asked: whole };
  } finally {
    run.budget.release(cost);
  }
}

function costOfGroup({ costOf }: ExperimentRun, asks: readonly PlacedAsk[]): TrialCost {
  const costs = asks.map(({ placed }) => costOf(placed.target, placed.request));
  const costUsd = costs.includes(null) ? null : costs.reduce<number>((sum, one) => sum + (one ?? 0), 0);
  return { calls: asks.length, costUsd };
}

/** The smallest numbers that no call has: an interrupted pair leaves a gap, and the call that is made again takes its place. */
function freeNumbers(calls: readonly KeptCall[], count: number): readonly number[] {
  const taken = new Set(calls.map(({ call }) => call.call));
  const free = Array.from({ length: taken.size + count }, (_, at) => at + 1).filter((one) => !taken.has(one));
  return free.slice(0, count);
}

function answeredOf({ kept, failure, own }: AskedOne): Answered {
  return { failure, own, why: kept.why, isElsewhere: kept.call.arm.place !== null };
}
