import type { Need, Scenario, Settings } from "./scenario.js";
import { settingsOf } from "./settings-of.js";

/** The needs that follow from a scenario's contents. The file's own `needs` are added to them by the caller. */
export function impliedNeeds(scenario: Scenario): readonly Need[] {
  const { steps, history } = scenario;
  const every = [scenario.settings, ...steps.map((step) => settingsOf(scenario, step))];
  const sends = (isSent: (settings: Settings) => boolean) => every.some(isSent);
  const isImage = ({ kind }: { readonly kind: string }) => kind === "image";
  const images =
    history.some((message) => message.parts.some(isImage)) ||
    scenario.tools.some(({ results }) => results.some(({ parts }) => parts.some(isImage)));
  const needs: readonly (readonly [need: Need, isNeeded: boolean])[] = [
    ["tools", scenario.tools.length > 0],
    ["tool-results", steps.some((step) => step.answerCalls) || history.some((message) => message.role === "tool")],
    ["parallel-tool-calls", sends((one) => one.parallelToolCalls === true)],
    ["tool-choice-none", sends((one) => one.toolChoice?.kind === "none")],
    ["tool-choice-required", sends((one) => one.toolChoice?.kind === "required")],
    ["tool-choice-tool", sends((one) => one.toolChoice?.kind === "tool")],
    ["structured-output", sends((one) => one.responseFormat !== null && one.responseFormat.kind !== "text")],
    ["images", images],
    ["reasoning", sends((one) => one.reasoning.mode === "on")],
    ["stop-sequences", sends((one) => one.stopSequences !== null)],
    ["system", scenario.system !== null],
    ["several-choices", sends((one) => one.choices !== null && one.choices > 1)],
  ];
  return needs.filter(([, isNeeded]) => isNeeded).map(([need]) => need);
}
