import { foldAsync } from "../../chat/fold.js";
import type { JsonObject } from "../../chat/json.js";
import type { Reply } from "../../chat/reply.js";
import type { Target } from "../../chat/target.js";
import { noQuirks, unknownCapabilities } from "../../chat/unset.js";
import type { WireHeaders } from "../../wire/exchange.js";
import { type Aliases, noAliases } from "../adapter.js";
import { readResponse } from "./read-response.js";

/** A target that is asked for a stream, or for a whole reply. */
export function targetOf(streaming: boolean): Target {
  return {
    id: "claude/anthropic/messages",
    model: "claude",
    provider: "anthropic",
    api: streaming ? "messages-stream" : "messages",
    providerModelId: "claude",
    region: null,
    upstreamPin: null,
    upstreamName: null,
    baseUrl: null,
    keyVariable: null,
    auth: "none",
    signingName: null,
    capabilities: unknownCapabilities,
    quirks: noQuirks,
    extra: {},
    price: null,
    sources: [],
  };
}

/** An event as the service writes it. */
export function event(record: JsonObject, name = String(record["type"])): string {
  return `event: ${name}\ndata: ${JSON.stringify(record)}\n\n`;
}

/** The events of a stream as the service writes them. */
export function sse(...records: readonly JsonObject[]): string {
  return records.map((record) => event(record)).join("");
}

export const ping = { type: "ping" };
export const messageStop = { type: "message_stop" };

export function messageStart(message: JsonObject = {}): JsonObject {
  return {
    type: "message_start",
    message: {
      id: "msg_01",
      type: "message",
      role: "assistant",
      model: "claude-sonnet-4-6",
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage: { input_tokens: 12, cache_creation_input_tokens: 0, cache_read_input_tokens: 0, output_tokens: 1 },
      ...message,
    },
  };
}

export function blockStart(index: number, block: JsonObject): JsonObject {
  return { type: "content_block_start", index, content_block: block };
}

export function blockDelta(index: number, delta: JsonObject): JsonObject {
  return { type: "content_block_delta", index, delta };
}

export function blockStop(index: number): JsonObject {
  return { type: "content_block_stop", index };
}

export function messageDelta(delta: JsonObject, usage: JsonObject = { output_tokens: 9 }): JsonObject {
  return { type: "message_delta", delta: { stop_reason: "end_turn", stop_sequence: null, ...delta }, usage };
}

/** The events of one block, whole. */
export function block(index: number, start: JsonObject, ...deltas: readonly JsonObject[]): readonly JsonObject[] {
  return [blockStart(index, start), ...deltas.map((delta) => blockDelta(index, delta)), blockStop(index)];
}

export function textBlock(index: number, ...texts: readonly string[]): readonly JsonObject[] {
  return block(index, { type: "text", text: "" }, ...texts.map((text) => ({ type: "text_delta", text })));
}

export function callBlock(index: number, call: JsonObject, ...pieces: readonly string[]): readonly JsonObject[] {
  const deltas = pieces.map((piece) => ({ type: "input_json_delta", partial_json: piece }));
  return block(index, { type: "tool_use", input: {}, ...call }, ...deltas);
}

export type Response = {
  readonly status?: number;
  readonly headers?: WireHeaders;
  readonly streaming?: boolean;
  readonly aliases?: Aliases;
  /** How many bytes arrive at once; default: all. */
  readonly pieces?: number;
};

export const eventStream: WireHeaders = [["content-type", "text/event-stream; charset=utf-8"]];
export const json: WireHeaders = [["content-type", "application/json"]];

/** Reads a body as the HTTP client does. */
export function read(body: string | Uint8Array, response: Response = {}): Promise<Reply> {
  const { status = 200, streaming = true, aliases = noAliases, pieces = Number.POSITIVE_INFINITY } = response;
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  const chunks = (async function* () {
    for (let at = 0; at < bytes.length; at += pieces) yield bytes.subarray(at, Math.min(at + pieces, bytes.length));
  })();
  const headers = response.headers ?? (streaming ? eventStream : json);
  return foldAsync(readResponse({ status, headers, chunks }, { target: targetOf(streaming), aliases }));
}

export function noteIds({ notes }: Reply): readonly string[] {
  return notes.map(({ id }) => id);
}
