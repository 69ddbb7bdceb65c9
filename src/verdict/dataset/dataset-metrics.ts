import { bootstrapInterval } from "../statistics/bootstrap-interval.js";
import { mcnemarExact } from "../statistics/mcnemar-exact.js";
import {
  type TriggerPair,
  triggerAgreement,
  type VendorCounts,
  vendorSimilarity,
} from "../statistics/vendor-verifier.js";
import { wilsonInterval } from "../statistics/wilson.js";
import type { CallFault, SampleOutcome } from "./sample-outcome.js";

/** `n` of `of`, with Wilson's 95 % interval; null where `of` is 0. */
export type Share = { readonly n: number; readonly of: number; readonly interval: readonly [number, number] } | null;

/**
 * The metrics of one target over a data set. Definitions: K2-Vendor-Verifier's README (counts, schema accuracy, similarity, F1)
 * and OpenRouter's auto-exacto docs (buckets), both read 2026-11.
 */
export type TargetMetrics = {
  readonly target: string;
  readonly samples: number;
  readonly excluded: number;
  /** Replies by finish reason; `successful` and `schemaErrors` count among those that announce a call. */
  readonly counts: VendorCounts;
  /** Successful over announced calls. */
  readonly schemaAccuracy: Share;
  /** Requests with at least one call with that fault, over requests with a call. */
  readonly buckets: { readonly [fault in CallFault]: Share };
  /** Requests with any faulty call, over requests with a call. */
  readonly erroredRequests: Share;
  /** Replies with a bad finding by the checks of this project. */
  readonly bad: Share;
};

/** A target compared with the reference, over the samples to which both replied. */
export type Agreement = {
  readonly target: string;
  readonly reference: string;
  readonly samples: number;
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
  /** The 95 % interval of F1, by resampling the pairs; null where F1 is null. */
  readonly f1Interval: readonly [number, number] | null;
  /** In percent, from the counts over the same samples; null without a pair. */
  readonly similarity: number | null;
  /** Pairs that are bad on one side only, and McNemar's exact p. Each pair is one request, so the test applies. */
  readonly badHereOnly: number;
  readonly badThereOnly: number;
  readonly p: number;
};

/** Computes the metrics of one target from its samples; excluded samples count in `samples` and `excluded` only. */
export function targetMetrics(target: string, outcomes: readonly SampleOutcome[]): TargetMetrics {
  const counted = outcomes.filter(({ end }) => end !== "excluded");
  const counts = countsOf(counted);
  const calling = counted.filter(({ calls }) => calls.length > 0);
  const withFault = (fault: CallFault) =>
    shareOf(calling.filter(({ calls }) => calls.includes(fault)).length, calling.length);
  return {
    target,
    samples: outcomes.length,
    excluded: outcomes.length - counted.length,
    counts,
    schemaAccuracy: shareOf(counts.successful, counts.toolCalls),
    buckets: {
      "invalid-json": withFault("invalid-json"),
      "unknown-name": withFault("unknown-name"),
      "schema-mismatch": withFault("schema-mismatch"),
    },
    erroredRequests: shareOf(
      calling.filter(({ calls }) => calls.some((fault) => fault !== null)).length,
      calling.length,
    ),
    bad: shareOf(counted.filter(({ isBad }) => isBad === true).length, counted.length),
  };
}

/** Compares a target's outcomes with the reference's, sample by sample. */
export function agreementWith(
  { target, outcomes }: { readonly target: string; readonly outcomes: readonly SampleOutcome[] },
  reference: { readonly target: string; readonly outcomes: readonly SampleOutcome[] },
): Agreement {
  const referenceOutcomes = new Map(reference.outcomes.map((outcome) => [outcome.sample, outcome]));
  const pairs = outcomes.flatMap((here) => {
    const other = referenceOutcomes.get(here.sample);
    return other === undefined || here.end === "excluded" || other.end === "excluded" ? [] : [{ here, other }];
  });
  const triggers = pairs.map(({ here, other }): TriggerPair => [here.end === "tool-calls", other.end === "tool-calls"]);
  const badHereOnly = pairs.filter(({ here, other }) => here.isBad === true && other.isBad === false).length;
  const badThereOnly = pairs.filter(({ here, other }) => here.isBad === false && other.isBad === true).length;
  const counts = { here: countsOf(pairs.map(({ here }) => here)), other: countsOf(pairs.map(({ other }) => other)) };
  return {
    target,
    reference: reference.target,
    samples: pairs.length,
    ...triggerAgreement(triggers),
    f1Interval: bootstrapInterval(triggers, (drawn) => triggerAgreement(drawn).f1),
    similarity: pairs.length === 0 ? null : vendorSimilarity(counts.here, counts.other),
    badHereOnly,
    badThereOnly,
    p: mcnemarExact({ leftOnly: badHereOnly, rightOnly: badThereOnly }),
  };
}

/** A reply that announces a call and has none counts as a schema error (K2-Vendor-Verifier). */
function countsOf(outcomes: readonly SampleOutcome[]): VendorCounts {
  const announced = outcomes.filter(({ end }) => end === "tool-calls");
  const successful = announced.filter(({ calls }) => calls.length > 0 && calls.every((fault) => fault === null)).length;
  return {
    stop: outcomes.filter(({ end }) => end === "stop").length,
    toolCalls: announced.length,
    others: outcomes.filter(({ end }) => end === "other").length,
    schemaErrors: announced.length - successful,
    successful,
  };
}

function shareOf(n: number, of: number): Share {
  const interval = wilsonInterval(n, of);
  return interval === null ? null : { n, of, interval };
}
