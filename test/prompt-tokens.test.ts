import { expect, test } from "vitest";
import type { JsonObject } from "../src/chat/json.js";
import { profileOf, send, simulatorOf } from "../src/simulator/simulated.fixture.js";
import { judgedFiles } from "./support/judged-files.js";

type Pair = { readonly url: string; readonly sent: object; readonly came: object };

/** The prompt tokens in a recording of these exchanges, as `judge` reports them: counted, reported, and whether they agree. */
async function judged(...pairs: readonly Pair[]) {
  const entries = pairs.map(({ url, sent, came }) => ({
    request: {
      ...{ method: "POST", url, headers: [{ name: "content-type", value: "application/json" }] },
      postData: { mimeType: "application/json", text: JSON.stringify(sent) },
    },
    response: {
      ...{ status: 200, headers: [{ name: "content-type", value: "application/json" }] },
      content: { mimeType: "application/json", text: JSON.stringify(came) },
    },
  }));
  const { read, exchanges } = await judgedFiles({ "a.har": JSON.stringify({ log: { version: "1.2", entries } }) });
  expect(exchanges.filter(({ observed }) => observed === "bad")).toEqual([]);
  return (read.promptTokens ?? []).map(({ counted, reported, agrees }) => [
    `${counted.api} ${counted.tokens}`,
    `${reported.api} ${reported.tokens}`,
    agrees,
  ]);
}

const question = { model: "claude-haiku-4-5", messages: [{ role: "user", content: "High water?" }] };
const anthropic = "https://api.anthropic.com/v1/messages";
const message = (usage: object) => ({
  ...{ id: "msg_1", type: "message", role: "assistant", model: "claude-haiku-4-5", stop_reason: "end_turn" },
  ...{ content: [{ type: "text", text: "At noon." }], stop_sequence: null, usage },
});
const cached = { input_tokens: 3, cache_read_input_tokens: 9, cache_creation_input_tokens: 2, output_tokens: 4 };

test("Anthropic's count is of the whole prompt, with what came from the cache and went into it", async () => {
  const count = { url: `${anthropic}/count_tokens`, sent: question, came: { input_tokens: 14 } };
  const marked = {
    ...question,
    max_tokens: 9,
    messages: [
      {
        role: "user",
        content: [{ type: "text", text: "High water?", cache_control: { type: "ephemeral" } }],
      },
    ],
  };
  expect(await judged(count, { url: anthropic, sent: marked, came: message(cached) })).toEqual([
    ["messages 14", "messages 14", true],
  ]);
  expect(
    await judged({ ...count, came: { input_tokens: 15 } }, { url: anthropic, sent: marked, came: message(cached) }),
  ).toEqual([["messages 15", "messages 14", false]]);
});

test("a count of another prompt or another model says nothing of a reply", async () => {
  const reply = { url: anthropic, sent: { ...question, max_tokens: 9 }, came: message(cached) };
  const other = { ...question, messages: [{ role: "user", content: "Low water?" }] };
  expect(await judged({ url: `${anthropic}/count_tokens`, sent: other, came: { input_tokens: 14 } }, reply)).toEqual(
    [],
  );
  const elsewhere = { ...question, model: "claude-opus-4-6" };
  expect(
    await judged({ url: `${anthropic}/count_tokens`, sent: elsewhere, came: { input_tokens: 14 } }, reply),
  ).toEqual([["messages 14", "messages 14", null]]);
});

test("Bedrock counts the bodies of Converse and InvokeModel", async () => {
  const model = "https://bedrock-runtime.us-east-1.amazonaws.com/model/anthropic.claude-haiku-4-5-v1%3A0";
  const converse = { messages: [{ role: "user", content: [{ text: "High water?" }] }] };
  const answered = {
    output: { message: { role: "assistant", content: [{ text: "At noon." }] } },
    ...{ stopReason: "end_turn", metrics: { latencyMs: 1 } },
    usage: { inputTokens: 14, outputTokens: 4, totalTokens: 18 },
  };
  expect(
    await judged(
      { url: `${model}/count-tokens`, sent: { input: { converse } }, came: { inputTokens: 14 } },
      { url: `${model}/converse`, sent: converse, came: answered },
    ),
  ).toEqual([["converse 14", "converse 14", true]]);
  const invoke = { anthropic_version: "bedrock-2023-05-31", max_tokens: 9, messages: question.messages };
  const body = Buffer.from(JSON.stringify(invoke)).toString("base64");
  expect(
    await judged(
      { url: `${model}/count-tokens`, sent: { input: { invokeModel: { body } } }, came: { inputTokens: 13 } },
      { url: `${model}/invoke`, sent: invoke, came: message({ input_tokens: 14, output_tokens: 4 }) },
    ),
  ).toEqual([["invoke-model 13", "invoke-model 14", false]]);
});

test("Gemini counts contents, or a whole request", async () => {
  const model = "https://generativelanguage.googleapis.com/v1beta/models/gemini-3-flash";
  const contents = [{ role: "user", parts: [{ text: "High water?" }] }];
  const reply = {
    url: `${model}:generateContent`,
    sent: { contents },
    came: {
      candidates: [{ content: { role: "model", parts: [{ text: "At noon." }] }, finishReason: "STOP" }],
      usageMetadata: { promptTokenCount: 5, candidatesTokenCount: 3, totalTokenCount: 8 },
      ...{ modelVersion: "gemini-3-flash", responseId: "r1" },
    },
  };
  for (const sent of [{ contents }, { generateContentRequest: { model: "models/gemini-3-flash", contents } }]) {
    expect(await judged({ url: `${model}:countTokens`, sent, came: { totalTokens: 5 } }, reply)).toEqual([
      ["generate-content 5", "generate-content 5", true],
    ]);
  }
});

test("the same prompt in two dialects is shown without a verdict", async () => {
  const count = {
    url: "https://api.openai.com/v1/responses/input_tokens",
    sent: { model: "gpt-5", input: "High water?" },
    came: { object: "response.input_tokens", input_tokens: 9 },
  };
  const reply = { url: anthropic, sent: { ...question, max_tokens: 9 }, came: message(cached) };
  expect(await judged(count, reply)).toEqual([["responses 9", "messages 14", null]]);
});

/** What the simulator counts and what it reports for one prompt of each service that counts, as `judge` pairs them. */
async function simulated(by: number | null, place: Counting) {
  const faults = by === null ? [] : [{ fault: "miscount" as const, by }];
  const simulator = simulatorOf(profileOf({ faults }));
  const ask = async (path: string, body: JsonObject) => JSON.parse((await send({ path, body }, simulator)).text);
  return judged(
    { url: place.host + place.count, sent: place.counted, came: await ask(place.count, place.counted) },
    { url: place.host + place.ask, sent: place.asked, came: await ask(place.ask, place.asked) },
  );
}

type Counting = {
  readonly host: string;
  readonly count: string;
  readonly counted: JsonObject;
  readonly ask: string;
  readonly asked: JsonObject;
};

const spoken = [{ role: "user", content: "What is 15 + 27?" }];
const bedrockModel = "/model/anthropic.claude-haiku-4-5-v1%3A0";
const conversed = { messages: [{ role: "user", content: [{ text: "What is 15 + 27?" }] }] };

test.each<readonly [string, Counting]>([
  [
    "Messages",
    {
      host: "https://api.anthropic.com",
      ...{ count: "/v1/messages/count_tokens", counted: { model: "claude-haiku-4-5", messages: spoken } },
      ...{ ask: "/v1/messages", asked: { model: "claude-haiku-4-5", messages: spoken, max_tokens: 90 } },
    },
  ],
  [
    "Responses",
    {
      host: "https://api.openai.com",
      ...{ count: "/v1/responses/input_tokens", counted: { model: "gpt-5", input: "What is 15 + 27?" } },
      ...{ ask: "/v1/responses", asked: { model: "gpt-5", input: "What is 15 + 27?", max_output_tokens: 90 } },
    },
  ],
  [
    "Converse",
    {
      host: "https://bedrock-runtime.us-east-1.amazonaws.com",
      ...{ count: `${bedrockModel}/count-tokens`, counted: { input: { converse: conversed } } },
      ...{ ask: `${bedrockModel}/converse`, asked: conversed },
    },
  ],
])("a simulated service that counts wrongly is noted, one that counts rightly is not: %s", async (_, place) => {
  expect(await simulated(null, place)).toMatchObject([[expect.any(String), expect.any(String), true]]);
  for (const by of [100, -1]) {
    const [pair] = await simulated(by, place);
    const [counted, reported] = [pair?.[0], pair?.[1]].map((one) => Number(String(one).split(" ")[1]));
    expect([(counted ?? 0) - (reported ?? 0), pair?.[2]]).toEqual([by, false]);
  }
});
