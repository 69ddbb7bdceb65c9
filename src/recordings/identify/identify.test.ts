import { describe, expect, test } from "vitest";
import type { Interaction } from "../interaction.js";
import { identify, isOurApi } from "./identify.js";

const bytes = (text: string) => new Uint8Array(Buffer.from(text));

function interaction(change: Partial<Interaction>): Interaction {
  return {
    file: "recordings/a.json",
    format: "har",
    interaction: 0,
    request: null,
    response: null,
    chunks: [],
    end: "eof",
    error: null,
    recordedAt: null,
    after: null,
    losses: [],
    notes: [],
    ...change,
  };
}

const asked = (url: string, body: string | null = null, change: Partial<Interaction> = {}) =>
  identify(
    interaction({ request: { method: "POST", url, headers: [], body: body === null ? null : bytes(body) }, ...change }),
  );
const answered = (body: string, change: Partial<Interaction> = {}) =>
  identify(interaction({ chunks: [[null, bytes(body)]], ...change }));
const events = [["content-type", "application/vnd.amazon.eventstream"]] as const;

describe("the API that a path names", () => {
  test.each([
    ["/model/a.b-1/converse", "converse"],
    ["/model/a.b-1/converse-stream", "converse-stream"],
    ["/model/a.b-1/invoke", "invoke-model"],
    ["/model/a.b-1/invoke-with-response-stream", "invoke-model-stream"],
    ["/model/a.b-1/count-tokens", "count-tokens"],
    ["/model/a.b-1/other-action", "other"],
    ["/model/a.b-1/constructor", "other"],
    ["/v1/chat/completions", "chat-completions"],
    ["/v1/chat/completions/", "chat-completions"],
    ["/v1/chat/completions?a=b", "chat-completions"],
    ["/v1/chat/completions#a", "chat-completions"],
    ["/v1/chat/completions/x", "other"],
    ["/v1/responses", "responses"],
    ["/v1/responses/resp_1", "responses-by-id"],
    ["/v1/responses/resp_1/cancel", "responses-by-id"],
    ["/v1/responses/compact", "responses-compact"],
    ["/v1/responses/input_tokens", "responses-input-tokens"],
    ["/v1/responses2", "other"],
    ["/v1/messages/count_tokens?beta=true", "count-tokens"],
    ["/v1/messages/batches/msgbatch_1/results", "messages-batches"],
    ["/v1beta/models/gemini-3-flash:generateContent", "generate-content"],
    ["/v1beta/models/gemini-3-flash:streamGenerateContent?alt=sse", "generate-content-stream"],
    ["/v1beta/models/gemini-3-flash:countTokens", "count-tokens"],
    ["/v1beta/models/gemini-embedding:batchEmbedContents", "embeddings"],
    ["/v1/projects/p/locations/global/publishers/google/models/gemini-3:generateContent", "generate-content"],
    ["/v1/projects/p/locations/global/publishers/anthropic/models/claude-opus-4-1@20250805:rawPredict", "messages"],
    ["/v1/projects/p/locations/global/publishers/anthropic/models/count-tokens:rawPredict", "count-tokens"],
    ["/v1/projects/p/locations/x/publishers/mistralai/models/mistral-small-2503:rawPredict", "chat-completions"],
    [
      "/v1/projects/p/locations/x/publishers/mistralai/models/mistral-small-2503:streamRawPredict",
      "chat-completions-stream",
    ],
    ["/v1/projects/p/locations/x/publishers/mistralai/models/mistral-ocr-2505:rawPredict", "other"],
    ["/v1/projects/p/locations/x/publishers/meta/models/llama:predict", "other"],
    ["/v1/projects/p/locations/x/publishers/google/models/text-embedding-005:predict", "other"],
    ["/v1/projects/p/locations/x/publishers/google/models/gemini-3-flash:countTokens", "count-tokens"],
    ["/v1/projects/p/locations/x/publishers/google/models/gemini-3-flash:generateContent", "generate-content"],
    ["/v2/chat", "cohere-chat"],
    ["/v1/chat", "cohere-chat-v1"],
    ["/v2/rerank", "rerank"],
    ["/v2/embed", "embeddings"],
    ["/v1/files/file_1/content", "files"],
    ["/v1/uploads/u1/parts", "uploads"],
    ["/v1/conversations/conv_1/items", "conversations"],
    ["/v1/vector_stores/vs_1/files", "vector-stores"],
    ["/v1/batches/b1", "batches"],
    ["/v1/moderations", "moderations"],
    ["/v1/audio/speech", "audio"],
    ["/v1/realtime/client_secrets", "realtime"],
    ["/v1/images/edits", "images"],
    ["/foundation-models", "models"],
    ["/v1/messages", "messages"],
    ["/v1/messages/", "messages"],
    ["/v1/messages/batches", "messages-batches"],
    ["/v1/messages?beta=true", "messages"],
    ["/anthropic/v1/messages", "messages"],
    ["/v1/projects/p/locations/global/publishers/anthropic/models/m@1:rawPredict", "messages"],
    ["/v1/projects/p/locations/global/publishers/anthropic/models/m@1:streamRawPredict", "messages-stream"],
    ["/v1/completions", "completions"],
    ["/v1/completions/", "completions"],
    ["/v1/completions/x", "other"],
    ["/v1/embeddings", "embeddings"],
    ["/v1/embeddings/", "embeddings"],
    ["/v1/embeddings/x", "other"],
    ["/v1/models", "models"],
    ["/v1/models/a", "models"],
    ["/v1/modelsx", "other"],
    ["/", "other"],
    ["", "other"],
  ])("%s is of %s", (path, api) => {
    expect(asked(`https://service.test${path}`).api).toBe(api);
    if (path !== "") expect(asked(path).api).toBe(api);
  });

  test.each([
    ['{"stream":true}', "chat-completions-stream"],
    ['{"stream":false}', "chat-completions"],
    ['{"stream":"true"}', "chat-completions"],
    ['{"stream":null}', "chat-completions"],
    ["{}", "chat-completions"],
  ])("a chat completion with %s is %s, whatever the reply", (body, api) => {
    const chunks = [[null, bytes('data: {"object":"chat.completion.chunk"}\n\n')]] as const;
    expect(asked("/v1/chat/completions", body, { chunks }).api).toBe(api);
  });

  test.each([
    ['data: {"object":"chat.completion.chunk"}\n\n', "chat-completions-stream"],
    ['{"object":"chat.completion"}', "chat-completions"],
    ['data: {"type":"message_start"}\n\n', "chat-completions"],
    ["", "chat-completions"],
  ])("a chat completion whose body is not an object is identified by its reply %j: %s", (reply, api) => {
    for (const body of [null, "[]", "no JSON"]) {
      expect(asked("/v1/chat/completions", body, { chunks: [[null, bytes(reply)]] }).api).toBe(api);
    }
  });
});

describe("the model", () => {
  test.each([
    ["/v1beta/models/gemini-3-flash:generateContent", "{}", "gemini-3-flash"],
    [
      "/v1/projects/p/locations/x/publishers/anthropic/models/claude-opus-4-1%4020250805:rawPredict",
      "{}",
      "claude-opus-4-1@20250805",
    ],
    ["/model/a.b-1%3A0/converse", '{"model":"other"}', "a.b-1:0"],
    ["/v1/chat/completions", '{"model":"a"}', "a"],
    ["/v1/chat/completions", '{"model":""}', ""],
    ["/v1/chat/completions", '{"model":1}', null],
    ["/v1/chat/completions", "{}", null],
    ["/v1/chat/completions", null, null],
    ["/openai/deployments/mine/chat/completions", "{}", "mine"],
    ["/openai/deployments/mine/chat/completions", '{"model":"a"}', "a"],
    ["/openai/deployments//chat/completions", "{}", null],
    ["/v1/embeddings", '{"model":"a"}', "a"],
    ["/v1/models/a", null, null],
  ])("of %s with %s is %s", (path, body, model) => {
    expect(asked(path, body).model).toBe(model);
  });
});

describe("the body", () => {
  test.each([
    ['{"a":1}', { a: 1 }],
    ["{}", {}],
    ["[]", null],
    ["null", null],
    ["1", null],
    ["no JSON", null],
    ["", null],
    [null, null],
  ])("%s is %j", (text, body) => {
    expect(asked("/v1/chat/completions", text).body).toEqual(body);
  });
});

describe("the provider", () => {
  test.each([
    ["https://openrouter.ai/api/v1/chat/completions", "openrouter"],
    ["https://OpenRouter.ai:443/api/v1/chat/completions", "openrouter"],
    ["https://user:pass@openrouter.ai/api/v1/chat/completions", "openrouter"],
    ["https://openrouter.ai?a=b", "openrouter"],
    ["https://evil.test/openrouter.ai", "evil.test"],
    ["https://openrouter.ai.evil.test/", "openrouter.ai.evil.test"],
    ["http://localhost:8080/v1/chat/completions", "local"],
    ["http://[::1]:8080/v1/chat/completions", "local"],
    ["https://bedrock-runtime.us-west-2.amazonaws.com/openai/v1/chat/completions", "bedrock-openai"],
    ["https://bedrock-runtime.us-west-2.amazonaws.com/openaix/v1", "bedrock"],
    ["https://api.openai.com/openai/v1", "openai"],
  ])("of %s is %s, by its host", (url, provider) => {
    expect(asked(url)).toMatchObject({ provider, providerFrom: "host" });
  });

  test.each(["converse", "converse-stream", "invoke", "invoke-with-response-stream"])(
    "of %s is bedrock, also behind a gateway, on this machine and without a host",
    (action) => {
      const path = `/model/m/${action}`;
      for (const url of [`https://gateway.test${path}`, `http://localhost:4566${path}`, path, `https://${path}`]) {
        expect(asked(url)).toMatchObject({ provider: "bedrock", providerFrom: "api" });
      }
      expect(asked(`https://bedrock-runtime.us-west-2.amazonaws.com${path}`).providerFrom).toBe("host");
      expect(asked(`https://openrouter.ai${path}`)).toMatchObject({ provider: "openrouter", providerFrom: "host" });
    },
  );

  test.each([
    ["https://chatgpt.com/backend-api/codex/responses", "chatgpt-codex"],
    ["https://api.githubcopilot.com/responses", "copilot"],
    ["https://api.individual.githubcopilot.com/responses", "copilot"],
    ["https://us-east5-aiplatform.googleapis.com/v1/projects/p", "vertex"],
    ["https://aiplatform.googleapis.com/v1/projects/p", "vertex"],
    ["https://generativelanguage.googleapis.com/v1beta/models", "google"],
    ["https://storage.googleapis.com/x", "googleapis"],
    ["https://x.cognitiveservices.azure.com/openai/responses", "azure-openai"],
    ["https://x.services.ai.azure.com/anthropic/v1/messages", "azure-ai"],
    ["https://api.cohere.com/v2/chat", "cohere"],
    ["https://gateway.pydantic.dev/proxy/openai/responses", "gateway.pydantic.dev"],
  ])("of %s is %s, by its host", (url, provider) => {
    expect(asked(url).provider).toBe(provider);
  });

  test("a GET where the API has none begins a WebSocket", () => {
    const request = { method: "GET", url: "wss://api.openai.com/v1/responses", headers: [], body: null };
    expect(identify(interaction({ request })).api).toBe("responses-websocket");
  });

  test("of count-tokens is not bedrock by its path alone", () => {
    expect(asked("https://gateway.test/model/m/count-tokens").provider).toBe("gateway.test");
  });

  test("without a host is what the recording's path names, or unknown", () => {
    expect(asked("/v1/chat/completions", null, { file: "a/groq/b.json" })).toMatchObject({
      provider: "groq",
      providerFrom: "path-of-recording",
    });
    expect(asked("/v1/chat/completions")).toMatchObject({ provider: null, providerFrom: null });
  });
});

test.each([
  ["https://bedrock-runtime.us-west-2.amazonaws.com/", "us-west-2"],
  ["https://bedrock-runtime-fips.us-gov-west-1.amazonaws.com/", "us-gov-west-1"],
  ["https://bedrock.eu-central-1.amazonaws.com/", "eu-central-1"],
  ["https://bedrock-runtime.REGION.amazonaws.com/", null],
  ["https://bedrock-runtime.us-west-22.amazonaws.com/", null],
  ["https://bedrock-runtime.us-2.amazonaws.com/", null],
  ["https://bedrock-runtime.us-west-2", null],
  ["https://x.bedrock-runtime.us-west-2.amazonaws.com/", null],
  ["https://s3.us-west-2.amazonaws.com/", null],
  ["/model/m/converse", null],
])("the region of %s is %s", (url, region) => {
  expect(asked(url).region).toBe(region);
});

describe("without a request", () => {
  test.each([
    ['{"object":"chat.completion"}', "chat-completions"],
    ['data: {"object":"chat.completion.chunk"}\n\n', "chat-completions-stream"],
    ['{"type":"message","content":[],"id":"msg_1"}', "messages"],
    ["no shape", "other"],
    ["", "other"],
  ])("%j is of %s", (body, api) => {
    expect(answered(body)).toEqual({ provider: null, providerFrom: null, api, model: null, region: null, body: null });
  });

  test("an event stream is Bedrock's", () => {
    expect(answered("", { response: { status: null, headers: events } })).toMatchObject({
      api: "converse-stream",
      provider: "bedrock",
      providerFrom: "api",
    });
  });

  test.each([
    ["a/bedrock/b.json", "invoke-model"],
    ["a/Bedrock/b.json", "invoke-model"],
    ["a\\bedrock\\b.json", "invoke-model"],
    ["a+bedrock+b.json", "invoke-model"],
    ["a/bedrock-b.json", "messages"],
    ["a/anthropic/b.json", "messages"],
  ])("an Anthropic body in %s is of %s", (file, api) => {
    expect(answered('{"type":"message","content":[]}', { file }).api).toBe(api);
    expect(answered('{"object":"chat.completion"}', { file }).api).toBe("chat-completions");
  });
});

test("the APIs of the table are ours", () => {
  const ours = ["chat-completions", "converse", "invoke-model", "responses", "messages"] as const;
  for (const api of ours) expect([isOurApi(api), isOurApi(`${api}-stream`)]).toEqual([true, true]);
  for (const api of ["completions", "embeddings", "models", "count-tokens", "responses-by-id", "other"] as const) {
    expect(isOurApi(api)).toBe(false);
  }
});
