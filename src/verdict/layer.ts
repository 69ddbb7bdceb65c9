import type { Check } from "./checks/check.js";
import type { Layer } from "./checks/rule.js";
import type { TrialVerdict } from "./verdict.js";

/**
 * A trial as one layer reads it. `compatible`: as it was judged. `strict`: the notes of strict checks, and of checks that pass over what
 * clients cope with, count too, so that an eligible trial with one of them is bad. An excluded trial stays excluded.
 */
export function inLayer(trial: TrialVerdict, layer: Layer, checks: readonly Check[]): TrialVerdict {
  if (layer === "compatible" || trial.outcome === "excluded") return trial;
  const strict = new Set(
    checks.filter(({ rule }) => rule.layer === "strict" || rule.notes === "strict").map(({ id }) => id),
  );
  const results = trial.checks.map((result) =>
    result.finding === null || !strict.has(result.check)
      ? result
      : { ...result, finding: { ...result.finding, severity: "bad" as const } },
  );
  const findings = results.flatMap(({ finding }) => (finding === null ? [] : [finding]));
  const isBad = findings.some(({ severity }) => severity === "bad");
  return { ...trial, outcome: isBad ? "bad" : "ok", findings, checks: results };
}
