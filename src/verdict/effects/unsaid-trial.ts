import type { Comparison } from "../../scenario/compare/comparison.js";
import type { Transcript } from "../../transcript/transcript.js";
import type { Finding, FindingId } from "../verdict.js";
import { trialEffect } from "./trial-effect.js";

/**
 * Why a trial shows no effect of any parameter that its scenario compares: the service refused the changed request, or the API has no place for
 * the setting. Null: it compares none, one was measured, or something else is bad too.
 */
export function unsaidTrial(
  transcript: Transcript,
  comparisons: readonly Comparison[],
  findings: readonly Finding[],
): string | null {
  const effects = comparisons.map((comparison) => ({ comparison, effect: trialEffect(transcript, comparison) }));
  if (effects.some(({ effect }) => effect.kind === "measured")) return null;
  const unsaid = effects.find(({ effect }) => effect.kind === "refused" || effect.kind === "left-out");
  if (unsaid === undefined || unsaid.effect.kind === "measured") return null;
  const { comparison, effect } = unsaid;
  const isExplained = ({ id, step }: Finding) =>
    step !== null && comparison.changed.includes(step) && explained[effect.kind].includes(id);
  if (findings.some((finding) => finding.severity === "bad" && !isExplained(finding))) return null;
  const what = effect.kind === "refused" ? "is refused" : "cannot be said in this API";
  return `${comparison.label} ${what}: ${effect.message}`;
}

/** What follows of a changed request that was refused, or that was sent without its change. */
const explained: { readonly [kind in "refused" | "left-out" | "silent"]: readonly FindingId[] } = {
  refused: ["request-refused"],
  "left-out": [
    "choice-ignored",
    "unexpected-call",
    "missing-call",
    "output-invalid",
    "wrong-answer",
    "unexpected-finish",
  ],
  silent: [],
};
