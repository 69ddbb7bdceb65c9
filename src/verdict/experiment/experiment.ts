import { seededRandom } from "../../chat/seeded-random.js";
import { armKey, armNumbers } from "./hypotheses/coordinates.js";
import type { ExperimentOptions } from "./options.js";
import { planBatch } from "./plan.js";
import type { Step } from "./result.js";
import { conclude } from "./results/conclude.js";
import { beliefsOf, mergedOf } from "./results/describe.js";
import type { ExperimentCall, Space } from "./space.js";
import { openState, type Planned, takeBatch } from "./state.js";

/** An experiment under way. `add` takes the next call; `step` says what to do now. */
export type Experiment = { readonly add: (call: ExperimentCall) => void; readonly step: () => Step };

/**
 * What to do after these calls: which ones to make next, or the result. It follows from its arguments alone, so that an experiment
 * which was interrupted goes on at any call. Calls of one batch may come in any order. A call that was not asked for is a RangeError.
 */
export function nextStep(space: Space, calls: readonly ExperimentCall[], options: ExperimentOptions): Step {
  const experiment = openExperiment(space, options);
  for (const call of calls) experiment.add(call);
  return experiment.step();
}

/** Opens an experiment that is kept between the calls; it says what {@link nextStep} says of the same calls. */
export function openExperiment(space: Space, options: ExperimentOptions): Experiment {
  const state = openState(space, options, seededRandom(options.seed));
  let result = conclude(state);
  let batch: readonly Planned[] = planWithin();
  let taken: (ExperimentCall | null)[] = batch.map(() => null);

  function planWithin(): readonly Planned[] {
    return planBatch(state).slice(0, Math.max(options.budget - state.calls, 0));
  }

  return {
    add(call) {
      const index =
        result === null ? batch.findIndex((planned, at) => taken[at] === null && isAnswer(space, planned, call)) : -1;
      if (index < 0) throw new RangeError(`call ${call.call} is not one that the experiment asked for`);
      taken[index] = call;
      if (taken.includes(null)) return;
      takeBatch(
        state,
        batch,
        taken.filter((one) => one !== null),
      );
      result = conclude(state);
      batch = result === null ? planWithin() : [];
      taken = batch.map(() => null);
    },
    step() {
      const believed = beliefsOf(state);
      if (result !== null) return { kind: "result", result, believed };
      const asks = batch
        .filter((_, at) => taken[at] === null)
        .map(({ arm, stage, pair, nonce, why }) => ({ arm, stage, pair, nonce, why }));
      return { kind: "ask", batch: asks, believed, merged: mergedOf(state) };
    },
  };
}

function isAnswer(space: Space, planned: Planned, call: ExperimentCall): boolean {
  return (
    planned.stage === call.stage &&
    planned.pair === call.pair &&
    armKey(armNumbers(space, call.arm)) === armKey(planned.numbers)
  );
}
