import { type AskedApi, isStreaming } from "../chat/api.js";
import type { JsonObject, JsonValue } from "../chat/json.js";
import type { AssistantPart } from "../chat/message.js";
import type { Scenario, ScenarioTool, Step } from "../scenario/scenario.js";
import { unscripted } from "../scenario/unscripted.js";
import { TransportError, type WireHeaders } from "../wire/exchange.js";
import { asProfile, type Profile } from "./profile.js";
import { dialectOf } from "./request/door.js";
import { createSimulator } from "./simulator.js";

/** Scenarios, profiles and requests that the tests of this folder share. */
const weatherTool: ScenarioTool = {
  name: "get_weather",
  description: "Get the weather",
  parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
  strict: null,
  results: [{ when: null, parts: [{ kind: "text", text: "65 F, Sunny" }], status: null }],
};

const unset = unscripted("empty");
const emptyScenario: Scenario = {
  ...unset,
  title: "",
  settings: { ...unset.settings, maxOutputTokens: 100 },
  replay: { reasoning: "as-target", blankText: "keep" },
  steps: [],
  file: "none.yaml",
};

function step(id: string, say: string | null, answerCalls: boolean, example: readonly AssistantPart[]): Step {
  return {
    id,
    fresh: false,
    settings: {},
    change: null,
    otherUpstream: false,
    conversation: null,
    say,
    answerCalls,
    expect: [],
    example,
    variants: [],
  };
}

const call: AssistantPart = { kind: "tool-call", id: null, name: "get_weather", argumentsText: '{"city":"SF"}' };

const chatScenario: Scenario = {
  ...emptyScenario,
  id: "basic-chat",
  steps: [step("ask", "What is 15 + 27?", false, [{ kind: "text", text: "The answer is 42." }])],
};

const weatherScenario: Scenario = {
  ...emptyScenario,
  id: "weather",
  tools: [weatherTool],
  steps: [
    step("call", "Weather in SF?", false, [call]),
    step("answer", null, true, [{ kind: "text", text: "It is 65 degrees and sunny." }]),
  ],
};

export const scenarios = [chatScenario, weatherScenario];

type ModelInput = Omit<Parameters<typeof asProfile>[0]["models"][number], "models"> & { readonly models?: string[] };

/** A profile that matches every model, with these settings. */
export function profileOf(model: ModelInput = {}): Profile {
  return asProfile({ name: "test", title: "Test", models: [{ models: ["*"], family: "anthropic", ...model }] });
}

export type Received = {
  readonly status: number | null;
  readonly headers: WireHeaders;
  readonly chunks: readonly Uint8Array[];
  readonly bytes: Buffer;
  readonly text: string;
  readonly error: TransportError | null;
};

/** Sends a request to a new simulator, or the given one, and reads the body to its end or to where it breaks. */
export async function send(
  request: {
    readonly path: string;
    readonly body: JsonValue;
    readonly headers?: WireHeaders;
    readonly method?: string;
  },
  simulator = simulatorOf(profileOf()),
  signal = new AbortController().signal,
): Promise<Received> {
  const chunks: Uint8Array[] = [];
  let status: number | null = null;
  let headers: WireHeaders = [];
  let error: TransportError | null = null;
  try {
    const response = await simulator.exchange(wireRequest(request), signal);
    status = response.status;
    headers = response.headers;
    for await (const chunk of response.chunks) chunks.push(chunk);
  } catch (caught) {
    if (!(caught instanceof TransportError)) throw caught;
    error = caught;
  }
  const bytes = Buffer.concat(chunks);
  return { status, headers, chunks, bytes, text: bytes.toString("utf8"), error };
}

function wireRequest(request: Parameters<typeof send>[0]) {
  return {
    method: request.method ?? "POST",
    url: `http://simulated.test${request.path}`,
    headers: request.headers ?? [["authorization", "Bearer anything"] as const],
    body: new TextEncoder().encode(JSON.stringify(request.body)),
  };
}

export function simulatorOf(...profiles: readonly Profile[]): ReturnType<typeof createSimulator> {
  return createSimulator({ profiles, scenarios, seed: 7, now: () => new Date(1_770_681_600_000) });
}

/** A request for a step of a scenario above, over an API. `callId` is the id in the history of `after-tool`. */
export function requestFor(
  api: AskedApi,
  step: "chat" | "call" | "after-tool",
  callId = "functions.get_weather:0",
  model = "maker.model-1",
): { readonly path: string; readonly body: JsonObject } {
  const isChat = api === "chat-completions" || api === "chat-completions-stream";
  const body = isChat ? openAiBody(step, callId) : converseBody(step, callId);
  if (api === "chat-completions") return { path: "/api/v1/chat/completions", body: { model, ...body } };
  if (api === "chat-completions-stream") {
    return { path: "/api/v1/chat/completions", body: { model, stream: true, ...body } };
  }
  const operations = { converse: "converse", "converse-stream": "converse-stream" } as const;
  if (api === "converse" || api === "converse-stream") {
    return { path: `/model/${encodeURIComponent(model)}/${operations[api]}`, body };
  }
  if (dialectOf(api) !== "chat") return openRequest(api, step, { callId, model });
  const operation = api === "invoke-model" ? "invoke" : "invoke-with-response-stream";
  return { path: `/model/${encodeURIComponent(model)}/${operation}`, body: anthropicBody(step, callId) };
}

type Named = { readonly callId: string; readonly model: string };

/** A request of Responses or Messages, to OpenRouter. */
function openRequest(api: AskedApi, step: string, { callId, model }: Named): ReturnType<typeof requestFor> {
  const dialect = dialectOf(api);
  const { anthropic_version: _, ...messages } = anthropicBody(step, callId);
  const body = dialect === "responses" ? responsesBody(step, callId) : messages;
  const stream: JsonObject = isStreaming(api) ? { stream: true } : {};
  return { path: `/api/v1/${dialect}`, body: { model, ...stream, ...body } };
}

const input = { city: "SF" };
const schema = { type: "object", properties: { city: { type: "string" } } };

function openAiBody(step: string, id: string): JsonObject {
  if (step === "chat") return { messages: [{ role: "user", content: "What is 15 + 27?" }] };
  const tools = [{ type: "function", function: { name: "get_weather", parameters: schema } }];
  const user = { role: "user", content: "Weather in SF?" };
  if (step === "call") return { messages: [user], tools };
  const called = { id, type: "function", function: { name: "get_weather", arguments: JSON.stringify(input) } };
  return {
    tools,
    messages: [
      user,
      { role: "assistant", content: null, tool_calls: [called] },
      { role: "tool", tool_call_id: id, content: "65 F, Sunny" },
    ],
  };
}

function responsesBody(step: string, id: string): JsonObject {
  if (step === "chat") return { input: "What is 15 + 27?" };
  const tools = [{ type: "function", name: "get_weather", parameters: schema }];
  const user = { role: "user", content: [{ type: "input_text", text: "Weather in SF?" }] };
  if (step === "call") return { input: [user], tools };
  return {
    tools,
    input: [
      user,
      { type: "function_call", call_id: id, name: "get_weather", arguments: JSON.stringify(input) },
      { type: "function_call_output", call_id: id, output: "65 F, Sunny" },
    ],
  };
}

function converseBody(step: string, id: string): JsonObject {
  if (step === "chat") return { messages: [{ role: "user", content: [{ text: "What is 15 + 27?" }] }] };
  const toolConfig = { tools: [{ toolSpec: { name: "get_weather", inputSchema: { json: schema } } }] };
  const user = { role: "user", content: [{ text: "Weather in SF?" }] };
  if (step === "call") return { messages: [user], toolConfig };
  return {
    toolConfig,
    messages: [
      user,
      { role: "assistant", content: [{ toolUse: { toolUseId: id, name: "get_weather", input } }] },
      { role: "user", content: [{ toolResult: { toolUseId: id, content: [{ text: "65 F, Sunny" }] } }] },
    ],
  };
}

function anthropicBody(step: string, id: string): JsonObject {
  const common = { anthropic_version: "bedrock-2023-05-31", max_tokens: 100 };
  if (step === "chat") return { ...common, messages: [{ role: "user", content: "What is 15 + 27?" }] };
  const tools = [{ name: "get_weather", input_schema: schema }];
  const user = { role: "user", content: "Weather in SF?" };
  if (step === "call") return { ...common, tools, messages: [user] };
  return {
    ...common,
    tools,
    messages: [
      user,
      { role: "assistant", content: [{ type: "tool_use", id, name: "get_weather", input }] },
      { role: "user", content: [{ type: "tool_result", tool_use_id: id, content: "65 F, Sunny" }] },
    ],
  };
}
