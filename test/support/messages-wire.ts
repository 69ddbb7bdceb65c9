import type { Connection } from "../../src/adapters/adapter.js";
import { anthropicMessages } from "../../src/adapters/anthropic-messages/adapter.js";
import type { Client } from "../../src/chat/api.js";
import { foldAsync } from "../../src/chat/fold.js";
import type { JsonObject } from "../../src/chat/json.js";
import type { Reply } from "../../src/chat/reply.js";
import { type ChatRequest, plainRequest } from "../../src/chat/request.js";
import type { Exchange, TransportError, WireHeaders, WireRequest } from "../../src/wire/exchange.js";
import { transportOf } from "../../src/wire/transport/faces.js";
import { messagesTarget } from "./messages-encode.js";

export const sse: WireHeaders = [
  ["content-type", "text/event-stream; charset=utf-8"],
  ["request-id", "req_011"],
];
export const json: WireHeaders = [["content-type", "application/json"]];

export function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** One event as Anthropic writes it. */
export function event(payload: JsonObject & { readonly type: string }): string {
  return `event: ${payload.type}\ndata: ${JSON.stringify(payload)}\n\n`;
}

/** A stream with every kind of block: thinking, text, and a call whose arguments come in pieces. */
export const sample = [
  event({
    type: "message_start",
    message: {
      id: "msg_1",
      type: "message",
      role: "assistant",
      model: "claude-sample-1",
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage: { input_tokens: 3, cache_read_input_tokens: 2, output_tokens: 1 },
    },
  }),
  event({ type: "content_block_start", index: 0, content_block: { type: "thinking", thinking: "", signature: "" } }),
  event({ type: "ping" }),
  event({ type: "content_block_delta", index: 0, delta: { type: "thinking_delta", thinking: "Hm" } }),
  event({ type: "content_block_delta", index: 0, delta: { type: "signature_delta", signature: "c2ln" } }),
  event({ type: "content_block_stop", index: 0 }),
  event({ type: "content_block_start", index: 1, content_block: { type: "text", text: "" } }),
  event({ type: "content_block_delta", index: 1, delta: { type: "text_delta", text: "18 °C" } }),
  event({ type: "content_block_stop", index: 1 }),
  event({
    type: "content_block_start",
    index: 2,
    content_block: { type: "tool_use", id: "toolu_1", name: "f", input: {} },
  }),
  event({ type: "content_block_delta", index: 2, delta: { type: "input_json_delta", partial_json: '{"a":' } }),
  event({ type: "content_block_delta", index: 2, delta: { type: "input_json_delta", partial_json: "1}" } }),
  event({ type: "content_block_stop", index: 2 }),
  event({
    type: "message_delta",
    delta: { stop_reason: "tool_use", stop_sequence: null },
    usage: { output_tokens: 9 },
  }),
  event({ type: "message_stop" }),
].join("");

/** What a service answers. `breaks`: the error after the last byte. */
export type Served = {
  readonly status?: number;
  readonly headers?: WireHeaders;
  readonly body: Uint8Array;
  readonly chunkBytes?: number;
  readonly breaks?: TransportError;
};

/** An exchange that answers every request alike, and keeps the requests in `seen`. */
export function serving(served: Served, seen: WireRequest[] = []): Exchange {
  return async (asked) => {
    seen.push(asked);
    return { status: served.status ?? 200, headers: served.headers ?? sse, chunks: chunksOf(served) };
  };
}

async function* chunksOf({ body, chunkBytes, breaks }: Served): AsyncGenerator<Uint8Array> {
  const size = chunkBytes ?? Math.max(body.length, 1);
  for (let at = 0; at < body.length; at += size) yield body.slice(at, at + size);
  if (breaks !== undefined) throw breaks;
}

export const hello = {
  ...plainRequest("m", [{ role: "user", parts: [{ kind: "text", text: "Hi" }], name: null }]),
  maxOutputTokens: 9,
} satisfies ChatRequest;

/** Opens one client for many questions, each with its own exchange. */
export async function opened(
  client: Client,
  over: Partial<Connection> = {},
): Promise<(exchange: Exchange, request?: ChatRequest) => Promise<Reply>> {
  let current: Exchange = serving({ body: bytes("") });
  const send = await anthropicMessages.open(client, {
    target: messagesTarget({}, {}, "messages-stream"),
    transport: transportOf((request, signal) => current(request, signal)),
    credentials: { kind: "recorded" },
    policy: "faithful",
    baseUrl: null,
    ...over,
  });
  return (exchange, request = hello) => {
    current = exchange;
    return foldAsync(send(request, new AbortController().signal));
  };
}
