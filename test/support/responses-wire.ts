import { noAliases } from "../../src/adapters/adapter.js";
import { startState } from "../../src/adapters/openai-responses/decode/stream-state.js";
import { finishStream, step } from "../../src/adapters/openai-responses/decode-stream.js";
import { readResponse } from "../../src/adapters/openai-responses/read-response.js";
import type { Api } from "../../src/chat/api.js";
import type { ChatEvent } from "../../src/chat/event.js";
import { fold, foldAsync } from "../../src/chat/fold.js";
import type { JsonObject } from "../../src/chat/json.js";
import type { Reply } from "../../src/chat/reply.js";
import { responsesTarget } from "./responses-encode.js";

/** A response of the Responses API as its documentation has it, with these members. */
export function response(members: JsonObject = {}): JsonObject {
  return {
    id: "resp_1",
    object: "response",
    created_at: 1_787_150_056,
    status: "completed",
    error: null,
    incomplete_details: null,
    model: "gpt-5.4",
    output: [],
    usage: {
      input_tokens: 20,
      input_tokens_details: { cached_tokens: 4 },
      output_tokens: 9,
      output_tokens_details: { reasoning_tokens: 3 },
      total_tokens: 29,
    },
    ...members,
  };
}

export const message = (text: string, members: JsonObject = {}): JsonObject => ({
  id: "msg_1",
  type: "message",
  status: "completed",
  role: "assistant",
  content: [{ type: "output_text", text, annotations: [], logprobs: [] }],
  ...members,
});

export const call = (argumentsText: string, members: JsonObject = {}): JsonObject => ({
  id: "fc_1",
  type: "function_call",
  status: "completed",
  call_id: "call_1",
  name: "get_weather",
  arguments: argumentsText,
  ...members,
});

export const reasoning = (members: JsonObject = {}): JsonObject => ({
  id: "rs_1",
  type: "reasoning",
  summary: [],
  ...members,
});

/** The events with their numbers, from 0 by 1. */
export function numbered(events: readonly JsonObject[]): readonly JsonObject[] {
  return events.map((event, index) => ({ ...event, sequence_number: index }));
}

export const created: readonly JsonObject[] = [
  { type: "response.created", response: response({ status: "in_progress", usage: null }) },
  { type: "response.in_progress", response: response({ status: "in_progress", usage: null }) },
];

export const completed = (...output: readonly JsonObject[]): JsonObject => ({
  type: "response.completed",
  response: response({ output }),
});

/** The events of a message of one text, as OpenAI sends them. */
export function messageEvents(
  index: number,
  pieces: readonly string[],
  members: JsonObject = {},
): readonly JsonObject[] {
  const at = { item_id: "msg_1", output_index: index, content_index: 0 };
  const whole = pieces.join("");
  const part = { type: "output_text", annotations: [], logprobs: [] };
  return [
    {
      type: "response.output_item.added",
      output_index: index,
      item: message("", { content: [], status: "in_progress", ...members }),
    },
    { type: "response.content_part.added", ...at, part: { ...part, text: "" } },
    ...pieces.map((delta) => ({ type: "response.output_text.delta", ...at, delta, logprobs: [], obfuscation: "x7" })),
    { type: "response.output_text.done", ...at, text: whole, logprobs: [] },
    { type: "response.content_part.done", ...at, part: { ...part, text: whole } },
    { type: "response.output_item.done", output_index: index, item: message(whole, members) },
  ];
}

/** The events of a call, as OpenAI sends them. */
export function callEvents(index: number, pieces: readonly string[], members: JsonObject = {}): readonly JsonObject[] {
  const at = { item_id: "fc_1", output_index: index };
  const whole = pieces.join("");
  return [
    {
      type: "response.output_item.added",
      output_index: index,
      item: call("", { status: "in_progress", ...members }),
    },
    ...pieces.map((delta) => ({ type: "response.function_call_arguments.delta", ...at, delta, obfuscation: "q" })),
    { type: "response.function_call_arguments.done", ...at, arguments: whole },
    { type: "response.output_item.done", output_index: index, item: call(whole, members) },
  ];
}

/** The chat events of a stream of parsed events that ends cleanly. */
export function chatEvents(events: readonly JsonObject[]): readonly ChatEvent[] {
  let state = startState({ status: 200, requestId: "req-1", aliases: noAliases });
  const found: ChatEvent[] = [];
  for (const event of events) {
    const read = step(state, event);
    state = read.state;
    found.push(...read.events);
  }
  return [...found, ...finishStream(state, { kind: "eof", pending: false }).events];
}

/** The reply of a stream of parsed events that ends cleanly. */
export function replyTo(events: readonly JsonObject[]): Reply {
  return fold(chatEvents(events));
}

/** The bytes of a stream, with the names of its events as OpenAI has them. */
export function sseText(events: readonly JsonObject[]): string {
  return events.map((event) => `event: ${event["type"]}\ndata: ${JSON.stringify(event)}\n\n`).join("");
}

type Arrival = {
  readonly status?: number;
  readonly type?: string;
  readonly api?: Api;
  /** The sizes of the pieces, in bytes; default: one piece. */
  readonly pieceBytes?: number;
};

/** The reply of a body as our own client reads it. */
export function readBody(body: string | Uint8Array, arrival: Arrival = {}): Promise<Reply> {
  const { status = 200, api = "responses-stream", pieceBytes } = arrival;
  const bytes = Buffer.from(body as string);
  const size = pieceBytes ?? Math.max(bytes.length, 1);
  const type = arrival.type ?? (api === "responses" ? "application/json" : "text/event-stream");
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  const answered = { status, headers: [["content-type", type]] as const, chunks: chunks() };
  return foldAsync(readResponse(answered, { target: responsesTarget({}, { api }), aliases: noAliases }));
}

export const noteIds = ({ notes }: Reply): readonly string[] => notes.map(({ id }) => id);
