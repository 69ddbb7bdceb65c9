import type { Message, UserPart } from "../../chat/message.js";
import type { Scenario, Step } from "../../scenario/scenario.js";
import { historyCalls, type RequestContent, toolRounds } from "./model-request.js";

/** The step of a scenario that a request asks for. */
export type MatchedStep = { readonly scenario: Scenario; readonly step: Step; readonly index: number };

/** The conversation so far when a step's request is made. */
type Expected = { readonly userText: string; readonly rounds: number; readonly assistants: number };

/**
 * Finds the step that a request is for. The user texts so far must be the scenario's, white space aside, and the number of
 * rounds of tool results must be the same. Of several matches, the one with the same tools, the same system text and the
 * same number of assistant turns wins, then the first scenario. Null: no step matches.
 */
export function matchStep(request: RequestContent, scenarios: readonly Scenario[]): MatchedStep | null {
  const candidates = scenarios.flatMap((scenario) =>
    scenario.steps.flatMap((step, index) => {
      const likeness = likenessOf(request, scenario, index);
      return likeness === null ? [] : [{ scenario, step, index, likeness }];
    }),
  );
  const best = candidates.reduce<(typeof candidates)[number] | null>(
    (top, next) => (top === null || next.likeness > top.likeness ? next : top),
    null,
  );
  return best === null ? null : { scenario: best.scenario, step: best.step, index: best.index };
}

function likenessOf(request: RequestContent, scenario: Scenario, index: number): number | null {
  const expected = expectedAt(scenario, index);
  if (request.prompt !== null) return promptLikeness(request.prompt, scenario, index);
  if (squeezed(userTextOf(request)) !== expected.userText || toolRounds(request) !== expected.rounds) return null;
  const assistants = request.turns.filter(({ role }) => role === "assistant").length;
  return (
    (sameTools(request, scenario) ? 4 : 0) +
    (squeezed(request.system ?? "") === squeezed(scenario.system ?? "") ? 2 : 0) +
    (assistants === expected.assistants ? 1 : 0) +
    scriptedIdLikeness(request, scenario)
  );
}

/** Distinguishes scenarios that differ only in the ids of their scripted calls. */
function scriptedIdLikeness(request: RequestContent, scenario: Scenario): number {
  const scripted = scenario.history.flatMap((message) =>
    message.role === "assistant"
      ? message.parts.flatMap((part) => (part.kind === "tool-call" ? (part.id ?? []) : []))
      : [],
  );
  if (scripted.length === 0) return 0;
  const ids = historyCalls(request).map(({ id }) => id);
  return scripted.every((id) => ids.includes(id)) ? 0.5 : -0.5;
}

/** A prompt has no turns. The user's texts must occur in it in order; longer texts are a better match. */
function promptLikeness(prompt: string, scenario: Scenario, index: number): number | null {
  const texts = [...historyTexts(scenario.history), ...saysUpTo(scenario, index)];
  let from = 0;
  for (const text of texts) {
    const found = prompt.indexOf(text, from);
    if (found === -1) return null;
    from = found + text.length;
  }
  if (texts.length === 0) return null;
  return texts.join("").length + (scenario.system !== null && prompt.includes(scenario.system) ? 0.5 : 0);
}

function expectedAt(scenario: Scenario, index: number): Expected {
  const steps = scenario.steps.slice(0, index + 1);
  return {
    userText: squeezed([...historyTexts(scenario.history), ...saysUpTo(scenario, index)].join("")),
    rounds: historyRounds(scenario.history) + steps.filter(({ answerCalls }) => answerCalls).length,
    assistants: scenario.history.filter(({ role }) => role === "assistant").length + index,
  };
}

function saysUpTo(scenario: Scenario, index: number): readonly string[] {
  return scenario.steps.slice(0, index + 1).flatMap(({ say }) => say ?? []);
}

function historyTexts(history: readonly Message[]): readonly string[] {
  return history.flatMap((message) => (message.role === "user" ? message.parts.map(partText).join("") : []));
}

function partText(part: UserPart): string {
  return part.kind === "text" ? part.text : "";
}

function historyRounds(history: readonly Message[]): number {
  return history.filter(({ role }, index) => role === "tool" && history[index - 1]?.role !== "tool").length;
}

function userTextOf(request: RequestContent): string {
  return request.turns.map((turn) => (turn.role === "user" ? turn.text : "")).join("");
}

function sameTools(request: RequestContent, scenario: Scenario): boolean {
  return (
    request.tools
      .map(({ name }) => name)
      .sort()
      .join() ===
    scenario.tools
      .map(({ name }) => name)
      .sort()
      .join()
  );
}

/** Removes white space, and the reference that a harness may add to vary a prompt. */
function squeezed(text: string): string {
  return text.replace(/\[ref [0-9a-f]{6}\]|\s+/g, "");
}
