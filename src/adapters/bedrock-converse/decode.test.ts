import { expect, test } from "vitest";
import { jsonHeaders } from "../../../test/support/bedrock-headers.js";
import { type Answer, answering, converseTarget, replyBy } from "../../../test/support/converse-wire.js";
import { readingOf } from "../../chat/read-reply.js";
import type { Reply } from "../../chat/reply.js";
import type { Target } from "../../chat/target.js";

const target = converseTarget("converse");

/** The reply that our own decoder makes of a body, after checking that the SDK's client reads it alike. */
async function replyTo(body: unknown): Promise<Reply> {
  const bytes = new TextEncoder().encode(typeof body === "string" ? body : JSON.stringify(body));
  const answer: Answer = { headers: jsonHeaders, bytes };
  const http = await replyBy("http", answering(answer), { target });
  const sdk = await replyBy("sdk", answering(answer), { target });
  expect(readingOf(sdk)).toEqual(readingOf(http));
  return http;
}

function bodyWith(content: unknown, over: object = {}): object {
  return {
    output: { message: { role: "assistant", content } },
    stopReason: "end_turn",
    usage: { inputTokens: 10, outputTokens: 0, totalTokens: 10 },
    metrics: { latencyMs: 5 },
    ...over,
  };
}

test("S3 S4 S5 every block becomes a part of its own, in order, and nothing is joined or lost", async () => {
  const reply = await replyTo(
    bodyWith([
      { reasoningContent: { reasoningText: { text: "hm", signature: "c2ln" } } },
      { reasoningContent: { redactedContent: "b3BhcXVl" } },
      { text: "one" },
      { text: "" },
      { toolUse: { toolUseId: "functions.f:0", name: "f", input: { b: 1, a: [] } } },
      { toolUse: { toolUseId: "t2", name: "g", input: {} } },
    ]),
  );
  const reasoning = { kind: "reasoning", details: null, field: "reasoningContent" };
  expect(reply.parts).toEqual([
    { ...reasoning, text: "hm", signature: "c2ln", redacted: null },
    { ...reasoning, text: null, signature: null, redacted: "b3BhcXVl" },
    { kind: "text", text: "one" },
    { kind: "text", text: "" },
    { kind: "tool-call", id: "functions.f:0", name: "f", argumentsText: '{"b":1,"a":[]}' },
    { kind: "tool-call", id: "t2", name: "g", argumentsText: "{}" },
  ]);
  expect([reply.completeness, reply.notes]).toEqual(["complete", []]);
});

test("reasoning without a signature is noted where the model signs it, by both clients, and nowhere else", async () => {
  const reasoned = (reasoningText: object) => bodyWith([{ reasoningContent: { reasoningText } }, { text: "42" }]);
  const bytesOf = (body: object) => new TextEncoder().encode(JSON.stringify(body));
  const signing = { ...target, quirks: { ...target.quirks, signsReasoning: true } };
  const notes = async (body: object, asked: Target = signing) => {
    const replies = (["http", "sdk"] as const).map((client) =>
      replyBy(client, answering({ headers: jsonHeaders, bytes: bytesOf(body) }), { target: asked }),
    );
    return (await Promise.all(replies)).map((reply) => reply.notes.map(({ id }) => id));
  };
  expect(await notes(reasoned({ text: "hm" }))).toEqual([["signature-missing"], ["signature-missing"]]);
  expect(await notes(reasoned({ text: "hm", signature: "c2ln" }))).toEqual([[], []]);
  expect(await notes(reasoned({ text: "hm" }), target)).toEqual([[], []]);
});

test("S2 a tool call under end_turn is kept beside the service's own word", async () => {
  const reply = await replyTo(bodyWith([{ toolUse: { toolUseId: "t", name: "f", input: {} } }]));
  expect(reply.finish).toMatchObject({ kind: "stop", raw: "end_turn" });
  expect(reply.parts).toHaveLength(1);
});

test.each([
  ["end_turn", "stop"],
  ["stop_sequence", "stop"],
  ["tool_use", "tool-calls"],
  ["max_tokens", "length"],
  ["model_context_window_exceeded", "length"],
  ["guardrail_intervened", "content-filter"],
  ["content_filtered", "content-filter"],
  ["malformed_tool_use", "error"],
  ["malformed_model_output", "error"],
  ["brand_new", "other"],
])("S1 stopReason %s is %s, and its own word is kept", async (raw, kind) => {
  const { finish } = await replyTo(bodyWith([{ text: "x" }], { stopReason: raw }));
  expect(finish).toEqual({ kind, raw, nativeRaw: null, stopSequence: null });
});

test("a reply without stopReason has no finish, which is a note", async () => {
  const reply = await replyTo(bodyWith([{ text: "x" }], { stopReason: undefined }));
  expect([reply.finish, reply.completeness, reply.notes.map(({ id }) => id)]).toEqual([
    null,
    "complete",
    ["finish-missing"],
  ]);
});

test("the stop sequence that was asked for is told", async () => {
  const { finish } = await replyTo(
    bodyWith([{ text: "x" }], { stopReason: "stop_sequence", additionalModelResponseFields: { stop_sequence: "END" } }),
  );
  expect(finish?.stopSequence).toBe("END");
});

test.each([
  [{ inputTokens: 10, outputTokens: 2, totalTokens: 12 }, 10, null, null],
  [
    { inputTokens: 10, outputTokens: 2, totalTokens: 37, cacheReadInputTokens: 20, cacheWriteInputTokens: 5 },
    35,
    20,
    5,
  ],
  [{ inputTokens: 0, outputTokens: 0, totalTokens: 0, cacheReadInputTokens: 0 }, 0, 0, null],
  [{ outputTokens: 2 }, null, null, null],
])("S7 of usage %j the whole prompt is %s tokens", async (usage, inputTokens, cacheReadTokens, cacheWriteTokens) => {
  const reply = await replyTo(bodyWith([], { usage }));
  expect(reply.usage).toMatchObject({
    inputTokens,
    cacheReadTokens,
    cacheWriteTokens,
    reasoningTokens: null,
    raw: usage,
  });
});

test("usage that is not reported is null, not zero", async () => {
  const reply = await replyTo(bodyWith([], { usage: undefined }));
  expect([reply.usage, reply.notes.map(({ id }) => id)]).toEqual([null, ["usage-missing"]]);
});

test("S6 content [] is a complete reply without parts", async () => {
  const reply = await replyTo(bodyWith([]));
  expect([reply.completeness, reply.parts, reply.finish?.raw]).toEqual(["complete", [], "end_turn"]);
});

test.each([
  ["no output", { stopReason: "end_turn" }],
  ["output null", { output: null, stopReason: "end_turn" }],
  ["no message", bodyWith([], { output: {} })],
  ["no content", bodyWith([], { output: { message: { role: "assistant" } } })],
  ["an empty object", {}],
  ["text that is no JSON", "<html></html>"],
])("S6 a 200 with %s breaks the protocol", async (_, body) => {
  const reply = await replyTo(body);
  expect([reply.completeness, reply.failure?.kind, reply.failure?.phase]).toEqual(["failed", "protocol", "body"]);
  expect(reply.failure?.raw).not.toBeNull();
});

test.each(["", '{"output": {"message": {"ro'])("a 200 with the cut body %j is truncated", async (body) => {
  const reply = await replyTo(body);
  expect([reply.completeness, reply.failure?.afterFinish]).toEqual(["truncated", false]);
});

test("S8 the request id is the header's and no reply id is made up", async () => {
  const reply = await replyTo(bodyWith([{ text: "x" }]));
  expect([reply.requestId, reply.id, reply.model]).toEqual(["req-1", null, null]);
});

test("a prompt router's trace names the model that answered", async () => {
  const reply = await replyTo(bodyWith([{ text: "x" }], { trace: { promptRouter: { invokedModelId: "arn:model" } } }));
  expect(reply.model).toBe("arn:model");
});

test("text carried in citationsContent is text", async () => {
  const reply = await replyTo(
    bodyWith([{ citationsContent: { content: [{ text: "Paris" }, { text: "." }], citations: [{ title: "t" }] } }]),
  );
  expect(readingOf(reply).text).toBe("Paris.");
  expect(reply.notes.map(({ id }) => id)).toEqual(["citations"]);
});

test("a block that we have no word for is kept whole", async () => {
  const block = { searchResult: { source: "s", title: "t", content: [] } };
  const reply = await replyTo(bodyWith([{ text: "a" }, block, { text: "b" }]));
  expect(reply.parts).toEqual([
    { kind: "text", text: "a" },
    { kind: "other", raw: block },
    { kind: "text", text: "b" },
  ]);
  expect(reply.notes.map(({ id }) => id)).toEqual(["unknown-block"]);
});

test("a call without id, name or input keeps their absence", async () => {
  const reply = await replyTo(bodyWith([{ toolUse: {} }, { toolUse: { toolUseId: "", name: "", input: "text" } }]));
  expect(reply.parts).toEqual([
    { kind: "tool-call", id: null, name: null, argumentsText: null },
    { kind: "tool-call", id: "", name: "", argumentsText: '"text"' },
  ]);
});
