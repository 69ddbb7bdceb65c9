import type { Api } from "../../chat/api.js";
import type { LeavingReason } from "../../verdict/nights/steering.js";
import type { RoutedModel } from "../config/router-config.js";

/** A cell that a history of nights, or one run, says something against. */
export type NightEvidence = {
  /** As `history` and `gate` name it. */
  readonly cell: string;
  readonly target: string;
  readonly api: Api;
  readonly scenario: string;
  /** What a request must use for this to say something about it: `chat`, `tools`, … */
  readonly exercises: readonly string[];
  /** `fail`: the claim of a run. */
  readonly state: LeavingReason | "fail";
  /** The night since which it is so, or the day of the run: `YYYY-MM-DD`. */
  readonly night: string;
  /** The day on which it was measured last: `YYYY-MM-DD`. */
  readonly seen: string;
  /** The reason, for headers and the log. */
  readonly text: string;
};

const dayMs = 86_400_000;

/** Whether it counts for a model: it is about one of its targets and the API of one of them, not too old, and not of the future. */
export function speaksAgainst(
  { target, api, seen }: NightEvidence,
  { measured, whole, streaming }: Pick<RoutedModel, "measured" | "whole" | "streaming">,
  { maxAgeDays, now }: { readonly maxAgeDays: number; readonly now: Date },
): boolean {
  const age = now.getTime() - Date.parse(seen);
  const isRecent = age >= -dayMs && age <= maxAgeDays * dayMs;
  return isRecent && measured.includes(target) && (api === whole.api || api === streaming.api);
}
