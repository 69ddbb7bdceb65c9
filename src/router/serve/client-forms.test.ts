import { afterEach, describe, expect, test } from "vitest";
import {
  failedReply,
  plainConfig,
  plainFailure,
  plainModel,
  scriptedRouter,
  textReply,
} from "../../../test/support/scripted-router.js";
import type { ChatEvent } from "../../chat/event.js";
import { clientFormOf } from "./client-forms.js";
import { type RouterServer, serveRouter } from "./http-server.js";

const open: RouterServer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map(({ drain }) => drain(0)));
});

const chat = { api: "chat-completions" } as const;
const sdk = "speakeasy-sdk/typescript 1.3.19 2.914.0 1.0.0 @openrouter/sdk";
const cut: readonly ChatEvent[] = [...textReply("half").slice(0, 3), ...failedReply(plainFailure("truncated"))];
const counts = {
  totalTokens: null,
  reasoningTokens: null,
  cacheReadTokens: null,
  cacheWriteTokens: null,
  costUsd: null,
};
const counted = (inputTokens: number | null): readonly ChatEvent[] => [
  ...textReply("42").slice(0, -1),
  { kind: "usage", usage: { inputTokens, outputTokens: 2, ...counts, raw: {} } },
  { kind: "reply-end" },
];

const replies = {
  text: [counted(1)],
  part: [counted(null)],
  cut: [cut],
  blank: [[{ kind: "reply-end" }]],
  limit: [failedReply(plainFailure("throttled", { retryAfterMs: 1500 }))],
} satisfies Record<string, readonly (readonly ChatEvent[])[]>;

/** The answer to a chat request of a client with this user agent. */
async function ask(userAgent: string, body: object) {
  const config = plainConfig(Object.keys(replies).map((name) => plainModel(name)));
  const { router } = scriptedRouter(config, replies);
  const server = await serveRouter(() => router, { log: () => undefined });
  open.push(server);
  const response = await fetch(`${server.url}/v1/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json", "user-agent": userAgent },
    body: JSON.stringify({ messages: [{ role: "user", content: "x" }], ...body }),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

const events = (text: string) =>
  text.split("\n\n").flatMap((event) => (event.startsWith("data: {") ? [JSON.parse(event.slice(6))] : []));

describe("OpenRouter's SDK", () => {
  test("reads a whole reply", async () => {
    const { text } = await ask(sdk, { model: "text" });
    expect(JSON.parse(text)).toMatchObject({
      ...{ object: "chat.completion", model: "text", system_fingerprint: null },
      usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 },
    });
  });

  test("reads a stream: no usage is null", async () => {
    const body = { model: "text", stream: true, stream_options: { include_usage: true } };
    const chunks = events((await ask(sdk, body)).text);
    expect(chunks.map(({ usage }) => usage)).toEqual([
      ...[undefined, undefined],
      { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 },
    ]);
    expect(events((await ask("curl/8", body)).text).map(({ usage }) => usage)).toEqual([
      ...[null, null],
      { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 },
    ]);
  });

  test("gets no usage that lacks a count, whole or streamed", async () => {
    expect(JSON.parse((await ask(sdk, { model: "part" })).text)).not.toHaveProperty("usage");
    const streamed = { model: "part", stream: true, stream_options: { include_usage: true } };
    expect(events((await ask(sdk, streamed)).text).filter(({ usage }) => usage !== undefined)).toEqual([]);
    expect(JSON.parse((await ask("curl/8", { model: "part" })).text).usage).toEqual({ completion_tokens: 2 });
  });

  test.each([
    ["of the request", { model: "text", n: 2 }, 400, "unsupported_value", "invalid_request_error", "n"],
    ["without a code", { model: "text", messages: [] }, 400, null, "invalid_request_error", "messages"],
    ["of the model's name", { model: "nope" }, 404, "model_not_found", "invalid_request_error", "model"],
    ["of the upstream", { model: "limit" }, 429, "rate_limit_exceeded", "rate_limit_error", null],
    ["of the chain", { model: "blank", stream: true }, 502, "empty_reply", "upstream_error", null],
  ])("reads an error %s", async (_title, body, status, code, type, param) => {
    const got = await ask(sdk, body);
    const plain = await ask("OpenAI/JS 6.49.0", body);
    const { error } = JSON.parse(got.text);
    const { message } = JSON.parse(plain.text).error;
    expect(got.status).toBe(status);
    expect(error).toEqual({
      ...{ code: status, message },
      metadata: { error_type: code ?? type, type, code, param },
    });
    expect(JSON.parse(plain.text).error).toEqual({ message, type, code, param });
  });

  test("reads the error that ends a stream as a chunk of it", async () => {
    const body = { model: "cut", stream: true };
    const [first, last, ...none] = events((await ask(sdk, body)).text);
    const { id, created } = first;
    expect(none).toEqual([]);
    expect(last).toEqual({
      ...{ id, created, object: "chat.completion.chunk", model: "cut" },
      choices: [{ index: 0, delta: { content: "" }, finish_reason: "error" }],
      error: {
        ...{ code: 502, message: "The provider's reply was cut off.\nTry:\n1. Try again" },
        metadata: { error_type: "upstream_truncated", type: "api_error", code: "upstream_truncated", param: null },
      },
    });
    // The AI SDK would take an event with `choices` for a chunk, and drop the error.
    expect(Object.keys(events((await ask("ai-sdk/openai-compatible/3.0.92", body)).text).at(-1))).toEqual(["error"]);
  });
});

test("OpenRouter's SDK reads the models as it reads OpenRouter's, and any other client as OpenAI's", async () => {
  const { router } = scriptedRouter(plainConfig([plainModel("a/b", { description: "d" })]), {});
  const server = await serveRouter(() => router, { log: () => undefined });
  open.push(server);
  const get = async (path: string, userAgent: string) =>
    (await fetch(`${server.url}${path}`, { headers: { "user-agent": userAgent } })).json();
  const model = {
    ...{ id: "a/b", object: "model", created: 0, owned_by: "p", description: "d" },
    ...{ name: "a/b", canonical_slug: "a/b", context_length: null },
    architecture: { modality: null, input_modalities: ["text"], output_modalities: ["text"] },
    pricing: { prompt: "-1", completion: "-1" },
    top_provider: { is_moderated: false, context_length: null, max_completion_tokens: null },
    ...{ per_request_limits: null, default_parameters: null, supported_parameters: [], supported_voices: null },
    links: { details: "/v1/models/a/b" },
  };
  expect(await get("/v1/models/a%2Fb", sdk)).toEqual({ data: model });
  const list = (await get("/v1/models", sdk)) as { readonly data: readonly unknown[] };
  expect([list.data[0], list]).toMatchObject([model, { links: { next: null }, total_count: 2 }]);
  expect(Object.keys((await get("/v1/models/a%2Fb", "OpenAI/JS 6.49.0")) as object)).toEqual([
    ...["id", "object", "created", "owned_by", "description"],
  ]);
});

test.each([
  [sdk, true],
  ["speakeasy-sdk/python 0.9.1 2.768.0 1.0.0 openrouter", true],
  ["speakeasy-sdk/typescript 1.0.0 2.0.0 1.0.0 @mistralai/mistralai", false],
  ["ai-sdk/openrouter/3.1.0", false],
  ["OpenAI/JS 6.49.0", false],
  ["", false],
])("the user agent %s has a form of its own: %s", (userAgent, own) => {
  expect(clientFormOf(userAgent, chat) !== null).toBe(own);
  expect(clientFormOf(undefined, chat)).toBeNull();
});

test("comments and the end of a stream go through as they are", async () => {
  async function* pieces() {
    yield ": waiting\n\n";
    yield 'data: {"id":"1","choices":[]}\n\n: still\n\ndata: [DONE]\n\n';
  }
  const read: string[] = [];
  for await (const piece of clientFormOf(sdk, chat)?.pieces(pieces()) ?? []) read.push(piece);
  expect(read).toEqual([": waiting\n\n", 'data: {"id":"1","choices":[]}\n\n: still\n\ndata: [DONE]\n\n']);
});
