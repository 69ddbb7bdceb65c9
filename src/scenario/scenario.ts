import type { JsonObject } from "../chat/json.js";
import type { AssistantPart, Message, ToolResultPart } from "../chat/message.js";
import type { ChatRequest, ReasoningSetting, ResponseFormat, Tool, ToolChoice } from "../chat/request.js";
import type { StepChange } from "./change/step-change.js";
import type { Comparison } from "./compare/comparison.js";
import type { Expectation } from "./expectation.js";

/** What a scenario may need of a target. A target that is known to lack a need is `unsupported` for the scenario. */
export const needs = [
  "tools",
  "tool-results",
  "streaming-tools", // implied for a streaming API when `tools` is needed
  "parallel-tool-calls",
  "tool-choice-none",
  "tool-choice-required",
  "tool-choice-tool",
  "structured-output",
  "images",
  "reasoning",
  "stop-sequences",
  "system",
  "several-choices",
  "fixed-sampling",
  "sealed-reasoning", // reasoning with a signature, or encrypted
] as const;
export type Need = (typeof needs)[number];

/** Sampling and limits. null: nothing is sent. */
export type Settings = {
  readonly maxOutputTokens: number | null;
  readonly temperature: number | null;
  readonly topP: number | null;
  readonly topK: number | null;
  readonly seed: number | null;
  readonly presencePenalty: number | null;
  readonly frequencyPenalty: number | null;
  readonly stopSequences: readonly string[] | null;
  readonly reasoning: ReasoningSetting;
  readonly responseFormat: ResponseFormat | null;
  readonly toolChoice: ToolChoice | null;
  readonly parallelToolCalls: boolean | null;
  readonly choices: number | null;
  readonly logprobs: number | null;
  readonly logitBias: ChatRequest["logitBias"];
  /** Betas of Anthropic, by name; absent or null: none. */
  readonly betas?: readonly string[] | null | undefined;
};

/** How the model's own turns go back into the history of the next request. */
export type HistoryReplay = {
  /**
   * `as-target`: the target's quirk decides; without one, signed reasoning is kept, and unsigned where the API accepts
   * it. `alter`: kept, with one letter of its signature or encrypted content changed; a reply that has neither is not gone on from.
   */
  readonly reasoning: "as-target" | "keep" | "drop" | "alter";
  /**
   * Blank text of the model's own turns. Default `drop`, as clients do: Bedrock sends blank blocks around Kimi's calls
   * (vercel/ai#11409 captures, 2026-07) and refuses them in a later request. The turn lists what was dropped.
   */
  readonly blankText: "keep" | "drop";
};

/**
 * A scripted answer to a tool call. The first whose `when` is a subset of the call's arguments is used; `when` null:
 * any call.
 */
export type ScriptedResult = {
  readonly when: JsonObject | null;
  readonly parts: readonly ToolResultPart[];
  readonly status: "success" | "error" | null;
};

/** A tool with its scripted results, in the order in which they are tried. */
export type ScenarioTool = Tool & { readonly results: readonly ScriptedResult[] };

/**
 * One request to the model. `fresh`: it begins again with the scripted history, so that a trial can ask twice, the same or with
 * something changed. `settings`: what it sends in place of the scenario's settings; `{}`: nothing, see `settingsOf`.
 * `change`: what it says on the wire that no request says; null: nothing, see `changeFor`. `otherUpstream`: any upstream of the gateway may answer
 * but the one of the last reply.
 * `answerCalls`: each call of the model's last reply gets its scripted result first. `say`: user text added after that; null:
 * none. `example`: the reply of a good model. It must meet the step's expectations, and the simulator replies with it.
 */
export type Step = {
  readonly id: string;
  readonly fresh: boolean;
  readonly settings: Partial<Settings>;
  readonly change: StepChange | null;
  readonly otherUpstream: boolean;
  readonly say: string | null;
  readonly answerCalls: boolean;
  readonly expect: readonly Expectation[];
  readonly example: readonly AssistantPart[];
  /** Other texts that a good model replies with, as sampling has it; `[]`: the example alone. */
  readonly variants: readonly string[];
  /** Of several conversations in flight at once, the one that the step is of, from 1, and the word that only this one has; null: there is one. */
  readonly conversation: { readonly number: number; readonly marker: string } | null;
};

/**
 * A conversation as data. `history`: scripted messages before the first step, with call ids that the scenario chooses.
 */
export type Scenario = {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  readonly description: string | null;
  readonly tags: readonly string[];
  readonly needs: readonly Need[];
  readonly settings: Settings;
  readonly replay: HistoryReplay;
  readonly system: string | null;
  readonly tools: readonly ScenarioTool[];
  readonly history: readonly Message[];
  readonly steps: readonly Step[];
  /** Pairs of requests that show whether a parameter has its effect; `[]`: none. */
  readonly compare: readonly Comparison[];
  /** The file it was read from, relative to the working directory. */
  readonly file: string;
};

/**
 * True for a scenario that is asked with the same bytes for ever (tag `canary`): `--nonce` does not vary it, so that another count of its
 * input tokens means that a template or tokenizer has changed.
 */
export function isCanary({ tags }: Pick<Scenario, "tags">): boolean {
  return tags.includes("canary");
}
