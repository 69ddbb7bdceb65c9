import type { Need, Scenario } from "./scenario.js";

/** The needs that follow from a scenario's contents. The file's own `needs` are added to them by the caller. */
export function impliedNeeds(scenario: Scenario): readonly Need[] {
  const { settings, steps, history } = scenario;
  const isImage = ({ kind }: { readonly kind: string }) => kind === "image";
  const images =
    history.some((message) => message.parts.some(isImage)) ||
    scenario.tools.some(({ results }) => results.some(({ parts }) => parts.some(isImage)));
  const needs: readonly (readonly [need: Need, isNeeded: boolean])[] = [
    ["tools", scenario.tools.length > 0],
    ["tool-results", steps.some((step) => step.answerCalls) || history.some((message) => message.role === "tool")],
    ["parallel-tool-calls", settings.parallelToolCalls === true],
    ["tool-choice-none", settings.toolChoice?.kind === "none"],
    ["tool-choice-required", settings.toolChoice?.kind === "required"],
    ["tool-choice-tool", settings.toolChoice?.kind === "tool"],
    ["structured-output", settings.responseFormat !== null && settings.responseFormat.kind !== "text"],
    ["images", images],
    ["reasoning", settings.reasoning.mode === "on"],
    ["stop-sequences", settings.stopSequences !== null],
    ["system", scenario.system !== null],
  ];
  return needs.filter(([, isNeeded]) => isNeeded).map(([need]) => need);
}
