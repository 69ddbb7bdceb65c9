import { EventStreamCodec } from "@smithy/core/event-streams";
import type { Connection } from "../../src/adapters/adapter.js";
import { bedrockConverse } from "../../src/adapters/bedrock-converse/adapter.js";
import type { Api, Client } from "../../src/chat/api.js";
import { foldAsync } from "../../src/chat/fold.js";
import type { Reply } from "../../src/chat/reply.js";
import { type ChatRequest, plainRequest } from "../../src/chat/request.js";
import type { Quirks, Target } from "../../src/chat/target.js";
import { noQuirks, unknownCapabilities } from "../../src/chat/unset.js";
import { type Exchange, TransportError, type WireHeaders, type WireRequest } from "../../src/wire/exchange.js";
import { transportOf } from "../../src/wire/transport/faces.js";
import { streamHeaders } from "./bedrock-headers.js";

const codec = new EventStreamCodec(
  (bytes) => new TextDecoder().decode(bytes),
  (text) => new TextEncoder().encode(text),
);

/** The bytes of one frame, written by the AWS library instead of our encoder. */
export function frame(headers: { readonly [name: string]: string }, body: string | Uint8Array): Uint8Array {
  const typed = Object.entries(headers).map(([name, value]) => [name, { type: "string", value }] as const);
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  return codec.encode({ headers: Object.fromEntries(typed), body: bytes });
}

export function eventFrame(type: string, payload: unknown): Uint8Array {
  const body = typeof payload === "string" ? payload : JSON.stringify(payload);
  return frame({ ":event-type": type, ":content-type": "application/json", ":message-type": "event" }, body);
}

export function exceptionFrame(type: string, payload: unknown): Uint8Array {
  return frame(
    { ":exception-type": type, ":content-type": "application/json", ":message-type": "exception" },
    JSON.stringify(payload),
  );
}

export function join(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

/** Kimi K2 Thinking, turn 1 (live capture of July 2026 in vercel/ai, branch bug-11409-3), shortened. */
export const kimiTurn: readonly (readonly [type: string, payload: object])[] = [
  ["messageStart", { role: "assistant", p: "abc" }],
  ["contentBlockDelta", { contentBlockIndex: 0, delta: { text: "" }, p: "abcd" }],
  ["contentBlockStop", { contentBlockIndex: 0, p: "ab" }],
  ["contentBlockDelta", { contentBlockIndex: 1, delta: { reasoningContent: { text: "Look" } } }],
  ["contentBlockDelta", { contentBlockIndex: 1, delta: { reasoningContent: { text: " for caf\u00e9s" } } }],
  ["contentBlockStop", { contentBlockIndex: 1 }],
  ["contentBlockDelta", { contentBlockIndex: 2, delta: { text: "" } }],
  ["contentBlockStop", { contentBlockIndex: 2 }],
  [
    "contentBlockStart",
    { contentBlockIndex: 3, start: { toolUse: { name: "glob_search", toolUseId: "functions.glob_search:0" } } },
  ],
  ["contentBlockDelta", { contentBlockIndex: 3, delta: { toolUse: { input: '{"pattern": "**/*cursor*"}' } } }],
  ["contentBlockStop", { contentBlockIndex: 3 }],
  ["contentBlockDelta", { contentBlockIndex: 4, delta: { text: "" } }],
  ["contentBlockStop", { contentBlockIndex: 4 }],
  ["messageStop", { stopReason: "tool_use" }],
  [
    "metadata",
    {
      metrics: { latencyMs: 966 },
      usage: { inputTokens: 217, outputTokens: 75, serverToolUsage: {}, totalTokens: 292 },
    },
  ],
];

export function framesOf(events: readonly (readonly [type: string, payload: object])[]): readonly Uint8Array[] {
  return events.map(([type, payload]) => eventFrame(type, payload));
}

export function converseTarget(api: Api = "converse-stream", quirks: Partial<Quirks> = {}): Target {
  return {
    id: `sample/bedrock/${api}`,
    model: "sample",
    provider: "bedrock",
    api,
    providerModelId: "vendor.sample-v1:0",
    region: "eu-west-1",
    upstreamPin: null,
    upstreamName: null,
    baseUrl: null,
    keyVariable: null,
    auth: "bedrock",
    signingName: null,
    capabilities: unknownCapabilities,
    quirks: { ...noQuirks, ...quirks },
    extra: {},
    price: null,
    sources: [],
  };
}

export const question: ChatRequest = plainRequest("sample", [
  { role: "user", parts: [{ kind: "text", text: "Caf\u00e9?" }], name: null },
]);

/** The answer of a fake service. `error`: the error after the last byte; absent: the body ends cleanly. */
export type Answer = {
  readonly status?: number;
  readonly headers?: WireHeaders;
  readonly bytes: Uint8Array;
  readonly chunkBytes?: number;
  readonly error?: TransportError;
};

/** An exchange that gives every request the same answer, and passes the request to `onRequest`. */
export function answering(answer: Answer, onRequest: (request: WireRequest) => void = () => {}): Exchange {
  return async (request) => {
    onRequest(request);
    return { status: answer.status ?? 200, headers: answer.headers ?? streamHeaders, chunks: chunksOf(answer) };
  };
}

async function* chunksOf({ bytes, chunkBytes = 0, error }: Answer): AsyncGenerator<Uint8Array> {
  const size = chunkBytes === 0 ? Math.max(1, bytes.length) : chunkBytes;
  for (let offset = 0; offset < bytes.length; offset += size) yield bytes.slice(offset, offset + size);
  if (error !== undefined) throw error;
}

export function connectionTo(exchange: Exchange, over: Partial<Connection> = {}): Connection {
  return {
    target: converseTarget(),
    transport: transportOf(exchange),
    credentials: { kind: "recorded" },
    policy: "faithful",
    baseUrl: "http://127.0.0.1:9",
    ...over,
  };
}

/** Opens one client for many answers, since opening an SDK client is slow: each call sends the question and returns the reply. */
export async function openOver(
  client: Client,
  over: Partial<Connection> = {},
): Promise<(answer: Answer) => Promise<Reply>> {
  let current: Answer = { bytes: new Uint8Array() };
  const exchange: Exchange = (request, signal) => answering(current)(request, signal);
  const send = await bedrockConverse.open(client, connectionTo(exchange, over));
  return (answer) => {
    current = answer;
    return foldAsync(send(question, new AbortController().signal));
  };
}

/** The reply that one client reads through an exchange. */
export async function replyBy(
  client: Client,
  exchange: Exchange,
  over: Partial<Connection> & { readonly request?: ChatRequest; readonly signal?: AbortSignal } = {},
): Promise<Reply> {
  const { request = question, signal = new AbortController().signal, ...connection } = over;
  const send = await bedrockConverse.open(client, connectionTo(exchange, connection));
  return foldAsync(send(request, signal));
}

export function reset(): TransportError {
  return new TransportError("reset", "the connection broke", { code: "ECONNRESET" });
}
