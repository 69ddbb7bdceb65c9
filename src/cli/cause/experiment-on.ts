import { type AskingWithin, askingOn } from "../../library/experiment/asking-on.js";
import type { ExperimentEvent } from "../../library/experiment/experiment-run.js";
import type { ExperimentStore } from "../../library/experiment/experiment-store.js";
import { judgeArm } from "../../library/experiment/judge-arm.js";
import { type ProofPair, writeProof } from "../../library/experiment/proof-files.js";
import { type Experimented, runExperiment } from "../../library/experiment/run-experiment.js";
import { type WhoseResult, whoseResult } from "../../verdict/experiment/results/whose-result.js";
import type { PreparedCell } from "./prepare-cell.js";

/** What an experiment found. `whose` null: no cause is named. `spentUsd`: with what was spent before it went on. */
export type Found = Experimented & {
  readonly whose: WhoseResult | null;
  readonly proof: readonly ProofPair[];
  readonly spentUsd: number;
};

export type Asking = AskingWithin & {
  readonly store: ExperimentStore;
  readonly onEvent: (event: ExperimentEvent) => void;
};

/** Asks until there is a result or something stops it, and writes `result.json` and the proof into the experiment's folder. */
export function experimentOn(prepared: PreparedCell, asking: Asking): Promise<Found> {
  const { explained, made, reach, found, costOf } = prepared;
  const { store, onEvent } = asking;
  return askingOn(reach, asking, async (means) => {
    const done = await runExperiment({
      ...{ made, explained, scenario: found.scenario, store, onEvent, costOf, judge: judgeArm },
      ...means,
    });
    const spentUsd = means.budget.spent.costUsd;
    if (done.result === null) return { ...done, whose: null, proof: [], spentUsd };
    const whose = whoseResult(done.result, { call: explained.call, places: made.places, idle: made.idle });
    const proof = await writeProof(done.result, done.calls, { made, explained, store });
    return { ...done, whose, proof, spentUsd };
  });
}
