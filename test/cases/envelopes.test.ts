import { describe, expect, test } from "vitest";
import { textOf } from "../../src/chat/read-reply.js";
import { bothReadings, findingsOf, judgedChat, judgedInput } from "../support/judged-body.js";

/** A reply inside another body, more choices than one, token counts under other names, and what `judge --json` says of them. */

const usage = { prompt_tokens: 9, completion_tokens: 5, total_tokens: 14 };
const message = { role: "assistant", content: "At 16:40." };
const choice = { index: 0, message, finish_reason: "stop" };
const completion = { id: "gen-9", object: "chat.completion", model: "m", choices: [choice], usage };

const chunk = (delta: object, finish: string | null = null, index = 0) => ({
  id: "gen-9",
  model: "m",
  object: "chat.completion.chunk",
  choices: [{ index, delta, finish_reason: finish }],
});
const chunks = [chunk({ content: "At 16:40." }), chunk({}, "stop")];

describe("the inputs", () => {
  test("a completion inside `provider` is read, with its upstream and a note", async () => {
    const [exchange] = await judgedInput("completion-in-provider.har");
    expect(exchange).toMatchObject({ observed: "ok", upstream: "Novita", textLength: 9, outputTokens: 5 });
    expect(findingsOf(exchange?.findings ?? [])).toEqual(["note nested-reply"]);
  });

  test("a second choice that is blank is named, in either order", async () => {
    const exchanges = await judgedInput("second-choice-blank.yaml");
    for (const { observed, textLength, findings } of exchanges) {
      expect([observed, textLength, findingsOf(findings)]).toEqual(["ok", 6, ["note other-choices blank"]]);
      expect(findings[0]?.seen).toContain("choice 1 is blank");
    }
    expect(exchanges).toHaveLength(2);
  });
});

describe("a reply inside another body", () => {
  test.each<[string, object | readonly object[], string]>([
    ["in `data`", { code: 0, data: completion }, "data"],
    ["in `response`", { response: completion, id: "outer" }, "response"],
    ["two levels down", { status: "ok", result: { body: completion } }, "result.body"],
    ["as text", { statusCode: 200, body: JSON.stringify(completion) }, "body"],
    ["in a list", [completion], "[0]"],
  ])("%s is read, with a note", async (_, body, path) => {
    const { verdict, reply } = await judgedChat({ body });
    expect([verdict.observed, textOf(reply), reply.usage?.outputTokens]).toEqual(["ok", "At 16:40.", 5]);
    expect(findingsOf(verdict.findings)).toEqual(["note nested-reply"]);
    expect(verdict.findings[0]?.seen).toBe(`the reply stands inside ${path}, not at the top of the body`);
  });

  test("takes from outside what it does not say itself", async () => {
    const { reply } = await judgedChat({
      body: { provider: "Novita", id: "outer", usage, data: { choices: [choice] } },
    });
    expect([reply.id, reply.upstream, reply.usage?.inputTokens]).toEqual(["outer", "Novita", 9]);
  });

  test("is read in a stream too", async () => {
    const { verdict, reply } = await judgedChat({
      chunks: [...chunks, { choices: [], usage }].map((data) => ({ data })),
    });
    expect([verdict.observed, textOf(reply), findingsOf(verdict.findings)]).toEqual([
      "ok",
      "At 16:40.",
      ["note nested-reply"],
    ]);
  });

  test("is read by the SDK as by our own client", async () => {
    const url = "https://openrouter.ai/api/v1/chat/completions";
    const recorded = { url, request: { model: "m", messages: [] }, contentType: "application/json" };
    const [sdk, own] = await bothReadings({
      ...recorded,
      body: JSON.stringify({ choices: null, provider: completion }),
    });
    expect(sdk).toEqual(own);
  });

  test.each<[string, object, string]>([
    ["no completion", { data: { text: "At 16:40." } }, "bad protocol"],
    ["two completions", { first: completion, second: completion }, "bad protocol"],
    ["an error beside it", { error: { message: "no", code: 502 }, data: completion }, "bad error-in-200 unavailable"],
  ])("is not there with %s", async (_, body, finding) => {
    expect(findingsOf((await judgedChat({ body })).verdict.findings)).toEqual([finding]);
  });

  test("has no note where another member merely has choices", async () => {
    const { verdict } = await judgedChat({ body: { ...completion, data: { choices: [] } } });
    expect(findingsOf(verdict.findings)).toEqual([]);
  });
});

describe("more choices than one", () => {
  const other = (index: number, more: object) => ({
    index,
    message: { role: "assistant", ...more },
    finish_reason: "stop",
  });

  test.each<[string, object[], string | null, string]>([
    ["a whole one", [other(1, { content: "At 17:00." })], null, "choice 1 also came"],
    ["a blank one", [other(1, { content: " " })], "blank", "choice 1 is blank"],
    [
      "a cut one",
      [{ ...other(1, { content: "At" }), finish_reason: "length" }],
      "cut",
      "choice 1 is cut by the token limit",
    ],
    ["two more", [other(1, { content: "a" }), other(2, { content: null })], "blank", "2 more choices came"],
    ["a call", [other(1, { content: null, tool_calls: [{ id: "a" }] })], null, "choice 1 also came"],
    ["one without an index", [{ message, finish_reason: "stop" }], null, "choice without an index also came"],
  ])("%s is mentioned", async (_, others, cause, seen) => {
    const { verdict } = await judgedChat({ body: { ...completion, choices: [choice, ...others] } });
    expect(verdict.observed).toBe("ok");
    expect(findingsOf(verdict.findings)).toEqual([`note other-choices${cause === null ? "" : ` ${cause}`}`]);
    expect(verdict.findings[0]?.seen).toContain(seen);
  });

  test("are mentioned in a stream, with what all their chunks held", async () => {
    const read = (second: readonly object[]) =>
      judgedChat({ chunks: [chunks[0] ?? {}, ...second, chunks[1] ?? {}, { choices: [], usage }] });
    const whole = await read([
      chunk({ content: "" }, null, 1),
      chunk({ content: "At 17:00." }, null, 1),
      chunk({}, "stop", 1),
    ]);
    expect(findingsOf(whole.verdict.findings)).toEqual(["note other-choices"]);
    const blank = await read([chunk({ role: "assistant", content: "" }, null, 1), chunk({}, "stop", 1)]);
    expect(findingsOf(blank.verdict.findings)).toEqual(["note other-choices blank"]);
  });

  test("do not hide the only choice, where that has another index", async () => {
    const { verdict, reply } = await judgedChat({ body: { ...completion, choices: [{ ...choice, index: 1 }] } });
    expect([textOf(reply), verdict.observed, findingsOf(verdict.findings)]).toEqual(["At 16:40.", "ok", []]);
  });
});

describe("token counts", () => {
  const counts = { inputTokens: 9, outputTokens: 5 };
  const bare = { ...completion, usage: undefined };

  test.each<[string, object, string]>([
    [
      "of the Responses API",
      { ...bare, usage: { input_tokens: 9, output_tokens: 5 } },
      "as input_tokens, output_tokens",
    ],
    [
      "in camel case",
      { ...bare, usage: { promptTokens: 9, completionTokens: 5 } },
      "as promptTokens, completionTokens",
    ],
    ["of Converse", { ...bare, usage: { inputTokens: 9, outputTokens: 5, totalTokens: 14 } }, "as inputTokens"],
    [
      "as text",
      { ...bare, usage: { prompt_tokens: "9", completion_tokens: "5" } },
      "as text (prompt_tokens, completion_tokens)",
    ],
    ["in x_groq", { ...bare, x_groq: { id: "r", usage } }, "in x_groq.usage"],
    ["in the choice", { ...bare, choices: [{ ...choice, usage }] }, "in choices[0].usage"],
    [
      "in Bedrock's metrics",
      { ...bare, "amazon-bedrock-invocationMetrics": { inputTokenCount: 9, outputTokenCount: 5 } },
      "in amazon-bedrock-invocationMetrics",
    ],
    ["of Ollama", { ...bare, prompt_eval_count: 9, eval_count: 5 }, "in the top of the body"],
    ["of Gemini", { ...bare, usageMetadata: { promptTokenCount: 9, candidatesTokenCount: 5 } }, "in usageMetadata"],
  ])("%s are read, with a note", async (_, body, seen) => {
    const { verdict, reply } = await judgedChat({ body });
    expect(reply.usage).toMatchObject(counts);
    expect([verdict.observed, findingsOf(verdict.findings)]).toEqual(["ok", ["note usage-form"]]);
    expect(verdict.findings[0]?.seen).toContain(seen);
  });

  test("in the last chunk of a stream are read, with a note", async () => {
    const metrics = { "amazon-bedrock-invocationMetrics": { inputTokenCount: 9, outputTokenCount: 5 } };
    const { verdict, reply } = await judgedChat({ chunks: [...chunks, { choices: [], ...metrics }] });
    expect(reply.usage).toMatchObject(counts);
    expect(findingsOf(verdict.findings)).toEqual(["note usage-form"]);
  });

  test("in the choice have no note where the API's own follow", async () => {
    const finish = { ...chunk({}, "stop"), choices: [{ index: 0, delta: {}, finish_reason: "stop", usage }] };
    const { verdict } = await judgedChat({ chunks: [chunk({ content: "At 16:40." }), finish, { choices: [], usage }] });
    expect(findingsOf(verdict.findings)).toEqual([]);
  });

  test("include the cache where it is counted apart, and only there", async () => {
    const apart = { input_tokens: 9, output_tokens: 5, cache_read_input_tokens: 100 };
    const within = { input_tokens: 9, output_tokens: 5, input_tokens_details: { cached_tokens: 4 } };
    expect((await judgedChat({ body: { ...bare, usage: apart } })).reply.usage).toMatchObject({
      inputTokens: 109,
      cacheReadTokens: 100,
    });
    expect((await judgedChat({ body: { ...bare, usage: within } })).reply.usage).toMatchObject({
      inputTokens: 9,
      cacheReadTokens: 4,
    });
  });

  test.each<[string, object]>([
    ["with the cache's counts of another API", { ...usage, cache_creation_input_tokens: 0 }],
    ["with a cost", { ...usage, cost: 0.1 }],
    [
      "of zero",
      { prompt_tokens: 9, completion_tokens: 5, total_tokens: 14, prompt_tokens_details: { cached_tokens: 0 } },
    ],
  ])("in the API's own members have no note: %s", async (_, own) => {
    expect(findingsOf((await judgedChat({ body: { ...bare, usage: own } })).verdict.findings)).toEqual([]);
  });

  test("that are words are no counts", async () => {
    const { verdict, reply } = await judgedChat({
      body: { ...bare, usage: { prompt_tokens: "many", completion_tokens: -1.5 } },
    });
    expect(reply.usage).toMatchObject({ inputTokens: null, outputTokens: -1.5 });
    expect(findingsOf(verdict.findings)).toEqual(["note usage-missing", "note usage-inconsistent no-count"]);
  });
});

test("judge --json has the decoder's notes, the request's warnings and the recording's losses", async () => {
  const [exchange] = await judgedInput("completion-in-provider.har");
  expect(exchange?.notes).toEqual([
    { id: "nested-reply", message: "the reply stands inside provider, not at the top of the body" },
  ]);
  expect(exchange?.warnings).toEqual([]);
  expect(exchange?.recording).toEqual({ losses: ["chunk-boundaries", "arrival-times"], notes: [] });
});
