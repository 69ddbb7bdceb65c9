import type { Comparison } from "../../scenario/compare/comparison.js";
import { parameterFacts } from "../../scenario/compare/parameters.js";
import type { CheckResult, Finding, TrialVerdict } from "../verdict.js";
import { effectCheck } from "./effect-checks.js";
import type { EffectVerdict } from "./effect-verdict.js";

/**
 * The trials with the claims about their parameters. One that is ignored is ignored in every request, also where a reply looks otherwise by
 * chance: each eligible trial has the finding, which is a note where the document promises its best effort only.
 */
export function withEffects(
  judged: readonly TrialVerdict[],
  effects: readonly EffectVerdict[],
  comparisons: readonly Comparison[],
): readonly TrialVerdict[] {
  const results = effects.map((effect, index) => resultOf(effect, comparisons[index]?.changed[0] ?? null));
  const found = results.flatMap(({ finding }) => (finding === null ? [] : [finding]));
  const isBad = found.some(({ severity }) => severity === "bad");
  return judged.map((trial) => {
    if (trial.outcome === "excluded") return trial;
    const outcome = isBad ? "bad" : trial.outcome;
    return { ...trial, outcome, findings: [...trial.findings, ...found], checks: [...trial.checks, ...results] };
  });
}

function resultOf({ parameter, label, verdict, seen }: EffectVerdict, step: string | null): CheckResult {
  const check = effectCheck(parameter);
  if (verdict !== "ignored") {
    return { check, outcome: verdict === "honoured" ? "pass" : "not-applicable", step, finding: null };
  }
  const severity = parameterFacts[parameter].promise === "kept" ? "bad" : "note";
  const finding: Finding = { id: "parameter-ignored", cause: label, severity, step, seen };
  return { check, outcome: "fail", step, finding };
}
