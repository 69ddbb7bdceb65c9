import { loadScenarios } from "../../src/scenario/load-scenarios.js";
import { asProfile } from "../../src/simulator/profile.js";
import { createSimulator } from "../../src/simulator/simulator.js";
import { type RecordedExchange, TransportError, type WireRequest } from "../../src/wire/exchange.js";
import { type HarFile, writeHar } from "../../src/wire/har/har.js";

type Fault = { readonly fault: string; readonly [member: string]: unknown };
/** The wire formats, by the folder of their streams; InvokeModel in the body of Anthropic's models. */
const formats = ["converse", "chat", "invoke"] as const;
type Format = (typeof formats)[number];

const exception: readonly Fault[] = [{ fault: "exception", at: "middle" }];
const errorFrame: readonly Fault[] = [{ fault: "error-frame", at: "middle" }];

/** The streams of docs/client-views.md. `faults`: of the simulator, by the wire format in which the stream is made. */
const streams: readonly {
  readonly name: string;
  readonly faults: { readonly [Name in Format]?: readonly Fault[] };
  readonly calls?: true;
  /** Empty text blocks before and after a call, as Kimi K2 Thinking sends them on Converse. */
  readonly emptyTextBlocks?: true;
}[] = [
  every("start and stop, no content, 0 tokens", [{ fault: "silent", outputTokens: 0 }]),
  every("the same, 58 tokens", [{ fault: "silent", outputTokens: 58 }]),
  every("200, zero bytes", [{ fault: "zero-bytes" }]),
  every("cut right after the start", [{ fault: "truncated", at: "start" }]),
  every("cut mid-text, clean end", [{ fault: "truncated", at: "middle" }]),
  every("cut mid-text, reset", [{ fault: "reset", at: "middle" }]),
  every("cut after 300 bytes", [{ fault: "truncated", bytes: 300 }]),
  every("whole text, no terminal event", [{ fault: "truncated", at: "before-finish" }]),
  every("stall mid-text", [{ fault: "stall", at: "middle" }]),
  { name: "exception mid-text", faults: { converse: exception, invoke: exception } },
  { name: "error mid-text", faults: { chat: [{ fault: "midstream-error", at: "middle" }] } },
  { name: ":message-type error", faults: { converse: errorFrame, invoke: errorFrame } },
  every("reasoning only", [{ fault: "reasoning-only" }]),
  both("stop word malformed_model_output", [{ fault: "malformed-output" }]),
  { name: "bad CRC", faults: { converse: [{ fault: "bad-crc" }], invoke: [{ fault: "bad-crc" }] } },
  { ...every("call, arguments {}", [{ fault: "args-empty" }]), calls: true },
  { ...every("stop is tool use, no call", [{ fault: "tool-use-without-block" }]), calls: true },
  {
    name: "blank text blocks round a call",
    faults: { converse: [], chat: [{ fault: "content", value: "\n\n" }] },
    ...{ calls: true, emptyTextBlocks: true },
  },
];

function every(name: string, faults: readonly Fault[]) {
  return { name, faults: { converse: faults, chat: faults, invoke: faults } };
}

function both(name: string, faults: readonly Fault[]) {
  return { name, faults: { converse: faults, chat: faults } };
}

/** The simulated streams as recordings: file name → text. The file names sort as the streams of each format stand here. */
export async function clientViewStreams(scenarioFolder: string): Promise<ReadonlyMap<string, string>> {
  const scenarios = loadScenarios(scenarioFolder);
  const files = new Map<string, string>();
  for (const format of formats)
    for (const [at, { name, faults, calls = false, emptyTextBlocks = false }] of streams.entries()) {
      const own = faults[format];
      if (own === undefined) continue;
      const scenario = scenarios.find(({ id }) => id === (calls ? "tool-call" : "basic-chat"));
      const exchange = await simulated(
        requestOf(format, { asked: scenario?.steps[0]?.say ?? "", withTool: calls }),
        { faults: own, emptyTextBlocks },
        scenarios,
      );
      const place = `${format}/${String(at + 1).padStart(2, "0")}`;
      files.set(`${place}.har`, writeHar(fileOf(format, name, exchange)));
    }
  return files;
}

/** The name of each file of {@link clientViewStreams}, in words. */
export function streamTitle(file: string): string {
  const [, number] = /(\d+)\.har/.exec(file) ?? [];
  return streams[Number(number) - 1]?.name ?? file;
}

function requestOf(
  format: Format,
  { asked, withTool }: { readonly asked: string; readonly withTool: boolean },
): WireRequest {
  const headers = [
    ["authorization", "Bearer unused"],
    ["content-type", "application/json"],
  ] as const;
  const schema = { type: "object", properties: { location: { type: "string" } }, required: ["location"] };
  const tool = { name: "get_weather", description: "Get the weather." };
  if (format === "converse") {
    const tools = { toolConfig: { tools: [{ toolSpec: { ...tool, inputSchema: { json: schema } } }] } };
    const body = { messages: [{ role: "user", content: [{ text: asked }] }], ...(withTool ? tools : {}) };
    const url = "https://bedrock-runtime.us-east-1.amazonaws.com/model/simulated.model/converse-stream";
    return { method: "POST", url, headers, body: Buffer.from(JSON.stringify(body)) };
  }
  if (format === "invoke") {
    const messages = [{ role: "user", content: asked }];
    const tools = withTool ? { tools: [{ ...tool, input_schema: schema }] } : {};
    const body = { anthropic_version: "bedrock-2023-05-31", max_tokens: 1024, messages, ...tools };
    const url = "https://bedrock-runtime.us-east-1.amazonaws.com/model/simulated.model/invoke-with-response-stream";
    return { method: "POST", url, headers, body: Buffer.from(JSON.stringify(body)) };
  }
  const tools = { tools: [{ type: "function", function: { ...tool, parameters: schema } }] };
  const messages = [{ role: "user", content: asked }];
  const body = {
    model: "simulated/model",
    stream: true,
    stream_options: { include_usage: true },
    messages,
    ...(withTool ? tools : {}),
  };
  return {
    method: "POST",
    url: "https://openrouter.ai/api/v1/chat/completions",
    headers,
    body: Buffer.from(JSON.stringify(body)),
  };
}

const day = new Date("2026-11-28T00:00:00.000Z");

async function simulated(
  request: WireRequest,
  behaviour: { readonly faults: readonly Fault[]; readonly emptyTextBlocks: boolean },
  scenarios: ReturnType<typeof loadScenarios>,
): Promise<RecordedExchange> {
  const model = { models: ["*"], family: "anthropic", ...behaviour };
  const profile = asProfile({ name: "views", title: "Views", models: [model] } as unknown as Parameters<
    typeof asProfile
  >[0]);
  const stop = new AbortController();
  // Only a stall lasts as long as this.
  const deadline = setTimeout(() => stop.abort(), 1_000);
  const { exchange } = createSimulator({ profiles: [profile], scenarios, seed: 1, now: () => day });
  const { status, headers, chunks } = await exchange(request, stop.signal);
  const kept: [number, Uint8Array][] = [];
  let error: RecordedExchange["error"] = null;
  let end: RecordedExchange["end"] = "eof";
  try {
    for await (const bytes of chunks) kept.push([kept.length, bytes]);
  } catch (caught) {
    if (!(caught instanceof TransportError)) throw caught;
    const { kind, code, message } = caught;
    end = kind === "aborted" ? "client-abort" : "reset";
    error =
      kind === "aborted"
        ? { kind: "idle-timeout", code: null, message: "no bytes for 60000 ms", deadlineMs: 60_000 }
        : { kind, code, message, deadlineMs: null };
  }
  clearTimeout(deadline);
  return {
    startedAt: day.toISOString(),
    request,
    response: { status, headers },
    firstByteMs: 0,
    chunks: kept,
    end,
    error,
  };
}

const targets = {
  converse: "simulated/bedrock/converse-stream",
  chat: "simulated/openrouter/chat-completions-stream",
  invoke: "simulated/bedrock/invoke-model-stream",
} as const;

function fileOf(format: Format, name: string, exchange: RecordedExchange): HarFile {
  const target = targets[format];
  return {
    meta: {
      ...{
        formatVersion: 1,
        source: "authored",
        recordedAt: null,
        after: "docs/client-views.md, 2026-11-28",
        scenario: "client-views",
      },
      ...{
        scenarioVersion: 1,
        target,
        note: `${name}: made by the simulator`,
        endpoint: null,
        region: null,
        versions: {},
      },
    },
    entries: [
      {
        exchange: { ...exchange, request: { ...exchange.request, headers: [] } },
        trial: 1,
        step: "ask",
        attempt: 1,
        client: "http",
      },
    ],
  };
}
