import type { Target } from "../../chat/target.js";
import { unscripted } from "../../scenario/unscripted.js";
import type { Transcript } from "../../transcript/transcript.js";
import { judgeTrial } from "../judge-trial.js";
import { type Agreement, agreementWith, type TargetMetrics, targetMetrics } from "./dataset-metrics.js";
import { type SampleOutcome, sampleOutcome } from "./sample-outcome.js";

/** The results of a data set: the metrics of each target, and, with a reference, the agreement of each other target with it. */
export type DatasetResults = {
  readonly targets: readonly TargetMetrics[];
  readonly agreements: readonly Agreement[];
  /** Reason → excluded samples, over all targets. */
  readonly excluded: { readonly [reason: string]: number };
};

/** Judges every sample of every target, in the order of target ids. `reference`: the id of one target; null: no comparison. */
export function datasetResults(
  transcripts: readonly Transcript[],
  targets: readonly Target[],
  reference: string | null,
): DatasetResults {
  const excluded: Record<string, number> = {};
  const outcomesByTarget = targets
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map((target) => {
      const outcomes = transcripts
        .filter(({ cell }) => cell.target === target.id)
        .map((transcript) => outcomeOf(transcript, target, excluded));
      return { target: target.id, outcomes };
    });
  const referenceOutcomes = outcomesByTarget.find(({ target }) => target === reference);
  return {
    targets: outcomesByTarget.map(({ target, outcomes }) => targetMetrics(target, outcomes)),
    agreements:
      referenceOutcomes === undefined
        ? []
        : outcomesByTarget
            .filter((outcomes) => outcomes !== referenceOutcomes)
            .map((outcomes) => agreementWith(outcomes, referenceOutcomes)),
    excluded,
  };
}

/** Judges one sample, and counts it in `excluded` when it is. */
function outcomeOf(transcript: Transcript, target: Target, excluded: Record<string, number>): SampleOutcome {
  const { capabilities, upstreamName } = target;
  const verdict = judgeTrial(transcript, unscripted(transcript.cell.scenario), { capabilities, upstreamName });
  if (verdict.reason !== null) excluded[verdict.reason] = (excluded[verdict.reason] ?? 0) + 1;
  return sampleOutcome(transcript, verdict);
}
