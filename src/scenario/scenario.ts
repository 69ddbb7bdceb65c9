import type { JsonObject } from "../chat/json.js";
import type { AssistantPart, Message, ToolResultPart } from "../chat/message.js";
import type { ReasoningSetting, ResponseFormat, Tool, ToolChoice } from "../chat/request.js";
import type { Expectation } from "./expectation.js";

/** What a scenario asks of a target; a target whose capability is known to be absent is `unsupported` for it. */
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
] as const;
export type Need = (typeof needs)[number];

/** Sampling and limits, always explicit: null means "nothing is sent", and is written in the file as such. */
export type Settings = {
  readonly maxOutputTokens: number | null;
  readonly temperature: number | null;
  readonly topP: number | null;
  readonly topK: number | null;
  readonly seed: number | null;
  readonly stopSequences: readonly string[] | null;
  readonly reasoning: ReasoningSetting;
  readonly responseFormat: ResponseFormat | null;
  readonly toolChoice: ToolChoice | null;
  readonly parallelToolCalls: boolean | null;
};

/** How the model's own turns go back into the history of the next request. */
export type HistoryReplay = {
  /** `as-target`: the target's quirk decides; with none, signed reasoning and chat-completions reasoning are kept. */
  readonly reasoning: "as-target" | "keep" | "drop";
  /**
   * Blank text of the model's own turns. Default `drop`, as clients do: Bedrock sends blank blocks around Kimi's calls
   * (vercel/ai#11409 captures, 2026-07) and refuses them when they come back. What is dropped is told on the turn.
   */
  readonly blankText: "keep" | "drop";
};

/** A scripted answer to a tool call: the first whose `when` is a subset of the call's arguments; `when` null: any call. */
export type ScriptedResult = {
  readonly when: JsonObject | null;
  readonly parts: readonly ToolResultPart[];
  readonly status: "success" | "error" | null;
};

export type ScenarioTool = Tool & { readonly results: readonly ScriptedResult[] };

/**
 * One request to the model. `say`: user text added first, null for none. `answerCalls`: before that, each call of the
 * model's last reply is answered from the tools' scripted results. `example`: what a good model would reply; it must
 * meet the step's own expectations, and the simulator replies with it.
 */
export type Step = {
  readonly id: string;
  readonly say: string | null;
  readonly answerCalls: boolean;
  readonly expect: readonly Expectation[];
  readonly example: readonly AssistantPart[];
};

/** A conversation as data. `history` are scripted messages before the first step, with ids of the scenario's choice. */
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
  /** The file it was read from, relative to the working directory. */
  readonly file: string;
};
