import type { Api } from "../../src/chat/api.js";
import type { ChatFailure, FailureKind } from "../../src/chat/failure.js";
import type { JsonValue } from "../../src/chat/json.js";
import type { AssistantPart, Message } from "../../src/chat/message.js";
import type { Finish, FinishKind, Reply, Usage } from "../../src/chat/reply.js";
import { plainRequest, type Tool } from "../../src/chat/request.js";
import { unknownCapabilities } from "../../src/chat/unset.js";
import type { Expectation } from "../../src/scenario/expectation.js";
import type { Scenario, Step } from "../../src/scenario/scenario.js";
import { unscripted } from "../../src/scenario/unscripted.js";
import type { CellIdentity, Provenance, Transcript, Turn } from "../../src/transcript/transcript.js";

/** Transcripts written by hand, for tests of whatever reads transcripts. */

export const capabilities = unknownCapabilities;

export const weatherTool: Tool = {
  name: "get_weather",
  description: "The current weather of a city",
  parameters: { type: "object", properties: { location: { type: "string" } }, required: ["location"] },
  strict: null,
};

export const clockTool: Tool = { name: "get_time", description: null, parameters: { type: "object" }, strict: null };

export function text(value: string): AssistantPart {
  return { kind: "text", text: value };
}

export function reasoning(value: string | null): AssistantPart {
  return { kind: "reasoning", text: value, signature: null, redacted: null, details: null, field: null };
}

export function call(
  argumentsText: string | null,
  name: string | null = "get_weather",
  id: string | null = "call_1",
): AssistantPart {
  return { kind: "tool-call", id, name, argumentsText };
}

export function other(raw: JsonValue): AssistantPart {
  return { kind: "other", raw };
}

export const sanFrancisco = call('{"location":"San Francisco"}');

const raws: { readonly [kind in FinishKind]: string } = {
  stop: "end_turn",
  "tool-calls": "tool_use",
  length: "max_tokens",
  "content-filter": "content_filtered",
  error: "malformed_tool_use",
  other: "engine_paused",
};

export function finish(kind: FinishKind): Finish {
  return { kind, raw: raws[kind], nativeRaw: null, stopSequence: null };
}

export function usage(outputTokens: number | null, reasoningTokens: number | null = null): Usage {
  return {
    inputTokens: 100,
    outputTokens,
    totalTokens: null,
    reasoningTokens,
    cacheReadTokens: null,
    cacheWriteTokens: null,
    costUsd: null,
    raw: null,
  };
}

/** A whole reply of these parts; it ends with `tool-calls` where a call is among them, else with `stop`. */
export function reply(parts: readonly AssistantPart[], change: Partial<Reply> = {}): Reply {
  return {
    id: null,
    model: null,
    upstream: null,
    requestId: "req-1",
    status: 200,
    parts,
    finish: finish(parts.some(({ kind }) => kind === "tool-call") ? "tool-calls" : "stop"),
    usage: usage(20),
    completeness: "complete",
    failure: null,
    warnings: [],
    notes: [],
    textPieces: null,
    logprobs: null,
    ...change,
  };
}

/** A reply that failed: by default with a status, before anything came. */
export function failed(
  kind: FailureKind,
  change: Partial<ChatFailure> = {},
  parts: readonly AssistantPart[] = [],
): Reply {
  const failure: ChatFailure = {
    kind,
    phase: "refused",
    message: `the service said ${kind}`,
    hint: "",
    code: null,
    status: 400,
    requestId: "req-1",
    retryAfterMs: null,
    raw: `{"message":"the service said ${kind}"}`,
    afterFinish: false,
    ...change,
  };
  const cut = failure.afterFinish ? ("truncated-after-finish" as const) : ("truncated" as const);
  const completeness = kind === "truncated" ? cut : ("failed" as const);
  return reply(parts, { failure, completeness, status: failure.status, finish: null, usage: null });
}

/** A failure after a 200. */
export function broken(
  kind: FailureKind,
  change: Partial<ChatFailure> = {},
  parts: readonly AssistantPart[] = [],
): Reply {
  return failed(kind, { phase: "body", status: 200, ...change }, parts);
}

export const userAsks: Message = { role: "user", parts: [{ kind: "text", text: "Weather in SF?" }], name: null };

/** The history of a turn after a tool result: the call with id `call_0`, and its result. */
export const afterTool: readonly Message[] = [
  userAsks,
  {
    role: "assistant",
    parts: [{ kind: "tool-call", id: "call_0", name: "get_weather", argumentsText: '{"location":"San Francisco"}' }],
    name: null,
  },
  {
    role: "tool",
    toolCallId: "call_0",
    toolName: "get_weather",
    parts: [{ kind: "text", text: "65°F, Sunny" }],
    status: "success",
  },
];

export function turn(
  step: string,
  answer: Reply,
  change: Partial<Turn> & { messages?: readonly Message[]; tools?: readonly Tool[] } = {},
): Turn {
  const { messages = [userAsks], tools = [weatherTool, clockTool], ...rest } = change;
  return {
    step,
    request: { ...plainRequest("some.model", messages), tools, maxOutputTokens: 256 },
    leftOut: [],
    reply: answer,
    attempts: [
      {
        exchange: 0,
        startedAt: "2026-02-10T00:00:00.000Z",
        firstByteMs: 10,
        totalMs: 20,
        status: answer.status,
        requestId: answer.requestId,
        failure: answer.failure?.kind ?? null,
      },
    ],
    otherReading: null,
    ...rest,
  };
}

export const cell: CellIdentity = {
  target: "kimi-k2.5/bedrock/converse-stream",
  model: "kimi-k2.5",
  provider: "bedrock",
  api: "converse-stream",
  providerModelId: "moonshotai.kimi-k2.5",
  region: "us-east-1",
  upstreamPin: null,
  scenario: "sample",
  scenarioVersion: 1,
  client: "http",
};

export const recorded: Provenance = {
  source: "recorded",
  recordedAt: "2026-02-10T00:00:00.000Z",
  after: null,
  note: null,
  endpoint: "https://bedrock-runtime.us-east-1.amazonaws.com",
  region: "us-east-1",
};

export function transcript(
  turns: readonly Turn[],
  change: Partial<Omit<Transcript, "cell">> & { readonly cell?: Partial<CellIdentity>; readonly api?: Api } = {},
): Transcript {
  const { cell: identity = {}, api = cell.api, ...rest } = change;
  return {
    formatVersion: 1,
    cell: { ...cell, api, ...identity },
    trial: 1,
    provenance: recorded,
    turns,
    notReached: [],
    notRun: null,
    ...rest,
  };
}

export function step(id: string, expect: readonly Expectation[] = [], change: Partial<Step> = {}): Step {
  return {
    id,
    fresh: false,
    settings: {},
    change: null,
    otherUpstream: false,
    conversation: null,
    say: null,
    answerCalls: false,
    expect,
    example: [],
    variants: [],
    ...change,
  };
}

export function scenario(steps: readonly Step[], change: Partial<Scenario> = {}): Scenario {
  const plain = unscripted("sample");
  return {
    ...plain,
    title: "A sample",
    needs: ["tools"],
    settings: { ...plain.settings, maxOutputTokens: 256, temperature: 0 },
    steps,
    file: "scenarios/sample.yaml",
    ...change,
  };
}

export const says42: Expectation = { kind: "says", anyOf: ["42"] };
export const usesWeather: Expectation = { kind: "uses-result", groups: [["65"], ["sunny"]] };
export const callsWeather: Expectation = {
  kind: "calls",
  calls: [{ tool: "get_weather", arguments: { location: { kind: "contains", text: "san francisco" } } }],
};
export const noCalls: Expectation = { kind: "no-calls" };

/** What a probe of the temperature expects. */
export const mustBeRefused = {
  kind: "refused",
  statuses: [400, 413],
  names: ["temperature"],
  types: null,
} as const satisfies Expectation;

/** The body of a refusal that names the temperature and counts tokens. */
export const billedRefusal = '{"error":{"message":"Bad temperature"},"usage":{"prompt_tokens":9,"cost":0.01}}';
