import { describe, expect, test } from "vitest";
import { readBody, sse } from "../read-only/read-body.fixture.js";
import { cohereChat } from "./reader.js";

const usage = {
  billed_units: { input_tokens: 5, output_tokens: 3 },
  tokens: { input_tokens: 70, output_tokens: 9 },
  cached_tokens: 64,
};
const whole = (body: object) => readBody(cohereChat, "cohere-chat", { body: JSON.stringify(body) });
const streamed = (...events: readonly object[]) =>
  readBody(cohereChat, "cohere-chat-stream", { body: `${sse(...events)}data: [DONE]\n\n`, type: "text/event-stream" });

const call = { id: "c1", type: "function", function: { name: "tides", arguments: '{"port":"Brest"}' } };
const start = { type: "message-start", id: "r1", delta: { message: { role: "assistant", content: [] } } };
const end = { type: "message-end", delta: { finish_reason: "COMPLETE", usage } };
const content = (type: string, index: number, piece: object) => ({
  type,
  index,
  delta: { message: { content: piece } },
});
const calls = (type: string, index: number, piece: object) => ({
  type,
  index,
  delta: { message: { tool_calls: piece } },
});
const stop = (type: string, index: number) => ({ type, index });

describe("a whole reply", () => {
  test("has thinking, text, plan and calls, its finish and its counts", async () => {
    const reply = await whole({
      id: "r1",
      finish_reason: "TOOL_CALL",
      message: {
        role: "assistant",
        content: [
          { type: "thinking", thinking: "Hm." },
          { type: "text", text: "Let me look." },
        ],
        tool_plan: "I will look.",
        tool_calls: [call],
      },
      usage,
    });
    expect(reply).toMatchObject({ id: "r1", model: null, completeness: "complete", notes: [] });
    expect(reply.finish).toMatchObject({ kind: "tool-calls", raw: "TOOL_CALL" });
    expect(reply.usage).toMatchObject({ inputTokens: 70, outputTokens: 9, totalTokens: null, cacheReadTokens: 64 });
    expect(reply.parts).toEqual([
      { kind: "reasoning", text: "Hm.", signature: null, redacted: null, details: null, field: "thinking" },
      { kind: "text", text: "Let me look." },
      { kind: "other", raw: { tool_plan: "I will look." } },
      { kind: "tool-call", id: "c1", name: "tides", argumentsText: '{"port":"Brest"}' },
    ]);
  });

  test.each([
    ["COMPLETE", "stop"],
    ["STOP_SEQUENCE", "stop"],
    ["MAX_TOKENS", "length"],
    ["ERROR", "error"],
    ["TIMEOUT", "error"],
  ])("that finishes with %s has the finish %s", async (word, kind) => {
    const reply = await whole({ id: "r", finish_reason: word, message: { role: "assistant", content: [] }, usage });
    expect(reply.finish).toMatchObject({ kind, raw: word });
  });

  test("counts what was billed where that is all", async () => {
    const reply = await whole({ message: { content: [] }, usage: { billed_units: usage.billed_units } });
    expect(reply.usage).toMatchObject({ inputTokens: 5, outputTokens: 3, cacheReadTokens: null });
  });

  test("that is an error is refused or failed by its message", async () => {
    const body = { id: "e1", message: "model 'x' not found" };
    const refused = await readBody(cohereChat, "cohere-chat", { body: JSON.stringify(body), status: 404 });
    expect(refused.failure).toMatchObject({ phase: "refused", kind: "model-not-found", message: body.message });
    expect((await whole(body)).failure).toMatchObject({ phase: "body" });
  });
});

describe("a stream", () => {
  test("joins the pieces of each content and of each call, and the plan before the calls", async () => {
    const plan = (text: string) => ({ type: "tool-plan-delta", delta: { message: { tool_plan: text } } });
    const reply = await streamed(
      start,
      content("content-start", 0, { type: "text", text: "" }),
      content("content-delta", 0, { text: "High " }),
      content("content-delta", 0, { text: "water." }),
      stop("content-end", 0),
      plan("I will "),
      plan("look."),
      calls("tool-call-start", 0, { ...call, function: { name: "tides", arguments: "" } }),
      calls("tool-call-delta", 0, { function: { arguments: '{"port":' } }),
      calls("tool-call-delta", 0, { function: { arguments: '"Brest"}' } }),
      stop("tool-call-end", 0),
      end,
    );
    expect(reply).toMatchObject({ id: "r1", completeness: "complete", notes: [], textPieces: 2 });
    expect(reply.parts).toEqual([
      { kind: "text", text: "High water." },
      { kind: "other", raw: { tool_plan: "I will look." } },
      { kind: "tool-call", id: "c1", name: "tides", argumentsText: '{"port":"Brest"}' },
    ]);
  });

  test("without message-end is cut, also with [DONE]", async () => {
    const reply = await streamed(start, content("content-start", 0, { type: "text", text: "Hi" }));
    expect(reply).toMatchObject({ completeness: "truncated", parts: [{ kind: "text", text: "Hi" }] });
  });

  const text = content("content-start", 0, { type: "text", text: "Hi" });
  test.each([
    ["a start that is missing", [text, stop("content-end", 0), end], "message-start-missing"],
    ["a start that came twice", [start, start, text, stop("content-end", 0), end], "message-start-repeated"],
    ["a content without an end", [start, text, end], "block-end-missing"],
    [
      "a content that ended twice",
      [start, text, stop("content-end", 0), stop("content-end", 0), end],
      "block-end-repeated",
    ],
    ["a content out of order", [start, { ...text, index: 1 }, stop("content-end", 1), end], "block-order"],
    [
      "a delta without content",
      [start, text, content("content-delta", 0, {}), stop("content-end", 0), end],
      "delta-missing",
    ],
    ["an event of no known type", [start, { type: "mood" }, end], "unknown-event"],
    ["an event after the end", [start, end, { type: "debug" }], "event-after-finish"],
  ])("notes %s", async (_, events, id) => {
    expect((await streamed(...events)).notes.map((note) => note.id)).toEqual([id]);
  });

  test("notes an event whose name is not its type", async () => {
    const body = sse(start, end).replace("event: message-end", "event: message-enc");
    const reply = await readBody(cohereChat, "cohere-chat-stream", { body, type: "text/event-stream" });
    expect(reply.notes.map(({ id }) => id)).toEqual(["unknown-event"]);
  });
});
