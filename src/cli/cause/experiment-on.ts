import { createArmAsker } from "../../library/experiment/ask-arms.js";
import type { ExperimentEvent } from "../../library/experiment/experiment-run.js";
import type { ExperimentStore } from "../../library/experiment/experiment-store.js";
import { type ProofPair, writeProof } from "../../library/experiment/proof-files.js";
import { type Experimented, runExperiment } from "../../library/experiment/run-experiment.js";
import { Budget } from "../../runner/live/budget.js";
import { noRetries, retryWithBackoff } from "../../runner/trial/retry-policy.js";
import { type WhoseResult, whoseResult } from "../../verdict/experiment/results/whose-result.js";
import { createLiveTransport } from "../../wire/transport/live.js";
import type { AskingStopSignal } from "../shell/stop-signal.js";
import type { PreparedCell } from "./prepare-cell.js";

/** What an experiment found. `whose` null: no cause is named. `spentUsd`: with what was spent before it went on. */
export type Found = Experimented & {
  readonly whose: WhoseResult | null;
  readonly proof: readonly ProofPair[];
  readonly spentUsd: number;
};

export type Asking = {
  readonly store: ExperimentStore;
  /** In US dollars, over the whole experiment; null: no limit. */
  readonly maxCost: number | null;
  readonly signals: Pick<AskingStopSignal, "signal" | "abort">;
  readonly onEvent: (event: ExperimentEvent) => void;
};

/** Deadlines of one call, in milliseconds. */
export const callDeadlines = { firstByteMs: 60_000, idleMs: 60_000, totalMs: 300_000 };

/** Asks until there is a result or something stops it, and writes `result.json` and the proof into the experiment's folder. */
export async function experimentOn(prepared: PreparedCell, asking: Asking): Promise<Found> {
  const { explained, made, reach, found, costOf } = prepared;
  const { store, maxCost, signals, onEvent } = asking;
  const live = createLiveTransport({ environment: process.env });
  const budget = new Budget({ maxCalls: null, maxCostUsd: maxCost });
  for (const { costUsd } of store.earlier) budget.spend(null, null, costUsd);
  try {
    const { credentialsFor, baseUrlFor } = reach;
    const asker = createArmAsker({
      ...{ credentialsFor, baseUrlFor, budget, nonceSeed: store.facts.nonceSeed },
      exchange: live.within(callDeadlines),
    });
    const done = await runExperiment({
      ...{ made, explained, scenario: found.scenario, asker, store, budget, onEvent, costOf },
      pause: store.facts.mark === null ? retryWithBackoff(0) : noRetries,
      stop: signals.signal,
      abort: signals.abort,
    });
    const spentUsd = budget.spent.costUsd;
    if (done.result === null) return { ...done, whose: null, proof: [], spentUsd };
    const whose = whoseResult(done.result, { call: explained.call, places: made.places, idle: made.idle });
    const proof = await writeProof(done.result, done.calls, { made, explained, store });
    return { ...done, whose, proof, spentUsd };
  } finally {
    await live.close();
  }
}
