import type { ChatRequest } from "../chat/request.js";
import { impliedNeeds } from "./implied-needs.js";
import type { Scenario } from "./scenario.js";

/** A scenario without expectations: its one step is judged only by the checks that hold for every reply. */
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
      presencePenalty: null,
      frequencyPenalty: null,
      stopSequences: null,
      reasoning: { mode: "default", effort: null, budgetTokens: null },
      responseFormat: null,
      toolChoice: null,
      parallelToolCalls: null,
      choices: null,
      logprobs: null,
      logitBias: null,
    },
    replay: { reasoning: "as-target", blankText: "drop" },
    system: null,
    tools: [],
    history: [],
    compare: [],
    steps: [
      {
        ...{
          id,
          fresh: false,
          settings: {},
          change: null,
          otherUpstream: false,
          conversation: null,
          say: null,
          answerCalls: false,
        },
        ...{ expect: [], example: [], variants: [] },
      },
    ],
    file: "",
  };
}

/**
 * An {@link unscripted} scenario with the settings, tools and messages of a request, so that its needs and cost are
 * known.
 */
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
