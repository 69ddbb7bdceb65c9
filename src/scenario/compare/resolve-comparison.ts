import type { Settings } from "../scenario.js";
import type { Comparison, Measure } from "./comparison.js";
import type { ComparisonFile, MeasureFile } from "./comparison-file.js";
import type { Parameter } from "./parameters.js";

/** The comparison of a valid file. `settingsOf`: the settings of a step by its id. */
export function resolveComparison(source: ComparisonFile, settingsOf: (step: string) => Settings | null): Comparison {
  const changed = listed(source.changed);
  const settings = settingsOf(changed[0] ?? "");
  return {
    parameter: source.parameter,
    label: source.label ?? labelOf(source.parameter, settings, source.measure),
    base: source.base === undefined ? [] : listed(source.base),
    changed,
    measure: resolveMeasure(source.measure),
    effect: source.effect,
  };
}

/** One step id, or a list of them, as a list. */
export function listed(steps: string | readonly string[]): readonly string[] {
  return typeof steps === "string" ? [steps] : steps;
}

function labelOf(parameter: Parameter, settings: Settings | null, measure: MeasureFile): string {
  if (parameter === "schemaKeyword") return parameter;
  if (parameter === "repeat") return measure.cached === true ? "repeat: cached" : "repeat: same reply";
  const value = settings === null ? null : shortValue(parameter, settings);
  return value === null ? parameter : `${parameter} ${value}`;
}

/** The value, where it is short and another value would have another effect. */
function shortValue(parameter: Exclude<Parameter, "repeat" | "schemaKeyword">, settings: Settings): string | null {
  switch (parameter) {
    case "toolChoice":
      return settings.toolChoice?.kind === "tool" ? "named" : (settings.toolChoice?.kind ?? null);
    case "responseFormat":
      return settings.responseFormat?.kind ?? null;
    case "reasoning":
      return settings.reasoning.effort === null ? settings.reasoning.mode : `effort ${settings.reasoning.effort}`;
    case "parallelToolCalls":
    case "temperature":
    case "topP":
    case "topK":
      return String(settings[parameter]);
    default:
      return null;
  }
}

function resolveMeasure(source: MeasureFile): Measure {
  if (source.contains !== undefined) return { kind: "contains", anyOf: source.contains };
  if (source.textAbove !== undefined) return { kind: "text-above", characters: source.textAbove };
  if (source.outputTokensAbove !== undefined) return { kind: "output-tokens-above", tokens: source.outputTokensAbove };
  if (source.callsAtLeast !== undefined) return { kind: "calls-at-least", calls: source.callsAtLeast };
  if (source.callsTool !== undefined) return { kind: "calls-tool", tool: source.callsTool };
  if (source.matchesSchema !== undefined) return { kind: "matches-schema", schema: source.matchesSchema };
  if (source.repeatsAbove !== undefined) return { kind: "repeats-above", share: source.repeatsAbove };
  if (source.reasoningTokensAbove !== undefined)
    return { kind: "reasoning-tokens-above", tokens: source.reasoningTokensAbove };
  if (source.finish !== undefined) return { kind: "finish", anyOf: source.finish };
  if (source.logprobs !== undefined) return { kind: "logprobs" };
  if (source.reasons !== undefined) return { kind: "reasons" };
  if (source.cached !== undefined) return { kind: "cached" };
  return source.isJson === undefined ? { kind: "same-reply" } : { kind: "is-json" };
}
