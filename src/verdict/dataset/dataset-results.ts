import type { Target } from "../../chat/target.js";
import { unscripted } from "../../scenario/unscripted.js";
import type { Transcript } from "../../transcript/transcript.js";
import { judgeTrial } from "../judge-trial.js";
import { type Agreement, agreementWith, type TargetMetrics, targetMetrics } from "./dataset-metrics.js";
import { type SampleOutcome, sampleOutcome } from "./sample-outcome.js";

/** A data set asked of some targets: each target's figures, and each beside the reference, where one is named. */
export type DatasetResults = {
  readonly targets: readonly TargetMetrics[];
  readonly agreements: readonly Agreement[];
  /** Why samples are excluded, over all targets: reason → samples. */
  readonly excluded: { readonly [reason: string]: number };
};

/** Judges every sample of every target; targets by their ids. `reference`: the id of a target among them; null: none is held against another. */
export function datasetResults(
  transcripts: readonly Transcript[],
  targets: readonly Target[],
  reference: string | null,
): DatasetResults {
  const excluded: Record<string, number> = {};
  const asked = targets
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map((target) => {
      const outcomes = transcripts
        .filter(({ cell }) => cell.target === target.id)
        .map((transcript) => judged(transcript, target, excluded));
      return { target: target.id, outcomes };
    });
  const other = asked.find(({ target }) => target === reference);
  return {
    targets: asked.map(({ target, outcomes }) => targetMetrics(target, outcomes)),
    agreements: other === undefined ? [] : asked.filter((one) => one !== other).map((one) => agreementWith(one, other)),
    excluded,
  };
}

function judged(transcript: Transcript, target: Target, excluded: Record<string, number>): SampleOutcome {
  const { capabilities, upstreamName } = target;
  const verdict = judgeTrial(transcript, unscripted(transcript.cell.scenario), { capabilities, upstreamName });
  if (verdict.reason !== null) excluded[verdict.reason] = (excluded[verdict.reason] ?? 0) + 1;
  return sampleOutcome(transcript, verdict);
}
