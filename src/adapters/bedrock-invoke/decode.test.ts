import { expect, test } from "vitest";
import { jsonHeaders } from "../../../test/support/bedrock-headers.js";
import { invokeTarget, partsOf } from "../../../test/support/invoke-frames.js";
import { invokeSamples } from "../../../test/support/invoke-samples.js";
import { foldAsync } from "../../chat/fold.js";
import { readingOf } from "../../chat/read-reply.js";
import type { Reply } from "../../chat/reply.js";
import type { WireHeaders } from "../../wire/exchange.js";
import { noAliases } from "../adapter.js";
import { readResponse } from "./read-response.js";

test.each(invokeSamples)("$family: a whole reply is read as written by hand", async ({ family, reply: sample }) => {
  const reply = await read(family, JSON.stringify(sample.body), sample.headers);
  expect(readingOf(reply)).toEqual({ completeness: "complete", ...sample.reading });
});

test.each(invokeSamples)(
  "$family: a whole reply cut anywhere is truncated, never complete",
  async ({ family, reply: sample }) => {
    const body = JSON.stringify(sample.body);
    for (let cut = 0; cut < body.length; cut += 1) {
      const reply = await read(family, body.slice(0, cut), sample.headers);
      expect([cut, reply.completeness]).toEqual([cut, "truncated"]);
    }
  },
);

test.each(invokeSamples)("$family: a body of another shape is a failure, not an empty reply", async ({ family }) => {
  const wrong = await read(family, '{"Output":{"__type":"UnknownOperationException"},"Version":"1.0"}');
  expect([wrong.completeness, wrong.failure?.kind]).toEqual(["failed", "wrong-address"]);
  const other = await read(family, '{"outcome":"rain"}');
  expect([other.completeness, other.failure?.kind]).toEqual(["failed", "protocol"]);
});

test.each([
  ["anthropic", { content: [], stop_reason: "end_turn", usage: { input_tokens: 4, output_tokens: 2 } }],
  [
    "nova",
    { output: { message: { content: [] } }, stopReason: "end_turn", usage: { inputTokens: 4, outputTokens: 2 } },
  ],
  [
    "moonshot",
    {
      choices: [{ index: 0, message: { content: null }, finish_reason: "stop" }],
      usage: { prompt_tokens: 4, completion_tokens: 2 },
    },
  ],
])("S6 %s: a reply without content is complete and empty", async (family, body) => {
  const reply = await read(family, JSON.stringify(body));
  expect([reply.completeness, reply.parts, reply.finish?.kind, reply.usage?.outputTokens]).toEqual([
    "complete",
    [],
    "stop",
    2,
  ]);
});

test.each([
  ["without one", { type: "thinking", thinking: "hm" }, ["signature-missing"]],
  ["with an empty one", { type: "thinking", thinking: "hm", signature: "" }, ["signature-missing"]],
  ["with one", { type: "thinking", thinking: "hm", signature: "EqQB" }, []],
  ["with one and no text, as Claude sends what it omits", { type: "thinking", thinking: "", signature: "EqQB" }, []],
  ["that is hidden", { type: "redacted_thinking", data: "EmwK" }, []],
])("Claude signs all of its thinking, so that a block %s is noted or not", async (_title, block, notes) => {
  const usage = { input_tokens: 4, output_tokens: 2 };
  const body = { type: "message", content: [block, { type: "text", text: "42" }], stop_reason: "end_turn", usage };
  expect((await read("anthropic", JSON.stringify(body))).notes.map(({ id }) => id)).toEqual(notes);
});

test("a body in OpenAI's form has its log probabilities", async () => {
  const logprobs = { content: [{ token: "42", bytes: [52, 50], logprob: -1, top_logprobs: [] }] };
  const choice = { index: 0, message: { content: "42" }, finish_reason: "stop", logprobs };
  const reply = await read("gpt-oss", JSON.stringify({ choices: [choice] }));
  expect(reply.logprobs).toEqual({ tokens: 1, text: "42", fewestAlternatives: 0, mostAlternatives: 0, oddities: [] });
});

test("tokens that nobody counted are not reported, which is not zero", async () => {
  const reply = await read("mistral-text", '{"outputs":[{"text":"a","stop_reason":"stop"}]}');
  expect(reply.usage).toBeNull();
  expect(reply.notes.map((note) => note.id)).toEqual(["usage-missing"]);
});

test("S7 the body counts before the headers, and cached tokens are part of the prompt", async () => {
  const body = {
    content: [],
    stop_reason: "end_turn",
    usage: { input_tokens: 4, cache_read_input_tokens: 1209, output_tokens: 10 },
  };
  const reply = await read("anthropic", JSON.stringify(body), [
    ...jsonHeaders,
    ["x-amzn-bedrock-input-token-count", "4"],
  ]);
  expect(reply.usage).toMatchObject({
    inputTokens: 1213,
    cacheReadTokens: 1209,
    cacheWriteTokens: null,
    outputTokens: 10,
  });
});

test("a count that the body leaves out is taken from the headers", async () => {
  const body = {
    output: { message: { content: [{ text: "x" }] } },
    stopReason: "end_turn",
    usage: { inputTokens: 30 },
  };
  const headers: WireHeaders = [...jsonHeaders, ["x-amzn-bedrock-output-token-count", "51"]];
  const reply = await read("nova", JSON.stringify(body), headers);
  expect(reply.usage).toMatchObject({ inputTokens: 30, outputTokens: 51, totalTokens: null });
});

test.each(["moonshot", "gpt-oss"])(
  "S23 %s: an envelope that never closes stays in the text, for it is evidence",
  async (family) => {
    const reply = await read(family, chat("<reasoning>and then"));
    expect(partsOf(reply)).toEqual(["text:<reasoning>and then"]);
  },
);

test("S23 native Kimi tokens in the text are left as they came", async () => {
  const leaked =
    "<|tool_calls_section_begin|><|tool_call_begin|>functions.f:0<|tool_call_argument_begin|>{}<|tool_call_end|>";
  expect(partsOf(await read("moonshot", chat(leaked)))).toEqual([`text:${leaked}`]);
});

test("S24 a function that Llama writes as text stays text", async () => {
  const generation = '{"type":"function","name":"get_weather","parameters":{"city":"Rome"}}';
  const reply = await read("llama", JSON.stringify({ generation, stop_reason: "stop" }));
  expect(partsOf(reply)).toEqual([`text:${generation}`]);
});

test("R1 that was imported answers like Llama and is read too", async () => {
  const body = { generation: "So.</think>Yes", prompt_token_count: 3, generation_token_count: 5, stop_reason: "stop" };
  const reply = await read("deepseek-r1", JSON.stringify(body));
  expect(partsOf(reply)).toEqual(["reasoning(<think>):So.", "text:Yes"]);
  expect(reply.usage?.outputTokens).toBe(5);
});

test.each([
  [
    "anthropic",
    { type: "completion", completion: " Hi", stop_reason: "stop_sequence", stop: "\n\nHuman:" },
    "stop",
    "stop_sequence",
  ],
  ["cohere", { generations: [{ text: " Hi", finish_reason: "COMPLETE" }], id: "x" }, "stop", "COMPLETE"],
  ["ai21", { completions: [{ data: { text: " Hi" }, finishReason: { reason: "endoftext" } }] }, "stop", "endoftext"],
])("the retired form of %s is read", async (family, body, kind, raw) => {
  const reply = await read(family, JSON.stringify(body));
  expect(partsOf(reply)).toEqual(["text: Hi"]);
  expect([reply.finish?.kind, reply.finish?.raw]).toEqual([kind, raw]);
});

test("a Titan reply that a guardrail blocked ends with the guardrail's word", async () => {
  const record = {
    results: [{ outputText: "Input blocked", tokenCount: 3 }],
    "amazon-bedrock-guardrailAction": "INTERVENED",
  };
  const reply = await read("titan", JSON.stringify(record));
  expect([reply.finish?.kind, reply.finish?.raw]).toEqual(["content-filter", "INTERVENED"]);
  expect(reply.notes.map((note) => note.id)).toEqual(["guardrail-intervened"]);
});

test("more generations than one: the first is read, the rest is noted", async () => {
  const body = {
    generations: [
      { text: "a", finish_reason: "COMPLETE" },
      { text: "b", finish_reason: "COMPLETE" },
    ],
  };
  const reply = await read("cohere", JSON.stringify(body));
  expect(partsOf(reply)).toEqual(["text:a"]);
  expect(reply.notes.map((note) => note.id)).toContain("extra-choices");
});

test("S1 a stop word that nobody knows is kept and is other", async () => {
  const reply = await read("llama", '{"generation":"x","stop_reason":"rainbow"}');
  expect(reply.finish).toEqual({ kind: "other", raw: "rainbow", nativeRaw: null, stopSequence: null });
});

test("an error object in a 200 fails the reply", async () => {
  const reply = await read("gpt-oss", '{"error":{"message":"engine down","type":"server_error","code":500}}');
  expect([reply.completeness, reply.failure?.phase, reply.failure?.message]).toEqual(["failed", "body", "engine down"]);
});

test("a status that is no success is the service's refusal", async () => {
  const chunks = one(Buffer.from('{"message":"The provided model identifier is invalid."}'));
  const headers: WireHeaders = [["x-amzn-errortype", "ValidationException:http://internal.amazon.com/coral/"]];
  const target = invokeTarget("llama", false);
  const reply = await foldAsync(readResponse({ status: 400, headers, chunks }, { target, aliases: noAliases }));
  expect([reply.failure?.kind, reply.failure?.phase, reply.failure?.code]).toEqual([
    "model-not-found",
    "refused",
    "ValidationException",
  ]);
});

function chat(content: string): string {
  return JSON.stringify({ choices: [{ index: 0, message: { role: "assistant", content }, finish_reason: "stop" }] });
}

function read(family: string, body: string, headers: WireHeaders = jsonHeaders): Promise<Reply> {
  const response = { status: 200, headers, chunks: one(Buffer.from(body)) };
  return foldAsync(readResponse(response, { target: invokeTarget(family, false), aliases: noAliases }));
}

async function* one(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  if (bytes.length > 0) yield bytes;
}
