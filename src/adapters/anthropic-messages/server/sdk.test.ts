import Anthropic from "@anthropic-ai/sdk";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ChatEvent } from "../../../chat/event.js";
import { fold } from "../../../chat/fold.js";
import { reasoningTextOf, textOf, toolCallsOf } from "../../../chat/read-reply.js";
import type { Reply } from "../../../chat/reply.js";
import { truncatedFailure } from "../../errors/classify.js";
import { encodeError } from "../../openai-chat/server/encode-error.js";
import { messagesDoor } from "./door.js";
import { replies } from "./replies.fixture.js";

const identity = { id: "5f3c-11", createdSeconds: 1, model: "kimi" };
const asked = { model: "kimi", region: null, service: "bedrock" } as const;
const { readRequest, encodeReply, errorBody, openStream } = messagesDoor;

/** The official SDK in front of a server that answers with these events: no socket, its own fetch. */
function clientOf(events: readonly ChatEvent[]): Anthropic {
  const fetch = async (_url: unknown, init?: { readonly body?: unknown }): Promise<Response> => {
    const read = readRequest(JSON.parse(String(init?.body)), { allows: () => false, headers: {} });
    if (read.kind === "refused")
      return Response.json(errorBody(read.error, { status: 400, requestId: "r" }), { status: 400 });
    return read.stream ? streamed(events) : whole(events);
  };
  return new Anthropic({ apiKey: "none", baseURL: "http://router.test", maxRetries: 0, fetch });
}

function whole(events: readonly ChatEvent[]): Response {
  const encoded = encodeReply(fold(events), { identity, body: {} });
  if (encoded.kind === "completion") return Response.json(encoded.body);
  const { status, body } = encodeError(encoded.failure, asked);
  return Response.json(errorBody(body.error, { status, requestId: "r" }), { status });
}

function streamed(events: readonly ChatEvent[]): Response {
  const stream = openStream({ identity, body: {}, asked, redact: (error) => error });
  const text = events.map((event) => stream.write(event)).join("");
  return new Response(text, { headers: { "content-type": "text/event-stream" } });
}

const ask = { model: "kimi", max_tokens: 100, messages: [{ role: "user" as const, content: "Oslo?" }] };

/** What the SDK's message and the reply must agree on. */
function seen({ content, stop_reason, stop_sequence, usage }: Anthropic.Message) {
  const texts = (type: "text" | "thinking") =>
    content.flatMap((block) => {
      if (block.type === "text" && type === "text") return [block.text];
      return block.type === "thinking" && type === "thinking" ? [block.thinking] : [];
    });
  return {
    text: texts("text").join(""),
    thinking: texts("thinking").join(""),
    calls: content.flatMap((block) => (block.type === "tool_use" ? [[block.id, block.name, block.input]] : [])),
    stop: [stop_reason, stop_sequence],
    usage: [usage.input_tokens, usage.cache_read_input_tokens, usage.cache_creation_input_tokens, usage.output_tokens],
  };
}

function meant(reply: Reply) {
  const { inputTokens, cacheReadTokens, cacheWriteTokens, outputTokens } = reply.usage ?? {};
  const fresh = (inputTokens ?? 0) - (cacheReadTokens ?? 0) - (cacheWriteTokens ?? 0);
  return {
    text: textOf(reply),
    thinking: reasoningTextOf(reply) ?? "",
    calls: toolCallsOf(reply).map(({ id, name, argumentsText }) => [id, name, JSON.parse(argumentsText ?? "{}")]),
    stop: [reply.finish?.raw, reply.finish?.stopSequence],
    usage: [fresh, cacheReadTokens, cacheWriteTokens, outputTokens],
  };
}

test("the official SDK reads a whole message as the reply that it was made of", async () => {
  await fc.assert(
    fc.asyncProperty(replies, async (events) => {
      expect(seen(await clientOf(events).messages.create(ask))).toEqual(meant(fold(events)));
    }),
    { numRuns: 100 },
  );
});

test("the SDK's streaming helper builds the same message", async () => {
  await fc.assert(
    fc.asyncProperty(replies, async (events) => {
      expect(seen(await clientOf(events).messages.stream(ask).finalMessage())).toEqual(meant(fold(events)));
    }),
    { numRuns: 100 },
  );
});

describe("the SDK throws", () => {
  const cut = truncatedFailure({ afterFinish: false, status: 200, requestId: null, raw: null, message: "cut" });
  const broken: readonly ChatEvent[] = [
    { kind: "text-start", part: 0 },
    { kind: "text-delta", part: 0, text: "a" },
    { kind: "reply-failed", failure: cut },
  ];

  test("for a whole reply that broke, with the status and the type of the error", async () => {
    const error = await clientOf(broken)
      .messages.create(ask)
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Anthropic.InternalServerError);
    expect(error).toMatchObject({ status: 502, error: { type: "error", error: { type: "api_error" } } });
  });

  test("for a stream that broke in the middle", async () => {
    const error = await clientOf(broken)
      .messages.stream(ask)
      .finalMessage()
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Anthropic.APIError);
  });

  test("for a request that is refused, with the path of the member", async () => {
    const wrong = { ...ask, messages: [{ role: "user" as const, content: [{ type: "image" as const }] }] };
    const error = await clientOf([])
      .messages.create(wrong as never)
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Anthropic.BadRequestError);
    expect(String(error)).toContain("messages[0].content[0].source");
  });
});
