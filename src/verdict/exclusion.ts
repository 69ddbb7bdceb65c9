import { unreachable } from "../chat/unreachable.js";
import { isAccountReason } from "./account-reasons.js";
import { shortened } from "./compare-text.js";
import type { ExclusionReason, Observed, TrialVerdict } from "./verdict.js";

/** Why a cell has no eligible trial. `reason`: in one word. `reasonText`: the message of the first trial with that reason. */
export type NothingObserved = {
  readonly observed: Extract<Observed, "blocked" | "unsupported" | "not-run">;
  readonly reason: string;
  readonly reasonText: string | null;
};

/** True for an exclusion reason that says that something is not offered. */
export function isUnsupported(reason: string | null): boolean {
  return reason === "unsupported" || reason === "api-unsupported" || reason === "caching-unsupported";
}

/** The number of excluded trials by reason; reasons in alphabetical order. */
export function countExcluded(trials: readonly TrialVerdict[]): { readonly [reason: string]: number } {
  const reasons = trials.flatMap(({ reason }) => (reason === null ? [] : [reason])).sort();
  const counts: Record<string, number> = {};
  for (const reason of reasons) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
}

/** The outcome of a cell without an eligible trial, by its most frequent reason; of equally frequent ones, the first. */
export function nothingObserved(trials: readonly TrialVerdict[]): NothingObserved {
  const counts = countExcluded(trials);
  let main: TrialVerdict | null = null;
  for (const trial of trials) {
    if (trial.reason !== null && countOf(counts, trial) > countOf(counts, main)) main = trial;
  }
  if (main === null || main.reason === null) return { observed: "not-run", reason: "no recording", reasonText: null };
  const reasonText = main.message === null ? null : shortened(main.message);
  return { observed: observedFor(main.reason), reason: wordFor(main.reason), reasonText };
}

function countOf(counts: { readonly [reason: string]: number }, trial: TrialVerdict | null): number {
  return trial?.reason === null || trial === null ? 0 : (counts[trial.reason] ?? 0);
}

/** `blocked`: the service was asked and gave no answer. `not-run`: it was not asked, or the fault is in this program. */
function observedFor(reason: ExclusionReason): NothingObserved["observed"] {
  if (isAccountReason(reason)) return "blocked";
  switch (reason) {
    case "unsupported":
    case "api-unsupported":
    case "caching-unsupported":
      return "unsupported";
    case "no-recording":
    case "budget":
    case "too-large":
    case "aborted":
    case "replay-miss":
    case "harness-fault":
      return "not-run";
    case "pin-not-honoured":
    case "connection":
    case "no-answer":
    case "unavailable":
    case "pending":
    case "column-stopped":
    case "not-reached":
      return "blocked";
    default:
      return unreachable(reason);
  }
}

function wordFor(reason: ExclusionReason): string {
  return reason === "no-recording" ? "no recording" : reason;
}
