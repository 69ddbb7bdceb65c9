import type { ChatRequest } from "../chat/request.js";
import { impliedNeeds } from "./implied-needs.js";
import type { Scenario } from "./scenario.js";

/** A scenario that expects nothing: its one step is only held against what holds for every reply. */
export function unscripted(id: string): Scenario {
  return {
    id,
    version: 1,
    title: id,
    description: null,
    tags: [],
    needs: [],
    settings: {
      maxOutputTokens: null,
      temperature: null,
      topP: null,
      topK: null,
      seed: null,
      stopSequences: null,
      reasoning: { mode: "default", effort: null, budgetTokens: null },
      responseFormat: null,
      toolChoice: null,
      parallelToolCalls: null,
    },
    replay: { reasoning: "as-target", blankText: "drop" },
    system: null,
    tools: [],
    history: [],
    steps: [{ id, say: null, answerCalls: false, expect: [], example: [] }],
    file: "",
  };
}

/** The same around a whole request: what it needs of a target, and what it may cost, can be seen of it. */
export function unscriptedRequest(id: string, request: ChatRequest): Scenario {
  const plain = unscripted(id);
  const { toolChoice, responseFormat, stopSequences, maxOutputTokens, parallelToolCalls, tools, messages } = request;
  const scenario: Scenario = {
    ...plain,
    settings: { ...plain.settings, toolChoice, responseFormat, stopSequences, maxOutputTokens, parallelToolCalls },
    tools: (tools ?? []).map((tool) => ({ ...tool, results: [] })),
    history: messages,
  };
  return { ...scenario, needs: impliedNeeds(scenario) };
}
