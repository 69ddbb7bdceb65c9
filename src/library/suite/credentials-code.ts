import type { Transcript } from "../../transcript/transcript.js";
import { isUnsupported } from "../../verdict/exclusion.js";
import type { Verdict } from "../../verdict/verdict.js";
import { type ExitCode, exitCodes } from "../exit-code.js";

/**
 * The exit code for credentials: one that was refused, or missing ones that left nothing to ask. A column that is blocked for want of a key
 * beside columns that were asked is none. `excluded`: trials by reason; `hasEligible`: one was not excluded.
 */
export function credentialsCode({
  transcripts,
  excluded,
  hasEligible,
}: {
  readonly transcripts: readonly Transcript[];
  readonly excluded: { readonly [reason: string]: number };
  readonly hasEligible: boolean;
}): readonly ExitCode[] {
  const missing = transcripts.filter(({ notRun }) => notRun?.kind === "credentials").length;
  const isRefused = (excluded["credentials"] ?? 0) > missing;
  const others = Object.keys(excluded).filter((reason) => reason !== "credentials" && !isUnsupported(reason));
  const isAll = missing > 0 && !hasEligible && others.length === 0;
  return isRefused || isAll ? [exitCodes.credentials] : [];
}

/** The excluded trials of all cells, by reason. */
export function excludedTrials(verdicts: readonly Verdict[]): { readonly [reason: string]: number } {
  const counts: Record<string, number> = {};
  for (const { trials } of verdicts) {
    for (const [reason, count] of Object.entries(trials.excluded)) counts[reason] = (counts[reason] ?? 0) + count;
  }
  return counts;
}
