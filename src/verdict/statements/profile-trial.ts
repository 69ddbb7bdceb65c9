import type { Transcript } from "../../transcript/transcript.js";
import type { ExclusionReason, Finding, TrialVerdict } from "../verdict.js";

/** A trial as a profile counts it. `failing`: bad findings of its required checks; `beside`: those of other checks. */
export type ProfileTrial = {
  readonly outcome: "ok" | "bad" | "excluded";
  readonly reason: ExclusionReason | null;
  readonly upstream: string | null;
  readonly failing: readonly Finding[];
  readonly beside: readonly Finding[];
};

/**
 * Counts a judged trial by the required checks alone. A trial that broke off after a finding of another check says nothing of the steps that
 * it did not reach: it is excluded.
 */
export function profileTrial(
  judged: TrialVerdict,
  { notReached }: Pick<Transcript, "notReached">,
  required: ReadonlySet<string>,
): ProfileTrial {
  const { reason, upstream } = judged;
  if (judged.outcome === "excluded") return { outcome: "excluded", reason, upstream, failing: [], beside: [] };
  const bad = judged.checks.flatMap(({ check, finding }) => (finding?.severity === "bad" ? [{ check, finding }] : []));
  const failing = bad.filter(({ check }) => required.has(check)).map(({ finding }) => finding);
  const beside = bad.filter(({ check }) => !required.has(check)).map(({ finding }) => finding);
  if (failing.length > 0) return { outcome: "bad", reason: null, upstream, failing, beside };
  if (notReached.length > 0) return { outcome: "excluded", reason: "not-reached", upstream, failing, beside };
  return { outcome: "ok", reason: null, upstream, failing, beside };
}
