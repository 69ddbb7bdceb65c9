import { describe, expect, test } from "vitest";
import { call, message, noteIds, readBody, reasoning, response } from "../../../test/support/responses-wire.js";
import type { JsonObject } from "../../chat/json.js";
import type { Reply } from "../../chat/reply.js";

const read = (body: JsonObject): Promise<Reply> => readBody(JSON.stringify(body), { api: "responses" });
const output = (...items: readonly JsonObject[]) => read(response({ output: items }));

describe("a whole response", () => {
  test("has its text, calls, reasoning and refusals in their order", async () => {
    const item = reasoning({ summary: [{ type: "summary_text", text: "Hm." }], encrypted_content: "gAAAA" });
    const mixed = message("", {
      content: [
        { type: "output_text", text: "Let me ", annotations: [] },
        { type: "output_text", text: "see.", annotations: [] },
        { type: "refusal", refusal: "Not that." },
      ],
    });
    const reply = await output(item, mixed, call('{"a":1}'), call("", { call_id: "call_2", name: "now" }));
    expect(reply).toMatchObject({
      id: "resp_1",
      model: "gpt-5.4",
      status: 200,
      completeness: "complete",
      parts: [
        { kind: "reasoning", text: "Hm.", details: [item], field: "reasoning-item" },
        { kind: "text", text: "Let me " },
        { kind: "text", text: "see." },
        { kind: "refusal", text: "Not that." },
        { kind: "tool-call", id: "call_1", name: "get_weather", argumentsText: '{"a":1}' },
        { kind: "tool-call", id: "call_2", name: "now", argumentsText: "" },
      ],
      finish: { kind: "tool-calls", raw: "completed" },
      notes: [],
    });
  });

  test("without any output is blank, and complete", async () => {
    expect(await output()).toMatchObject({ completeness: "complete", parts: [], finish: { kind: "stop" }, notes: [] });
  });

  test("reads the full reasoning before its summary, and keeps both in the details", async () => {
    const item = reasoning({
      content: [{ type: "reasoning_text", text: "Long." }],
      summary: [{ type: "summary_text", text: "Short." }],
    });
    const reply = await output(item);
    expect(reply.parts).toMatchObject([{ kind: "reasoning", text: "Long.", details: [item] }]);
    expect(noteIds(reply)).toEqual([]);
  });

  test("keeps reasoning that shows nothing, with what it is", async () => {
    const item = reasoning({ encrypted_content: "gAAAA" });
    expect((await output(item)).parts).toMatchObject([{ kind: "reasoning", text: null, details: [item] }]);
  });

  test("keeps items and parts of every other kind whole", async () => {
    const custom = { id: "ctc_1", type: "custom_tool_call", call_id: "call_1", name: "sql", input: "SELECT 1" };
    const image = { id: "ig_1", type: "image_generation_call", status: "completed", result: "iVBOR" };
    const reply = await output(
      custom,
      image,
      message("", {
        content: [
          { type: "output_audio", data: "UklGR" },
          { type: "output_text", text: "Hi", annotations: [] },
        ],
      }),
    );
    expect(reply.parts).toEqual([
      { kind: "other", raw: custom },
      { kind: "other", raw: image },
      { kind: "other", raw: { type: "output_audio", data: "UklGR" } },
      { kind: "text", text: "Hi" },
    ]);
    expect(reply.finish).toMatchObject({ kind: "stop", raw: "completed" });
    expect(noteIds(reply)).toEqual(["unknown-content"]);
  });

  test("says that a text had citations, and that an item is no object", async () => {
    const cited = message("", {
      content: [{ type: "output_text", text: "A", annotations: [{ type: "url_citation" }] }],
    });
    expect(noteIds(await output(cited))).toEqual(["citations"]);
    expect(noteIds(await read(response({ output: [null, message("A")] })))).toEqual(["unknown-content"]);
  });

  test("takes arguments that came as an object, and says so", async () => {
    const { arguments: _, ...bare } = call("");
    const reply = await output({ ...bare, arguments: { city: "Oslo" } });
    expect(reply.parts).toMatchObject([{ argumentsText: '{"city":"Oslo"}' }]);
    expect(noteIds(reply)).toEqual(["arguments-not-text"]);
    expect((await output(bare)).parts).toMatchObject([{ kind: "tool-call", argumentsText: null }]);
  });
});

describe("the status of a response", () => {
  test.each<[status: string, reason: string | null, kind: string, raw: string]>([
    ["completed", null, "stop", "completed"],
    ["incomplete", "max_output_tokens", "length", "incomplete:max_output_tokens"],
    ["incomplete", "content_filter", "content-filter", "incomplete:content_filter"],
    ["incomplete", null, "error", "incomplete"],
    ["cancelled", null, "error", "cancelled"],
    ["paused", null, "other", "paused"],
  ])("%s (%s) finishes with %s", async (status, reason, kind, raw) => {
    const details = reason === null ? null : { reason };
    const reply = await read(response({ status, incomplete_details: details, output: [message("Hi")] }));
    expect(reply).toMatchObject({ completeness: "complete", finish: { kind, raw } });
  });

  test("that is missing is a note, since the body came whole", async () => {
    const { status: _, ...bare } = response({ output: [message("Hi")] });
    const reply = await read(bare);
    expect(reply).toMatchObject({ completeness: "complete", finish: null });
    expect(noteIds(reply)).toEqual(["finish-missing"]);
  });

  test("a call in a response that was cut does not finish it", async () => {
    const reply = await read(
      response({ status: "incomplete", incomplete_details: { reason: "max_output_tokens" }, output: [call('{"ci')] }),
    );
    expect(reply).toMatchObject({ parts: [{ argumentsText: '{"ci' }], finish: { kind: "length" } });
  });

  test("failed is the failure that it names", async () => {
    const error = { code: "rate_limit_exceeded", message: "Rate limit reached" };
    expect(await read(response({ status: "failed", error, usage: null }))).toMatchObject({
      completeness: "failed",
      finish: null,
      failure: {
        kind: "throttled",
        phase: "body",
        code: "rate_limit_exceeded",
        message: "Rate limit reached",
        status: 200,
      },
    });
  });

  test.each(["queued", "in_progress"])("%s has not ended", async (status) => {
    expect(await read(response({ status, usage: null }))).toMatchObject({
      completeness: "truncated",
      id: "resp_1",
      failure: { kind: "truncated", code: status, message: `the response is ${status}: it has not ended` },
    });
  });
});

describe("the usage of a response", () => {
  const usageOf = async (usage: JsonObject | null, members: JsonObject = {}) => {
    const { usage: read, notes } = await readBody(
      JSON.stringify(response({ usage, output: [message("Hi")], ...members })),
      {
        api: "responses",
      },
    );
    return { usage: read, notes: notes.map(({ id }) => id) };
  };

  test("counts what was cached in the input, and reasoning in the output", async () => {
    const wire = {
      input_tokens: 100,
      input_tokens_details: { cached_tokens: 60, cache_write_tokens: 10 },
      output_tokens: 30,
      output_tokens_details: { reasoning_tokens: 20 },
      total_tokens: 130,
      cost: 0.002,
      is_byok: false,
    };
    expect(await usageOf(wire)).toEqual({
      usage: {
        inputTokens: 100,
        outputTokens: 30,
        totalTokens: 130,
        reasoningTokens: 20,
        cacheReadTokens: 60,
        cacheWriteTokens: 10,
        costUsd: 0.002,
        raw: wire,
      },
      notes: [],
    });
  });

  test("does not make zero of what is missing, and corrects nothing", async () => {
    const found = await usageOf({ input_tokens: 0, output_tokens: -9, total_tokens: -9 });
    expect(found.usage).toMatchObject({
      inputTokens: 0,
      outputTokens: -9,
      totalTokens: -9,
      reasoningTokens: null,
      cacheReadTokens: null,
      cacheWriteTokens: null,
      costUsd: null,
    });
  });

  test("is missing without its object, and is not that of the tools", async () => {
    const tools = { tool_usage: { image_gen: { input_tokens: 7, output_tokens: 8 } } };
    expect(await usageOf(null, tools)).toEqual({ usage: null, notes: ["usage-missing"] });
  });

  test("reads numbers that came as text, and says so", async () => {
    const found = await usageOf({ input_tokens: "5", output_tokens: 1 });
    expect(found).toMatchObject({ usage: { inputTokens: 5, outputTokens: 1 }, notes: ["usage-form"] });
  });

  test("counts under a name that is one letter off are missed, and noted; what a gateway adds is not", async () => {
    const counts = { input_tokens: 5, output_tokens: 2 };
    const damaged = await usageOf({ ...counts, input_tokens_detailr: { cached_tokens: 3 } });
    expect(damaged).toMatchObject({ usage: { cacheReadTokens: null }, notes: ["usage-form"] });
    const inside = await usageOf({ ...counts, output_tokens_details: { reasoning_tokenr: 1 } });
    expect(inside).toMatchObject({ usage: { reasoningTokens: null }, notes: ["usage-form"] });
    expect(await usageOf({ ...counts, num_sources_used: 1, total_tokens: 7 })).toMatchObject({ notes: [] });
  });
});
