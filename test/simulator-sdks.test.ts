import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";
import { beforeAll, describe, expect, test } from "vitest";
import { asProfile } from "../src/simulator/profile.js";
import { createSimulator } from "../src/simulator/simulator.js";
import { scenarios } from "./support/repository.js";
import { serveExchange } from "./support/simulated-run.js";

/** The bytes of the simulator, read by the vendors' own clients over real HTTP. */

const parameters = {
  type: "object" as const,
  properties: { location: { type: "string" } },
  required: ["location"],
  additionalProperties: false,
};
const question = "What is 15 + 27? Reply with just the number.";
const weather = "What is the weather in San Francisco right now?";
const thought = " Let me think.";

let url = "";
beforeAll(async () => {
  const reasoning = { text: thought, signed: true };
  const profile = asProfile({ name: "sdk", title: "SDK", models: [{ models: ["*"], reasoning }] });
  const now = () => new Date("2026-02-10T00:00:00.000Z");
  const { exchange } = createSimulator({ profiles: [profile], scenarios, seed: 3, now });
  ({ url } = await serveExchange(exchange));
});

/** The doors of Responses, with the ids of replies and of calls that each has. */
const responsesDoors = [
  ["OpenAI's", "/v1", /^resp_[0-9a-f]{48}$/, /^call_[0-9A-Za-z]{24}$/],
  ["bedrock-runtime's", "/openai/v1", /^resp_[a-z2-7]{52}$/, /^call_0$/],
  ["mantle's /openai/v1", "/bedrock-mantle/openai/v1", /^resp_[a-z2-7]{52}$/, /^call_0$/],
  ["mantle's /v1", "/bedrock-mantle/v1", /^resp_[a-z2-7]{52}$/, /^call_[0-9a-f]{16}$/],
  ["OpenRouter's", "/api/v1", /^gen-\d+-[0-9A-Za-z]{20}$/, /^call_[0-9A-Za-z]{24}$/],
] as const;

describe.each(responsesDoors)("openai's client reads Responses, %s", (_, path, replyId, callId) => {
  const client = () => new OpenAI({ apiKey: "simulated", baseURL: `${url}${path}`, maxRetries: 0 });
  const tools = [{ type: "function" as const, name: "get_weather", parameters, strict: true }];

  test("whole", async () => {
    const reply = await client().responses.create({ model: "maker/model", input: question });
    expect(reply.id).toMatch(replyId);
    expect([reply.status, reply.output_text, reply.output.map(({ type }) => type)]).toEqual([
      "completed",
      expect.stringContaining("42"),
      ["reasoning", "message"],
    ]);
    expect(reply.usage?.total_tokens).toBe((reply.usage?.input_tokens ?? 0) + (reply.usage?.output_tokens ?? 0));
  });

  test("streamed, with a call, whose deltas join to what its last events say", async () => {
    const stream = await client().responses.create({ model: "maker/model", input: weather, tools, stream: true });
    const deltas: string[] = [];
    const numbers: number[] = [];
    const types: string[] = [];
    let call: { readonly call_id: string; readonly arguments: string } | null = null;
    for await (const event of stream) {
      types.push(event.type);
      numbers.push(event.sequence_number);
      if (event.type === "response.function_call_arguments.delta") deltas.push(event.delta);
      if (event.type === "response.completed") {
        call = event.response.output.find((item) => item.type === "function_call") ?? null;
      }
    }
    expect(numbers).toEqual(numbers.map((_, at) => at));
    expect([types[0], types.at(-1)]).toEqual(["response.created", "response.completed"]);
    expect(call?.call_id).toMatch(callId);
    expect([JSON.parse(deltas.join("")), call?.arguments]).toEqual([
      { location: expect.stringContaining("San Francisco") },
      deltas.join(""),
    ]);
  });

  test("refused, with the message and the status of an error", async () => {
    const asked = client().responses.create({ model: "maker/model", input: question, temperature: 9 });
    await expect(asked).rejects.toMatchObject({ status: 400, message: expect.stringContaining("temperature") });
  });
});

test("openai's stream helper puts the reply of OpenAI's own endpoint together, and the reply continues the conversation", async () => {
  const client = new OpenAI({ apiKey: "simulated", baseURL: `${url}/v1`, maxRetries: 0 });
  const tools = [{ type: "function" as const, name: "get_weather", parameters, strict: true }];
  const first = await client.responses.stream({ model: "m", input: weather, tools }).finalResponse();
  const called = first.output.find((item) => item.type === "function_call");
  if (called === undefined) throw new Error("no call");
  const output = { type: "function_call_output" as const, call_id: called.call_id, output: "65 F, sunny" };
  const own = first.output.filter(
    ({ type }) => type === "reasoning" || type === "function_call",
  ) as OpenAI.Responses.ResponseInputItem[];
  const input = [{ role: "user" as const, content: weather }, ...own, output];
  const second = await client.responses.create({ model: "m", input, tools });
  expect(second.output_text).toMatch(/65|sunny/i);
});

const messagesDoors = [
  ["Anthropic's", "", /^msg_01[0-9A-Za-z]{22}$/, /^toolu_01[0-9A-Za-z]{22}$/],
  ["bedrock-runtime's", "/anthropic", /^msg_bdrk_01/, /^toolu_bdrk_01/],
  ["mantle's", "/bedrock-mantle/anthropic", /^msg_bdrk_01/, /^toolu_bdrk_01/],
  ["OpenRouter's", "/api", /^msg_01/, /^toolu_01/],
] as const;

describe.each(messagesDoors)("Anthropic's client reads Messages, %s", (_, path, replyId, callId) => {
  const client = () => new Anthropic({ apiKey: "simulated", baseURL: `${url}${path}`, maxRetries: 0 });
  const tools = [{ name: "get_weather", input_schema: parameters }];
  const asked = (content: string) => ({ model: "m", max_tokens: 200, messages: [{ role: "user" as const, content }] });

  test("whole, and counts its tokens beforehand", async () => {
    const reply = await client().messages.create(asked(question));
    expect(reply.id).toMatch(replyId);
    expect([reply.stop_reason, reply.content]).toEqual([
      "end_turn",
      [
        { type: "thinking", thinking: thought, signature: "c2ltdWxhdGVkIHNpZ25hdHVyZQ==" },
        { type: "text", text: expect.stringContaining("42") },
      ],
    ]);
    const { max_tokens: _limit, ...counted } = asked(question);
    expect(await client().messages.countTokens(counted)).toEqual({ input_tokens: reply.usage.input_tokens });
  });

  test("streamed, with a call, which its helper puts together; and its history continues the conversation", async () => {
    const message = await client()
      .messages.stream({ ...asked(weather), tools })
      .finalMessage();
    const called = message.content.find((block) => block.type === "tool_use");
    expect(message.stop_reason).toBe("tool_use");
    expect(called?.id).toMatch(callId);
    expect(called?.input).toEqual({ location: expect.stringContaining("San Francisco") });
    const result = { type: "tool_result" as const, tool_use_id: called?.id ?? "", content: "65 F, sunny" };
    const history = [
      ...asked(weather).messages,
      { role: "assistant" as const, content: message.content },
      { role: "user" as const, content: [result] },
    ];
    const next = await client().messages.create({ model: "m", max_tokens: 200, messages: history, tools });
    expect(next.content.at(-1)).toMatchObject({ type: "text", text: expect.stringMatching(/65|sunny/i) });
  });

  test("refused, with the type of an error", async () => {
    const refused = client().messages.create({ ...asked(question), max_tokens: 0 });
    await expect(refused).rejects.toMatchObject({ status: 400, type: "invalid_request_error" });
  });
});

test("a stop sequence is named by Messages, which alone has a member for it", async () => {
  const client = new Anthropic({ apiKey: "simulated", baseURL: url, maxRetries: 0 });
  const messages = [{ role: "user" as const, content: question }];
  const reply = await client.messages.create({ model: "m", max_tokens: 200, messages, stop_sequences: ["42"] });
  expect([reply.stop_reason, reply.stop_sequence]).toEqual(["stop_sequence", "42"]);
});

test("Anthropic's client lists models", async () => {
  const client = new Anthropic({ apiKey: "simulated", baseURL: url, maxRetries: 0 });
  await expect(client.models.retrieve("m")).resolves.toMatchObject({ type: "model", id: "m" });
  await expect(client.models.list()).resolves.toMatchObject({ data: [], has_more: false });
});
