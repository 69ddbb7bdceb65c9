import type { CooldownState } from "../relay/cooldown.js";
import type { Counts } from "../serve/metrics/counts.js";

/** The limits that hold for all workers together. */
export type LimitName = "requests" | "connections";

/** What a worker says to the primary about what they share. */
export type FromWorker =
  /** It has used up its part of a limit. */
  | { readonly kind: "ask"; readonly limit: LimitName }
  | { readonly kind: "give-back"; readonly limit: LimitName; readonly count: number }
  | { readonly kind: "spare"; readonly limit: LimitName; readonly count: number; readonly round: number }
  | { readonly kind: "failure"; readonly model: string; readonly atMs: number }
  /** A model that failed last has answered. */
  | { readonly kind: "answer"; readonly model: string }
  | { readonly kind: "counts"; readonly counts: Counts; readonly round: number }
  /** A client wants the metrics. */
  | { readonly kind: "want-totals" };

/** What the primary says to a worker about what they share. */
export type ToWorker =
  | { readonly kind: "grant"; readonly limit: LimitName; readonly count: number }
  | { readonly kind: "recall"; readonly limit: LimitName; readonly round: number }
  | { readonly kind: "owe"; readonly limit: LimitName; readonly isOwed: boolean }
  | { readonly kind: "model"; readonly model: string; readonly state: CooldownState }
  | { readonly kind: "count"; readonly round: number }
  | { readonly kind: "totals"; readonly counts: Counts };
