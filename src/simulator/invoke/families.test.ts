import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../chat/json.js";
import { headerOf } from "../../wire/exchange.js";
import { createEventStreamParser, stringHeader } from "../../wire/frames/event-stream.js";
import { type FamilyName, families } from "../profile.js";
import { profileOf, send, simulatorOf } from "../simulated.fixture.js";

const question = "What is 15 + 27?";
const answer = "The answer is 42.";
const chatBody = { messages: [{ role: "user", content: question }], max_tokens: 100 };

/** A family's JSON, read by hand at the one place that matters. */
type Parsed = ReturnType<typeof JSON.parse>;

/** For each family: a request body, and where the text stands in a reply and in a stream record. */
const rows: {
  readonly [family in FamilyName]: {
    readonly body: JsonObject;
    readonly text: (reply: Parsed) => string;
    readonly delta: (record: Parsed) => string | null | undefined;
    readonly finish: (record: Parsed) => string | null | undefined;
  };
} = {
  anthropic: {
    body: { anthropic_version: "bedrock-2023-05-31", ...chatBody },
    text: (reply) => reply.content[0].text,
    delta: (record) => record.delta?.text,
    finish: (record) => record.delta?.stop_reason,
  },
  moonshot: openAiRow(),
  "gpt-oss": openAiRow(),
  "deepseek-v3": openAiRow(),
  ai21: openAiRow(),
  "mistral-chat": {
    body: chatBody,
    text: (reply) => reply.choices[0].message.content,
    delta: (record) => record.choices[0].message.content,
    finish: (record) => record.choices[0].stop_reason,
  },
  "mistral-text": {
    body: { prompt: `<s>[INST] ${question} [/INST]`, max_tokens: 100 },
    text: (reply) => reply.outputs[0].text,
    delta: (record) => record.outputs[0].text,
    finish: (record) => record.outputs[0].stop_reason,
  },
  llama: {
    body: {
      prompt: `<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\n${question}<|eot_id|>`,
      max_gen_len: 100,
    },
    text: (reply) => reply.generation,
    delta: (record) => record.generation,
    finish: (record) => record.stop_reason,
  },
  "deepseek-r1": {
    body: { prompt: `<｜begin▁of▁sentence｜><｜User｜>${question}<｜Assistant｜><think>\n`, max_tokens: 100 },
    text: (reply) => reply.choices[0].text,
    delta: (record) => record.choices[0].text,
    finish: (record) => record.choices[0].stop_reason,
  },
  titan: {
    body: { inputText: question },
    text: (reply) => reply.results[0].outputText,
    delta: (record) => record.outputText,
    finish: (record) => record.completionReason,
  },
  nova: {
    body: { schemaVersion: "messages-v1", messages: [{ role: "user", content: [{ text: question }] }] },
    text: (reply) => reply.output.message.content[0].text,
    delta: (record) => record.contentBlockDelta?.delta.text,
    finish: (record) => record.messageStop?.stopReason,
  },
  cohere: {
    body: { message: question },
    text: (reply) => reply.text,
    delta: (record) => record.text,
    finish: (record) => record.finish_reason,
  },
};

function openAiRow(): (typeof rows)["moonshot"] {
  return {
    body: chatBody,
    text: (reply) => reply.choices[0].message.content,
    delta: (record) => record.choices[0].delta.content,
    finish: (record) => record.choices[0].finish_reason,
  };
}

const finishWords: { readonly [family in FamilyName]?: string } = {
  anthropic: "end_turn",
  nova: "end_turn",
  titan: "FINISH",
  cohere: "COMPLETE",
};

describe.each(families)("%s", (family) => {
  const { body, text, delta, finish } = rows[family];
  const ask = (operation: string, model = {}) =>
    send({ path: `/model/m/${operation}`, body }, simulatorOf(profileOf({ family, ...model })));

  test("answers in its own body, with token counts in headers", async () => {
    const heard = await ask("invoke");
    expect(text(JSON.parse(heard.text))).toBe(answer);
    expect(Number(headerOf(heard.headers, "x-amzn-bedrock-output-token-count"))).toBeGreaterThan(0);
    expect(Number(headerOf(heard.headers, "x-amzn-bedrock-input-token-count"))).toBeGreaterThan(0);
  });

  test("streams the same text, finishes once, and ends with the metrics", async () => {
    const records = recordsOf((await ask("invoke-with-response-stream")).bytes);
    expect(records.map((record) => delta(record) ?? "").join("")).toBe(answer);
    const words = records.flatMap((record) => finish(record) ?? []);
    expect(words).toEqual([finishWords[family] ?? "stop"]);
    expect(records.at(-1)).toHaveProperty("amazon-bedrock-invocationMetrics.outputTokenCount");
    expect(records.slice(0, -1).some((record) => "amazon-bedrock-invocationMetrics" in record)).toBe(false);
  });

  test("says nothing when it is silent", async () => {
    const heard = await ask("invoke", { faults: [{ fault: "silent" }] });
    const reply = JSON.parse(heard.text);
    const content = reply.content ?? reply.output?.message.content;
    expect(Array.isArray(content) ? content : text(reply)).toHaveLength(0);
    expect(headerOf(heard.headers, "x-amzn-bedrock-output-token-count")).toBe("0");
  });
});

function recordsOf(bytes: Uint8Array): readonly JsonObject[] {
  const parser = createEventStreamParser();
  const frames = parser.push(bytes);
  expect(parser.end().pendingBytes).toBe(0);
  return frames.map((frame) => {
    expect(stringHeader(frame, ":event-type")).toBe("chunk");
    const payload = JSON.parse(new TextDecoder().decode(frame.payload));
    expect(Object.keys(payload)).toEqual(["bytes", "p"]);
    return JSON.parse(Buffer.from(payload.bytes, "base64").toString("utf8"));
  });
}

describe("calls in a body", () => {
  const callOf = async (family: FamilyName, body: JsonObject) => {
    const heard = await send({ path: "/model/m/invoke", body }, simulatorOf(profileOf({ family })));
    return JSON.parse(heard.text);
  };
  const request = [{ role: "user", content: "Weather in SF?" }];
  const tools = [{ type: "function", function: { name: "get_weather" } }];

  test("anthropic, nova, cohere and the chat families make them in their own form", async () => {
    const anthropicTools = [{ name: "get_weather", input_schema: {} }];
    const anthropicBody = { anthropic_version: "x", max_tokens: 9, messages: request, tools: anthropicTools };
    expect((await callOf("anthropic", anthropicBody)).content).toEqual([
      {
        type: "tool_use",
        id: expect.stringMatching(/^toolu_bdrk_01\w{22}$/),
        name: "get_weather",
        input: { city: "SF" },
      },
    ]);
    const novaTools = { tools: [{ toolSpec: { name: "get_weather" } }] };
    const novaBody = { messages: [{ role: "user", content: [{ text: "Weather in SF?" }] }], toolConfig: novaTools };
    expect((await callOf("nova", novaBody)).output.message.content[0].toolUse).toMatchObject({ name: "get_weather" });
    const cohereBody = { message: "Weather in SF?", tools: [{ name: "get_weather" }] };
    expect((await callOf("cohere", cohereBody)).tool_calls).toEqual([
      { name: "get_weather", parameters: { city: "SF" } },
    ]);
    for (const family of ["moonshot", "mistral-chat", "gpt-oss", "deepseek-v3", "ai21"] as const) {
      const [called] = (await callOf(family, { messages: request, tools })).choices[0].message.tool_calls;
      expect(called.function).toEqual({ name: "get_weather", arguments: '{"city":"SF"}' });
    }
  });

  test("a text family can only write them", async () => {
    const { generation } = await callOf("llama", { prompt: "Weather in SF?" });
    expect(JSON.parse(generation)).toEqual({ type: "function", name: "get_weather", parameters: { city: "SF" } });
  });
});
