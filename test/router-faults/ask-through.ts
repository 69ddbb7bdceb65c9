import { createUpstreams } from "../../src/router/relay/upstreams.js";
import { serveRouter } from "../../src/router/serve/http-server.js";
import { createRouter } from "../../src/router/serve/router.js";
import type { Exchange } from "../../src/wire/exchange.js";
import type { Deadlines } from "../../src/wire/transport/deadline-clock.js";
import { createLiveTransport } from "../../src/wire/transport/live.js";
import { atEnd } from "../support/at-end.js";
import { testLimitMs } from "../support/limits.js";
import { type Connection, rawServer } from "../support/raw-server.js";
import { routerOf } from "../support/router-run.js";
import { completion, converse, event, eventStream, framed, json, sse, streamed } from "./answers.js";

export const apis = ["chat", "chat-stream", "converse", "converse-stream"] as const;
export type FaultApi = (typeof apis)[number];

/** What the client received: an answer, an error in OpenAI's envelope, or a response that must not occur. */
export type Received =
  | { readonly kind: "answer"; readonly text: string; readonly calls: readonly string[]; readonly attempts: string }
  | {
      readonly kind: "error";
      readonly status: number;
      readonly code: string;
      readonly text: string;
      readonly body: string;
    }
  | { readonly kind: "wrong"; readonly why: string; readonly body: string };

export type Answer = (connection: Connection) => void;

export type Through = {
  readonly ask: (api: FaultApi) => Promise<Received>;
  readonly url: string;
  /** Requests that reached the service. */
  readonly asked: () => readonly Connection[];
};

/** The deadline that must strike is short; the others are longer than any test. */
const strikesMs = 300;
const neverMs = 10 * testLimitMs;

/** Makes an answer that sends these bytes and ends the connection. */
export const bytes =
  (answer: Uint8Array): Answer =>
  ({ socket }) =>
    socket.end(answer);

export const well: { readonly [Api in FaultApi]: Buffer } = {
  chat: json(200, completion),
  "chat-stream": sse(streamed.map((data) => event(data)).join("")),
  converse: json(200, converse),
  "converse-stream": eventStream(...framed),
};

/**
 * Starts a router on loopback in front of a service with the given answer; both end with the test. `fallback`: a second service,
 * without a fault, is asked next. `guard`: what stands between the client and a blank reply. `strikes`: the deadline that ends the
 * exchange with the first service.
 */
export async function through(
  answer: Answer,
  {
    fallback = false,
    retries = 0,
    keepAliveMs = 0,
    guard = "early",
    strikes,
  }: {
    readonly fallback?: boolean;
    readonly retries?: number;
    readonly keepAliveMs?: number;
    readonly guard?: "early" | "off";
    readonly strikes?: keyof Deadlines | undefined;
  } = {},
): Promise<Through> {
  const service = await rawServer((connection) => {
    const isSpare = /^POST \/spare/.test(connection.request);
    if (isSpare) connection.socket.end(well[apiOf(connection.request)]);
    else answer(connection);
  });
  const config = routerOf(`
serve: { port: 0, keep_alive_ms: ${keepAliveMs} }
router: { strategy: random${fallback ? ", fallback_models: [spare]" : ""} }
reliability: { retries: ${retries}, backoff_ms: 1, max_backoff_ms: 50, empty_reply_guard: ${guard} }
models:
  chat: { provider: one, base_url: "${service.url}/v1", api_key: service-key-0001 }
  openrouter: { provider: openrouter, model: moonshotai/kimi-k2.5, api_key: service-key-0003 }
  converse: { provider: bedrock, model: moonshotai.kimi-k2.5, aws_region: us-east-1 }
  spare: { provider: two, base_url: "${service.url}/spare", local: true }
`);
  const models = config.models.map((model) =>
    model.name === "converse"
      ? { ...model, credentials: [{ kind: "bearer", token: "service-key-0002" } as const] }
      : model,
  );
  const live = createLiveTransport({ environment: {} });
  const patient: Deadlines = { firstByteMs: neverMs, idleMs: neverMs, totalMs: neverMs };
  const pressed = strikes === undefined ? patient : { ...patient, [strikes]: strikesMs };
  const exchange: Exchange = (request, signal) =>
    live.within(request.url.includes("/spare/") ? patient : pressed)(request, signal);
  const places: { readonly [model: string]: string } = { converse: service.url, openrouter: `${service.url}/api/v1` };
  const askModel = createUpstreams(exchange, ({ name }) => places[name] ?? null);
  const router = createRouter({ config: { ...config, models }, askModel, measured: null });
  const server = await serveRouter(() => router, { log: () => undefined });
  atEnd(live.close);
  atEnd(() => server.drain(0));
  return { ask: (api) => ask(server.url, api), url: server.url, asked: () => service.connections };
}

export function apiOf(request: string): FaultApi {
  // The path alone: what agents write in a body has these words, too.
  const [line = ""] = request.split("\r\n", 1);
  if (line.includes("/converse-stream")) return "converse-stream";
  if (line.includes("/converse")) return "converse";
  return request.includes('"stream":true') ? "chat-stream" : "chat";
}

async function ask(url: string, api: FaultApi): Promise<Received> {
  const stream = api.endsWith("-stream");
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      ...{ model: api.replace("-stream", ""), stream },
      messages: [{ role: "user", content: "How is the weather?" }],
    }),
  });
  const body = await response.text();
  const attempts = response.headers.get("x-llm-parity-attempts") ?? "";
  const type = response.headers.get("content-type") ?? "";
  if (type.startsWith("application/json")) return whole(response.status, body, attempts);
  if (response.status !== 200 || !type.startsWith("text/event-stream"))
    return { kind: "wrong", why: `${response.status} ${type}`, body };
  return pieces(body, attempts);
}

function whole(status: number, body: string, attempts: string): Received {
  const value = JSON.parse(body);
  if (status !== 200)
    return isEnvelope(value)
      ? { kind: "error", status, code: value.error.code, text: "", body }
      : wrong("no envelope", body);
  const [choice] = value.choices;
  return answered(choice.message.content ?? "", choice.message.tool_calls ?? [], { attempts, body });
}

function pieces(body: string, attempts: string): Received {
  const events = body.split("\n\n");
  if (events.pop() !== "") return wrong("the stream ends inside an event", body);
  if (events.pop() !== "data: [DONE]") return wrong("the stream has no [DONE]", body);
  const isComment = (text: string) => text.startsWith(": ");
  const chunks = events.filter((text) => !isComment(text)).map((text) => JSON.parse(text.replace(/^data: /, "")));
  const text = chunks.map(({ choices }) => choices?.[0]?.delta?.content ?? "").join("");
  const failed = chunks.filter((one) => "error" in one);
  const finishes = chunks.flatMap(({ choices }) => choices?.[0]?.finish_reason ?? []);
  const [first] = failed;
  if (first !== undefined) {
    return isEnvelope(first) && failed.length === 1
      ? { kind: "error", status: 200, code: first.error.code, text, body }
      : wrong("no envelope", body);
  }
  if (finishes.length !== 1) return wrong(`${finishes.length} finishes`, body);
  // Of a stream that had begun with reasoning, a comment says that another model goes on.
  return answered(text, joinedCalls(chunks), { attempts: [attempts, ...events.filter(isComment)].join(", "), body });
}

function joinedCalls(
  chunks: readonly { readonly choices?: readonly { readonly delta?: { tool_calls?: readonly never[] } }[] }[],
) {
  const calls: { function: { name: string; arguments: string } }[] = [];
  for (const { choices } of chunks) {
    for (const { index, function: called } of (choices?.[0]?.delta?.tool_calls ?? []) as readonly {
      index: number;
      function: { name?: string; arguments?: string };
    }[]) {
      const call = calls[index] ?? { function: { name: called.name ?? "", arguments: "" } };
      call.function.arguments += called.arguments ?? "";
      calls[index] = call;
    }
  }
  return calls;
}

type Call = { readonly function: { readonly name: string; readonly arguments: string } };

function answered(
  text: string,
  calls: readonly Call[],
  { attempts, body }: { attempts: string; body: string },
): Received {
  if (text.trim() === "" && calls.length === 0) return wrong("a normal answer without text and call", body);
  return {
    kind: "answer",
    text,
    calls: calls.map(({ function: { name, arguments: args } }) => `${name}(${args})`),
    attempts,
  };
}

const wrong = (why: string, body: string): Received => ({ kind: "wrong", why, body });

function isEnvelope(value: unknown): value is { readonly error: { readonly code: string } } {
  const error = (value as { error?: Record<string, unknown> }).error;
  const members = ["message", "type", "param", "code"];
  return typeof error === "object" && members.every((name) => name in error) && String(error["message"]) !== "";
}
