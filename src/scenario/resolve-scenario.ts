import type { AssistantPart, Message, ReasoningPart, ToolCallPart } from "../chat/message.js";
import { resolveComparison } from "./compare/resolve-comparison.js";
import type { ArgumentMatcher, Expectation } from "./expectation.js";
import { resolveChange } from "./file/resolve-change.js";
import { resolveSettings, resolveStepSettings } from "./file/resolve-settings.js";
import { impliedNeeds } from "./implied-needs.js";
import { withConversations } from "./in-flight/in-flight.js";
import { resolveContent, resolveUserContent } from "./resolve-parts.js";
import type { Scenario, ScenarioTool, Step } from "./scenario.js";
import type { ExpectationFile, MatcherFile, MessageFile, ScenarioFile, StepFile, ToolFile } from "./scenario-file.js";
import { settingsOf } from "./settings-of.js";

/** The scenario of a valid scenario file. `file`: its path, as reports show it. */
export function resolveScenario(source: ScenarioFile, file: string): Scenario {
  const settings = resolveSettings(source.settings);
  const toolOf = new Map<string, string>();
  const scenario: Scenario = {
    id: source.id,
    version: source.version,
    title: source.title,
    description: source.description,
    tags: source.tags,
    needs: [],
    settings,
    replay: source.replay,
    system: source.system,
    tools: source.tools.map(resolveTool),
    history: source.history.map((message) => resolveMessage(message, toolOf)),
    steps: source.steps.map(resolveStep),
    compare: [],
    file,
  };
  const settingsOfStep = (id: string) => {
    const step = scenario.steps.find((one) => one.id === id);
    return step === undefined ? null : settingsOf(scenario, step);
  };
  const compare = source.compare.map((one) => resolveComparison(one, settingsOfStep));
  const whole = { ...scenario, compare, needs: [...new Set([...impliedNeeds(scenario), ...source.needs])] };
  return withConversations(whole, source.inFlight ?? 1);
}

function resolveTool(tool: ToolFile): ScenarioTool {
  const results = tool.results.map(({ when, status, ...content }) => ({
    when,
    parts: resolveContent(content),
    status,
  }));
  return { ...tool, results };
}

function resolveMessage(message: MessageFile, toolOf: Map<string, string>): Message {
  if (message.system !== undefined)
    return { role: "system", parts: [{ kind: "text", text: message.system }], name: null };
  if (message.developer !== undefined) {
    return { role: "developer", parts: [{ kind: "text", text: message.developer }], name: null };
  }
  if (message.tool !== undefined) {
    const { id, status, ...content } = message.tool;
    return { role: "tool", toolCallId: id, toolName: toolOf.get(id) ?? null, parts: resolveContent(content), status };
  }
  if (message.assistant !== undefined) {
    const assistant =
      typeof message.assistant === "string" ? { text: message.assistant, calls: [] } : message.assistant;
    for (const call of assistant.calls) toolOf.set(call.id, call.tool);
    return { role: "assistant", parts: assistantParts(assistant), name: null };
  }
  return { role: "user", parts: resolveUserContent(message.user ?? []), name: null };
}

type AssistantFile = {
  readonly reasoning?: string | undefined;
  readonly text?: string | undefined;
  readonly calls: readonly { readonly id?: string; readonly tool: string; readonly arguments: object }[];
};

function assistantParts({ reasoning, text, calls }: AssistantFile): readonly AssistantPart[] {
  return [
    ...(reasoning === undefined ? [] : [reasoningPart(reasoning)]),
    ...(text === undefined ? [] : [{ kind: "text", text } as const]),
    ...calls.map(
      (call): ToolCallPart => ({
        kind: "tool-call",
        // Only scripted history has ids. The provider creates those of a live reply.
        id: call.id ?? null,
        name: call.tool,
        argumentsText: JSON.stringify(call.arguments),
      }),
    ),
  ];
}

function reasoningPart(text: string): ReasoningPart {
  return { kind: "reasoning", text, signature: null, redacted: null, details: null, field: null };
}

function resolveStep(step: StepFile): Step {
  const { id, say, answerCalls, fresh } = step;
  return {
    id,
    fresh,
    settings: resolveStepSettings(step.settings ?? {}),
    change: resolveChange(step),
    otherUpstream: step.otherUpstream,
    say,
    answerCalls,
    expect: step.expect.map(resolveExpectation),
    example: step.example === undefined ? [] : assistantParts(step.example),
    variants: step.variants,
    conversation: null,
  };
}

function resolveExpectation(source: ExpectationFile): Expectation {
  if (source.says !== undefined) return { kind: "says", anyOf: source.says };
  if (source.usesResult !== undefined) return { kind: "uses-result", groups: source.usesResult };
  if (source.finish !== undefined) return { kind: "finish", anyOf: source.finish };
  if (source.refused !== undefined) {
    const { status, names = [], type = null } = source.refused;
    return { kind: "refused", statuses: status, names, types: type };
  }
  if (source.calls !== undefined) {
    const calls = source.calls.map((call) => ({ tool: call.tool, arguments: resolveMatchers(call.arguments) }));
    return { kind: "calls", calls };
  }
  return { kind: "no-calls" };
}

function resolveMatchers(source: { readonly [name: string]: MatcherFile }): {
  readonly [name: string]: ArgumentMatcher;
} {
  return Object.fromEntries(Object.entries(source).map(([name, matcher]) => [name, resolveMatcher(matcher)]));
}

function resolveMatcher(source: MatcherFile): ArgumentMatcher {
  if (typeof source !== "object" || source === null) return { kind: "equals", value: source };
  if (source.contains !== undefined) return { kind: "contains", text: source.contains };
  if (source.anyOf !== undefined) return { kind: "any-of", values: source.anyOf };
  return source.present === undefined ? { kind: "equals", value: source.equals ?? null } : { kind: "present" };
}
