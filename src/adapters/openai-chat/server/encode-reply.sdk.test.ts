import OpenAI from "openai";
import { describe, expect, test } from "vitest";
import type { ChatEvent } from "../../../chat/event.js";
import { fold } from "../../../chat/fold.js";
import { truncatedFailure } from "../../errors/classify.js";
import { encodeError } from "./encode-error.js";
import { encodeReply } from "./encode-reply.js";
import { sseText } from "./encode-stream/sse-text.js";
import { startEncodeStream } from "./encode-stream/state.js";
import { encodeEvent } from "./encode-stream.js";
import { includesUsage, readServerRequest } from "./read-request.js";

const identity = { id: "chatcmpl-1", createdSeconds: 1_790_000_000, model: "kimi" };
const asked = { model: "kimi", region: null, service: "bedrock" } as const;

/** A tool turn of a thinking model: the id of one call comes late, the other has no arguments. */
const turn: readonly ChatEvent[] = [
  { kind: "reply-start", status: 200, requestId: "req-1" },
  { kind: "reasoning-start", part: 0, field: "reasoningContent" },
  { kind: "reasoning-delta", part: 0, text: "Hm" },
  { kind: "reasoning-signature", part: 0, signature: "c2ln" },
  { kind: "part-end", part: 0 },
  { kind: "text-start", part: 1 },
  { kind: "text-delta", part: 1, text: "Let me see." },
  { kind: "tool-call-start", part: 2, id: null, name: "f", argumentsText: null },
  { kind: "tool-call-delta", part: 2, argumentsText: '{"city":' },
  { kind: "tool-call-info", part: 2, id: "a", name: null },
  { kind: "tool-call-start", part: 3, id: "b", name: "g", argumentsText: "" },
  { kind: "tool-call-delta", part: 2, argumentsText: '"Oslo"}' },
  { kind: "finish", finish: { kind: "stop", raw: "end_turn", nativeRaw: null, stopSequence: null } },
  {
    kind: "usage",
    usage: {
      inputTokens: 9,
      outputTokens: 2,
      totalTokens: 11,
      reasoningTokens: null,
      cacheReadTokens: 4,
      cacheWriteTokens: null,
      costUsd: null,
      raw: {},
    },
  },
  { kind: "reply-end" },
];

const failure = truncatedFailure({ afterFinish: false, status: 200, requestId: null, raw: null, message: "cut" });

/** The official SDK in front of a server that answers with these events: no socket, its own fetch. */
function clientOf(events: readonly ChatEvent[]): OpenAI {
  const fetch = async (_url: unknown, init?: { readonly body?: unknown }): Promise<Response> => {
    const body = JSON.parse(String(init?.body));
    const served = readServerRequest(body);
    if (served.kind === "refused") return Response.json({ error: served.error }, { status: served.status });
    return served.stream ? streamed(events, includesUsage(body)) : whole(events);
  };
  return new OpenAI({ apiKey: "none", baseURL: "http://router.test/v1", maxRetries: 0, fetch });
}

function whole(events: readonly ChatEvent[]): Response {
  const encoded = encodeReply(fold(events), identity);
  if (encoded.kind === "completion") return Response.json(encoded.body);
  const { status, body } = encodeError(encoded.failure, asked);
  return Response.json(body, { status });
}

function streamed(events: readonly ChatEvent[], includeUsage: boolean): Response {
  let state = startEncodeStream({ identity, includeUsage, asked });
  let text = "";
  for (const event of events) {
    const step = encodeEvent(state, event);
    state = step.state;
    for (const item of step.items) {
      if (item.kind === "refusal") return Response.json(item.error.body, { status: item.error.status });
      text += sseText(item);
    }
  }
  return new Response(text, { headers: { "content-type": "text/event-stream" } });
}

const ask = { model: "kimi", messages: [{ role: "user" as const, content: "Oslo?" }] };

describe("the official SDK", () => {
  const message = {
    role: "assistant",
    content: "Let me see.",
    tool_calls: [
      { id: "a", type: "function", function: { name: "f", arguments: '{"city":"Oslo"}' } },
      { id: "b", type: "function", function: { name: "g", arguments: "{}" } },
    ],
  };
  const usage = {
    prompt_tokens: 9,
    completion_tokens: 2,
    total_tokens: 11,
    prompt_tokens_details: { cached_tokens: 4 },
  };

  test("reads a whole reply", async () => {
    const completion = await clientOf(turn).chat.completions.create(ask);
    expect(completion).toMatchObject({ id: "chatcmpl-1", model: "kimi", created: 1_790_000_000, usage });
    expect(completion.choices).toMatchObject([{ index: 0, finish_reason: "tool_calls", message }]);
  });

  test("puts the same reply together from a stream", async () => {
    const stream = clientOf(turn).chat.completions.stream({ ...ask, stream_options: { include_usage: true } });
    const completion = await stream.finalChatCompletion();
    expect(completion).toMatchObject({ id: "chatcmpl-1", model: "kimi", created: 1_790_000_000, usage });
    expect(completion.choices).toMatchObject([{ index: 0, finish_reason: "tool_calls", message }]);
  });

  test("sends a reply back as it got it, and nothing of it is refused or lost", async () => {
    const { choices } = await clientOf(turn).chat.completions.create(ask);
    const results = ["a", "b"].map((id) => ({ role: "tool", tool_call_id: id, content: "18 °C" }));
    const served = readServerRequest({ ...ask, messages: [...ask.messages, choices[0]?.message, ...results] });
    if (served.kind !== "request") throw new Error(served.error.message);
    expect(served.warnings).toEqual([]);
    expect(served.request.messages[1]?.parts).toMatchObject([
      { kind: "reasoning", text: "Hm", signature: "c2ln" },
      { kind: "text", text: "Let me see." },
      { kind: "tool-call", id: "a" },
      { kind: "tool-call", id: "b" },
    ]);
  });

  test("throws where the reply broke: by status before the first chunk, by the error event after it", async () => {
    const broken = (events: readonly ChatEvent[]) => clientOf([...events, { kind: "reply-failed", failure }]);
    const gateway = { status: 502, code: "upstream_truncated" };
    await expect(broken(turn.slice(0, 5)).chat.completions.create(ask)).rejects.toMatchObject(gateway);
    await expect(broken(turn.slice(0, 1)).chat.completions.create({ ...ask, stream: true })).rejects.toMatchObject(
      gateway,
    );
    const stream = await broken(turn.slice(0, 7)).chat.completions.create({ ...ask, stream: true });
    const finishes: unknown[] = [];
    const reading = async () => {
      for await (const chunk of stream) finishes.push(chunk.choices[0]?.finish_reason);
    };
    await expect(reading()).rejects.toMatchObject({ code: "upstream_truncated", type: "api_error" });
    expect(finishes).toEqual([null, null, null]);
  });

  test("throws a refusal of the door with the member that it names", async () => {
    await expect(clientOf(turn).chat.completions.create({ ...ask, n: 2 })).rejects.toMatchObject({
      status: 400,
      param: "n",
      code: "unsupported_value",
      type: "invalid_request_error",
    });
  });
});
