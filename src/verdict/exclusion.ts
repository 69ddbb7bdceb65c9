import { unreachable } from "../chat/unreachable.js";
import { isAccountReason } from "./account-reasons.js";
import type { ExclusionReason, Observed, TrialVerdict } from "./verdict.js";

/** Why a cell has no eligible trial: the observation, its reason in one word, and the message of the first such trial. */
export type NothingObserved = {
  readonly observed: Extract<Observed, "blocked" | "unsupported" | "not-run">;
  readonly reason: string;
  readonly reasonText: string | null;
};

/** How many trials were excluded for which reason; reasons in alphabetical order. */
export function countExcluded(trials: readonly TrialVerdict[]): { readonly [reason: string]: number } {
  const reasons = trials.flatMap(({ reason }) => (reason === null ? [] : [reason])).sort();
  const counts: Record<string, number> = {};
  for (const reason of reasons) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
}

/** The most frequent reason speaks for a cell without eligible trials; among equals the one that came first. */
export function nothingObserved(trials: readonly TrialVerdict[]): NothingObserved {
  const counts = countExcluded(trials);
  let main: TrialVerdict | null = null;
  for (const trial of trials) {
    if (trial.reason !== null && timesOf(counts, trial) > timesOf(counts, main)) main = trial;
  }
  if (main === null || main.reason === null) return { observed: "not-run", reason: "no recording", reasonText: null };
  return { observed: observedFor(main.reason), reason: wordFor(main.reason), reasonText: main.message };
}

function timesOf(counts: { readonly [reason: string]: number }, trial: TrialVerdict | null): number {
  return trial?.reason === null || trial === null ? 0 : (counts[trial.reason] ?? 0);
}

/** `blocked`: asked, and kept from an answer. `not-run`: nobody was asked, or our own fault. */
function observedFor(reason: ExclusionReason): NothingObserved["observed"] {
  if (isAccountReason(reason)) return "blocked";
  switch (reason) {
    case "unsupported":
      return "unsupported";
    case "no-recording":
    case "budget":
    case "aborted":
    case "replay-miss":
    case "harness-fault":
      return "not-run";
    case "pin-not-honoured":
    case "connection":
    case "unavailable":
    case "not-reached":
      return "blocked";
    default:
      return unreachable(reason);
  }
}

function wordFor(reason: ExclusionReason): string {
  return reason === "no-recording" ? "no recording" : reason;
}
