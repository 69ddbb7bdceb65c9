import { issueAt } from "../../source/issue-at.js";
import type { SourceDocument, SourcePath } from "../../source/source-document.js";
import type { SourceIssue } from "../../source/source-error.js";
import { suggestion } from "../../source/suggest.js";
import type { ScenarioFile, StepFile } from "../scenario-file.js";
import type { ComparisonFile } from "./comparison-file.js";
import { listed } from "./resolve-comparison.js";

/**
 * The mistakes of a scenario's comparisons: steps that do not exist, that ask something else, or that change more or less than the
 * parameter, and measures that need another number of steps.
 */
export function checkComparisons(scenario: ScenarioFile, document: SourceDocument): readonly SourceIssue[] {
  return scenario.compare.flatMap((comparison, index) => {
    const check: Check = { scenario, comparison, path: ["compare", index] };
    return mistakesOf(check).map(({ at, message, hint }) =>
      issueAt(document, { path: [...check.path, ...at] }, { message, hint }),
    );
  });
}

type Check = { readonly scenario: ScenarioFile; readonly comparison: ComparisonFile; readonly path: SourcePath };
type Side = "base" | "changed";
type Mistake = { readonly at: SourcePath; readonly message: string; readonly hint: string };

function mistakesOf(check: Check): readonly Mistake[] {
  const unknown = [...unknownSteps(check, "base"), ...unknownSteps(check, "changed")];
  if (unknown.length > 0) return unknown;
  const shape = [
    ...missingBase(check),
    ...wrongCount(check, "base"),
    ...wrongCount(check, "changed"),
    ...shared(check),
  ];
  return shape.length > 0 ? shape : [...otherTool(check), ...otherRequests(check)];
}

function stepIds({ comparison }: Check, side: Side): readonly string[] {
  return listed(comparison[side] ?? []);
}

function unknownSteps(check: Check, side: Side): readonly Mistake[] {
  const ids = check.scenario.steps.map(({ id }) => id);
  return stepIds(check, side)
    .filter((id) => !ids.includes(id))
    .map((id) => ({ at: [side], message: `there is no step "${id}"`, hint: suggestion(id, ids, "steps") }));
}

function missingBase({ comparison: { base, parameter } }: Check): readonly Mistake[] {
  if (base !== undefined || parameter === "repeat") return [];
  const hint = "write base: the step that does not send it";
  return [{ at: [], message: `${parameter} is compared with nothing`, hint }];
}

function wrongCount(check: Check, side: Side): readonly Mistake[] {
  const ids = stepIds(check, side);
  const needed = check.comparison.measure.sameReply === true ? 2 : 1;
  if (ids.length === needed || (side === "base" && ids.length === 0)) return [];
  const message = `${side} names ${ids.length} ${ids.length === 1 ? "step" : "steps"}`;
  const hint = needed === 2 ? "sameReply compares two steps with each other: name two" : "name one step";
  return [{ at: [side], message, hint }];
}

function shared(check: Check): readonly Mistake[] {
  const all = [...stepIds(check, "base"), ...stepIds(check, "changed")];
  const twice = all.find((id, index) => all.indexOf(id) < index);
  if (twice === undefined) return [];
  return [{ at: [], message: `the step "${twice}" is named twice`, hint: "each side has steps of its own" }];
}

function otherTool({ scenario, comparison: { measure } }: Check): readonly Mistake[] {
  const names = scenario.tools.map(({ name }) => name);
  if (measure.callsTool === undefined || names.includes(measure.callsTool)) return [];
  const message = `there is no tool "${measure.callsTool}"`;
  return [{ at: ["measure", "callsTool"], message, hint: suggestion(measure.callsTool, names, "tools") }];
}

/** Every step has to ask the same, from the beginning, and differ in the parameter alone. */
function otherRequests(check: Check): readonly Mistake[] {
  const { scenario, comparison } = check;
  const [base = scenario.steps[0]?.id, ...otherBases] = stepIds(check, "base");
  const first = scenario.steps.find(({ id }) => id === base);
  if (first === undefined) return [];
  const compared = [
    ...otherBases.map((id) => ({ id, side: "base" as const })),
    ...stepIds(check, "changed").map((id) => ({ id, side: "changed" as const })),
  ];
  return [
    ...conversationOf(check, first, "base"),
    ...compared.flatMap(({ id, side }) => {
      const step = scenario.steps.find((one) => one.id === id);
      if (step === undefined || step === first) return [];
      const conversation = [...conversationOf(check, step, side), ...otherWords(step, first, side)];
      if (conversation.length > 0) return conversation;
      return settingsMistake({
        scenario,
        first,
        step,
        side,
        parameter: side === "base" ? "repeat" : settingOf(comparison),
      });
    }),
  ];
}

/** The setting in which the changed steps differ. */
function settingOf({ parameter }: ComparisonFile): string {
  return parameter === "schemaKeyword" ? "responseFormat" : parameter;
}

/** A step that goes on from another one asks with another history. */
function conversationOf({ scenario }: Check, step: StepFile, side: Side): readonly Mistake[] {
  if (step.fresh || step === scenario.steps[0]) return [];
  const message = `the step "${step.id}" goes on from the step before it`;
  return [{ at: [side], message, hint: "write fresh: true at the step, so that the same conversation is asked" }];
}

function otherWords(step: StepFile, first: StepFile, side: Side): readonly Mistake[] {
  if (step.say === first.say) return [];
  const message = `the step "${step.id}" says something else than "${first.id}"`;
  return [{ at: [side], message, hint: "say the same in both: one thing alone may differ" }];
}

type Compared = {
  readonly scenario: ScenarioFile;
  readonly first: StepFile;
  readonly step: StepFile;
  readonly side: Side;
  readonly parameter: string;
};

function settingsMistake({ scenario, first, step, side, parameter }: Compared): readonly Mistake[] {
  const [before, after] = [first, step].map(({ settings }) => valuesOf({ ...scenario.settings, ...settings }));
  const names = [...new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])])];
  const changed = names.filter((name) => before?.get(name) !== after?.get(name));
  const others = changed.filter((name) => name !== parameter);
  if (others.length > 0) {
    const message = `the step "${step.id}" has another ${others.join(" and ")} than "${first.id}"`;
    const hint = parameter === "repeat" ? "give both the same settings" : `change ${parameter} alone`;
    return [{ at: [side], message, hint }];
  }
  if (parameter === "repeat" || changed.length > 0) return [];
  const message = `the step "${step.id}" has the same ${parameter} as "${first.id}"`;
  return [{ at: [side], message, hint: `write settings: { ${parameter}: … } at the step` }];
}

function valuesOf(settings: object): ReadonlyMap<string, string> {
  return new Map(Object.entries(settings).map(([name, value]) => [name, JSON.stringify(value)]));
}
