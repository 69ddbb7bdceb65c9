import type { AssistantPart, Message } from "../chat/message.js";
import type { Reply } from "../chat/reply.js";
import { plainRequest } from "../chat/request.js";
import { unknownCapabilities } from "../chat/unset.js";
import type { Scenario, Step } from "../scenario/scenario.js";
import type { Transcript, Turn } from "../transcript/transcript.js";
import { judgeTrial } from "./judge-trial.js";
import type { Finding } from "./verdict.js";

/**
 * What the checks find wrong with the examples of a scenario, as if a model had replied exactly so; empty when every
 * example meets its own step's expectations. Examples are held against nothing that a scenario cannot write down.
 */
export function judgeExamples(scenario: Scenario): readonly Finding[] {
  return judgeTrial(exampleTrial(scenario), scenario, unknownCapabilities).findings;
}

function exampleTrial(scenario: Scenario): Transcript {
  const messages: Message[] = [...scenario.history];
  const turns = scenario.steps.map((step): Turn => {
    const parts = withIds(step);
    const request = { ...plainRequest("example", [...messages]), tools: scenario.tools };
    messages.push({ role: "assistant", parts, name: null });
    return { step: step.id, request, leftOut: [], reply: exampleReply(parts), attempts: [], otherReading: null };
  });
  return {
    formatVersion: 1,
    cell: {
      target: "example",
      model: "example",
      provider: "example",
      api: "chat-completions",
      providerModelId: "example",
      region: null,
      upstreamPin: null,
      scenario: scenario.id,
      scenarioVersion: scenario.version,
      client: "http",
    },
    trial: 1,
    provenance: {
      source: "authored",
      recordedAt: null,
      after: scenario.file,
      note: null,
      endpoint: null,
      region: null,
    },
    turns,
    notReached: [],
    notRun: null,
  };
}

/** An example leaves the ids of its calls to the service. */
function withIds({ id, example }: Step): readonly AssistantPart[] {
  return example.map((part, at) => (part.kind === "tool-call" ? { ...part, id: `${id}-${at}` } : part));
}

function exampleReply(parts: readonly AssistantPart[]): Reply {
  const calls = parts.some(({ kind }) => kind === "tool-call");
  return {
    id: null,
    model: null,
    upstream: null,
    requestId: null,
    status: 200,
    parts,
    finish: calls
      ? { kind: "tool-calls", raw: "tool_calls", nativeRaw: null, stopSequence: null }
      : { kind: "stop", raw: "stop", nativeRaw: null, stopSequence: null },
    usage: {
      inputTokens: 1,
      outputTokens: 100,
      totalTokens: null,
      reasoningTokens: null,
      cacheReadTokens: null,
      cacheWriteTokens: null,
      costUsd: null,
      raw: null,
    },
    completeness: "complete",
    failure: null,
    warnings: [],
    notes: [],
  };
}
