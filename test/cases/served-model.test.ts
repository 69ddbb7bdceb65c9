import { describe, expect, test } from "vitest";
import { chatHar, invokeHar, judgedHar } from "../support/judged-har.js";

/** A gateway answered with the model of another vendor (maximhq/bifrost#6742): what `judge` says about the model of a reply. */
const messages = [{ role: "user", content: "Weather in Paris?" }];
const usage = { prompt_tokens: 10, completion_tokens: 4, total_tokens: 14 };

function answer(model: string | null, content = "It is sunny."): object {
  const choices = [{ index: 0, finish_reason: "stop", message: { role: "assistant", content } }];
  return { id: "gen-3", object: "chat.completion", created: 1, ...(model === null ? {} : { model }), choices, usage };
}

function stream(first: string, last: string): readonly object[] {
  const chunk = (model: string, delta: object, finish_reason: string | null) => ({
    ...{ id: "gen-3", object: "chat.completion.chunk", created: 1, model },
    ...{ choices: [{ index: 0, delta, finish_reason }], usage: finish_reason === null ? null : usage },
  });
  return [
    chunk(first, { role: "assistant", content: "It is" }, null),
    chunk(last, { content: " sunny." }, null),
    chunk(last, {}, "stop"),
  ];
}

async function found(request: object, reply: object | readonly object[]): Promise<readonly string[]> {
  return (await judgedHar(chatHar({ messages, ...request }, reply))).found;
}

describe("another model than the asked one", () => {
  test.each([
    ["anthropic/claude-opus-5", "deepseek/deepseek-v4-flash", "other-family"],
    ["openai/gpt-5", "openai/gpt-5-nano-2025-08-07", "other-variant"],
    ["anthropic/claude-sonnet-4.6", "anthropic/claude-4.5-sonnet-20250929", "other-version"],
    ["openai/gpt-4o-2024-11-20", "openai/gpt-4o-2024-05-13", "other-snapshot"],
    ["meta-llama/llama-3.1-70b-instruct", "meta-llama/llama-3.1-8b-instruct", "other-size"],
  ])("%s, answered by %s, whole and streamed", async (asked, served, cause) => {
    const finding = `bad served-model-differs (${cause})`;
    expect(await found({ model: asked }, answer(served))).toEqual([finding]);
    expect(await found({ model: asked, stream: true }, stream(served, served))).toEqual([finding]);
  });

  test("the evidence names both", async () => {
    const { observed, seen } = await judgedHar(chatHar({ model: "openai/gpt-4o", messages }, answer("x-ai/grok-4")));
    expect([observed, ...seen]).toEqual(["bad", "asked for openai/gpt-4o, answered by x-ai/grok-4"]);
  });

  test("an empty reply of another model has both findings", async () => {
    const empty = await found({ model: "openai/gpt-4o" }, answer("x-ai/grok-4", ""));
    expect(empty).toEqual(["bad empty-reply (parser-ate-it)", "bad served-model-differs (other-family)"]);
  });

  test("a model that changes inside a stream", async () => {
    expect(await found({ model: "gpt-4o", stream: true }, stream("gpt-4o", "gpt-4o-mini"))).toEqual([
      "note identity-changed",
      "bad served-model-differs (other-variant)",
    ]);
  });

  test("on InvokeModel", async () => {
    const reply = {
      ...answer("deepseek-v3.2"),
      choices: [{ index: 0, message: { content: "Hi." }, finish_reason: "stop" }],
    };
    expect((await judgedHar(invokeHar("moonshotai.kimi-k2.5", reply))).found).toEqual([
      "bad served-model-differs (other-family)",
    ]);
  });
});

describe("what is right", () => {
  test.each([
    ["openai/gpt-4o", "openai/gpt-4o-2024-08-06"],
    ["anthropic/claude-haiku-4.5", "anthropic/claude-4.5-haiku-20251001"],
    ["moonshotai/kimi-k2.5:nitro", "accounts/fireworks/models/kimi-k2p5"],
    ["openrouter/auto", "anthropic/claude-opus-5"],
    ["openai/gpt-4o", null],
    ["openai/gpt-4o", ""],
  ])("%s, answered by %s", async (asked, served) => {
    expect(await found({ model: asked }, answer(served))).toEqual([]);
  });

  test.each<object>([
    { models: ["x-ai/grok-4"] },
    { models: ["openai/gpt-4o", "x-ai/grok-4"], route: "fallback" },
    { fallbacks: [{ "google/gemini-2.5-pro": ["xai/grok-4"] }] },
  ])("a fallback that the request names: %j", async (extra) => {
    expect(await found({ model: "google/gemini-2.5-pro", ...extra }, answer("x-ai/grok-4"))).toEqual([]);
    const other = await found({ model: "google/gemini-2.5-pro", ...extra }, answer("mistralai/mistral-large"));
    expect(other).toEqual(["bad served-model-differs (other-family)"]);
  });

  test("a deployment's own name is a note", async () => {
    expect(await found({ model: "blue-deployment" }, answer("gpt-4o-2024-11-20"))).toEqual([
      "note served-model-differs (undetermined)",
    ]);
  });

  test("an error in place of a reply is not compared", async () => {
    const error = { ...answer("deepseek/deepseek-v4-flash"), choices: [], error: { code: 502, message: "down" } };
    expect(await found({ model: "openai/gpt-4o" }, error)).toEqual(["bad error-in-200 (unavailable)"]);
  });

  test("a request that is not recorded asks for nothing", async () => {
    const bare = JSON.parse(chatHar({ model: "openai/gpt-4o", messages }, answer("x-ai/grok-4"))) as {
      log: { entries: { request: { postData?: object } }[] };
    };
    delete bare.log.entries[0]?.request.postData;
    expect((await judgedHar(JSON.stringify(bare))).found).toEqual([]);
  });
});
