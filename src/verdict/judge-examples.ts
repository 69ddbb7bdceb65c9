import { chatCompletions } from "../chat/apis/chat-completions.js";
import type { ChatFailure } from "../chat/failure.js";
import { fold } from "../chat/fold.js";
import type { AssistantPart, Message } from "../chat/message.js";
import type { Reply } from "../chat/reply.js";
import { plainRequest } from "../chat/request.js";
import { unknownCapabilities } from "../chat/unset.js";
import type { Measure } from "../scenario/compare/comparison.js";
import { expectedRefusal } from "../scenario/probe/refusal.js";
import type { Scenario, Step } from "../scenario/scenario.js";
import { settingsOf } from "../scenario/settings-of.js";
import type { Transcript, Turn } from "../transcript/transcript.js";
import { measureWords } from "./effects/measures/registry.js";
import { trialEffect } from "./effects/trial-effect.js";
import { judgeTrial } from "./judge-trial.js";
import type { Finding } from "./verdict.js";

/**
 * The findings for a scenario's examples, judged as if a model had replied with them; `[]` when every example meets its step's
 * expectations. What a scenario cannot state, such as usage or ids, is filled in so that it passes.
 */
export function judgeExamples(scenario: Scenario): readonly Finding[] {
  return judgeTrial(exampleTrial(scenario), scenario, { capabilities: unknownCapabilities }).findings;
}

/** An example under which a comparison could never say that its parameter is honoured. `index`: of the comparison. */
export type ExampleMistake = { readonly index: number; readonly side: "base" | "changed"; readonly message: string };

/**
 * The comparisons of a scenario whose examples contradict them: a good model shows what is measured on one side and not on the other.
 * Examples have no token counts and no chance, so that measures of those are passed over.
 */
export function compareExamples(scenario: Scenario): readonly ExampleMistake[] {
  const trial = exampleTrial(scenario);
  return scenario.compare.flatMap((comparison, index) => {
    const { measure, base, changed, effect } = comparison;
    const found = unsaid.has(measure.kind) ? null : trialEffect(trial, comparison);
    if (found?.kind !== "measured") return [];
    const words = `a reply that ${measureWords(measure)}`;
    const [without, withIt] =
      effect === "removes" ? [`is not ${words}`, `is ${words}`] : [`is ${words}`, `is not ${words}`];
    return [
      ...(found.base === false ? [mistake(index, "base", `the example of step "${base[0]}" ${without}`)] : []),
      ...(found.changed ? [mistake(index, "changed", `the example of step "${changed[0]}" ${withIt}`)] : []),
    ];
  });
}

/** What no example says. */
const unsaid: ReadonlySet<Measure["kind"]> = new Set<Measure["kind"]>([
  ...(["output-tokens-above", "reasoning-tokens-above", "cached", "same-reply", "logprobs"] as const),
]);

function mistake(index: number, side: ExampleMistake["side"], message: string): ExampleMistake {
  return { index, side, message };
}

function exampleTrial(scenario: Scenario): Transcript {
  let messages: Message[] = [...scenario.history];
  const turns = scenario.steps.map((step): Turn => {
    if (step.fresh) messages = [...scenario.history];
    const parts = withIds(step);
    if (step.say !== null) messages.push({ role: "user", parts: [{ kind: "text", text: step.say }], name: null });
    const { toolChoice, responseFormat } = settingsOf(scenario, step);
    const request = { ...plainRequest("example", [...messages]), tools: scenario.tools, toolChoice, responseFormat };
    messages.push({ role: "assistant", parts, name: null });
    const reply = exampleRefusal(step) ?? exampleReply(parts, step);
    return { step: step.id, request, leftOut: [], reply, attempts: [], otherReading: null };
  });
  return {
    formatVersion: 1,
    cell: {
      target: "example",
      model: "example",
      provider: "example",
      api: chatCompletions.name,
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

/** Examples have no call ids, which the service would assign. */
function withIds({ id, example }: Step): readonly AssistantPart[] {
  return example.map((part, index) => (part.kind === "tool-call" ? { ...part, id: `${id}-${index}` } : part));
}

/** The reply to a probe: the refusal that its step expects; null: it expects an answer. */
function exampleRefusal(step: Step): Reply | null {
  const expected = expectedRefusal(step);
  if (expected === null) return null;
  const { statuses, names, types } = expected;
  const message = names[0] ?? "refused";
  const failure: ChatFailure = {
    kind: "invalid-request",
    phase: "refused",
    message,
    hint: "",
    code: types?.[0] ?? null,
    status: statuses[0] ?? null,
    requestId: null,
    retryAfterMs: null,
    raw: JSON.stringify({ error: { message } }),
    afterFinish: false,
  };
  return fold([{ kind: "reply-failed", failure }]);
}

/** Examples have no finish reason: it is `length` where the step expects a cut, and otherwise follows from the parts. */
function exampleReply(parts: readonly AssistantPart[], { expect }: Step): Reply {
  const calls = parts.some(({ kind }) => kind === "tool-call");
  const isCut = expect.some((one) => one.kind === "finish" && one.anyOf.includes("length"));
  return {
    id: null,
    model: null,
    upstream: null,
    requestId: null,
    status: 200,
    parts,
    finish: calls
      ? { kind: "tool-calls", raw: "tool_calls", nativeRaw: null, stopSequence: null }
      : { kind: isCut ? "length" : "stop", raw: isCut ? "length" : "stop", nativeRaw: null, stopSequence: null },
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
    textPieces: null,
    logprobs: null,
  };
}
