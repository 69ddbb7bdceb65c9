import { expect, test } from "vitest";
import type { ChatEvent } from "./event.js";
import type { ChatFailure } from "./failure.js";
import { fold, startFold } from "./fold.js";
import { readingOf, reasoningTextOf, textOf, toolCallsOf } from "./read-reply.js";

const start: ChatEvent = { kind: "reply-start", status: 200, requestId: "req-1" };
const stop: ChatEvent = {
  kind: "finish",
  finish: { kind: "stop", raw: "end_turn", nativeRaw: null, stopSequence: null },
};

function failure(over: Partial<ChatFailure>): ChatEvent {
  return {
    kind: "reply-failed",
    failure: {
      kind: "truncated",
      phase: "body",
      message: "the body ended before messageStop",
      hint: "",
      code: null,
      status: 200,
      requestId: "req-1",
      retryAfterMs: null,
      raw: null,
      afterFinish: false,
      ...over,
    },
  };
}

test("a reply without events is truncated, not complete", () => {
  expect(fold([]).completeness).toBe("truncated");
});

test("deltas of parts that interleave land in their own parts, in the order in which the parts began", () => {
  const reply = fold([
    start,
    { kind: "tool-call-start", part: 0, id: "a", name: "one", argumentsText: null },
    { kind: "tool-call-start", part: 1, id: "b", name: "two", argumentsText: "" },
    { kind: "tool-call-delta", part: 1, argumentsText: '{"x"' },
    { kind: "tool-call-delta", part: 0, argumentsText: "{}" },
    { kind: "tool-call-delta", part: 1, argumentsText: ":1}" },
    { kind: "reply-end" },
  ]);
  expect(toolCallsOf(reply).map(({ id, argumentsText }) => [id, argumentsText])).toEqual([
    ["a", "{}"],
    ["b", '{"x":1}'],
  ]);
});

test("members of the wire that go back stay with their part, and none are invented", () => {
  const phase = { type: "message", phase: "commentary" };
  const reply = fold([
    { kind: "text-start", part: 0, wire: phase },
    { kind: "text-delta", part: 0, text: "Looking." },
    {
      kind: "tool-call-start",
      part: 1,
      id: "a",
      name: "f",
      argumentsText: null,
      wire: { type: "function_call", caller: {} },
    },
    { kind: "tool-call-delta", part: 1, argumentsText: "{}" },
    { kind: "text-start", part: 2 },
    { kind: "reply-end" },
  ]);
  expect(reply.parts).toEqual([
    { kind: "text", text: "Looking.", wire: phase },
    { kind: "tool-call", id: "a", name: "f", argumentsText: "{}", wire: { type: "function_call", caller: {} } },
    { kind: "text", text: "" },
  ]);
});

test("absent arguments stay null, empty arguments stay empty", () => {
  const reply = fold([
    { kind: "tool-call-start", part: 0, id: null, name: null, argumentsText: null },
    { kind: "tool-call-start", part: 1, id: "", name: "", argumentsText: "" },
    { kind: "reply-end" },
  ]);
  expect(toolCallsOf(reply)).toEqual([
    { kind: "tool-call", id: null, name: null, argumentsText: null },
    { kind: "tool-call", id: "", name: "", argumentsText: "" },
  ]);
});

test("an id that comes after the start is taken, and a later null does not erase it", () => {
  const reply = fold([
    { kind: "tool-call-start", part: 0, id: null, name: "f", argumentsText: null },
    { kind: "tool-call-info", part: 0, id: "late", name: null },
    { kind: "tool-call-info", part: 0, id: null, name: null },
    { kind: "reply-end" },
  ]);
  expect(toolCallsOf(reply)[0]).toMatchObject({ id: "late", name: "f" });
});

test("blank text parts are kept: three empty blocks are three parts", () => {
  const reply = fold([
    { kind: "text-start", part: 0 },
    { kind: "text-delta", part: 0, text: "" },
    { kind: "text-start", part: 1 },
    { kind: "text-start", part: 2 },
    stop,
    { kind: "reply-end" },
  ]);
  expect(reply.parts).toEqual([
    { kind: "text", text: "" },
    { kind: "text", text: "" },
    { kind: "text", text: "" },
  ]);
  expect(textOf(reply)).toBe("");
});

test("reasoning that shows no text is null, which is not empty text", () => {
  const redacted = fold([
    { kind: "reasoning-start", part: 0, field: "reasoningContent" },
    { kind: "reasoning-redacted", part: 0, redacted: "b3BhcXVl" },
    { kind: "reply-end" },
  ]);
  expect(reasoningTextOf(redacted)).toBeNull();
  const blank = fold([
    { kind: "reasoning-start", part: 0, field: "reasoning" },
    { kind: "reasoning-delta", part: 0, text: "" },
    { kind: "reply-end" },
  ]);
  expect(reasoningTextOf(blank)).toBe("");
});

test("an empty list of reasoning details is kept, since it is meaningful", () => {
  const reply = fold([
    { kind: "reasoning-start", part: 0, field: "reasoning_details" },
    { kind: "reasoning-details", part: 0, details: [] },
    { kind: "reply-end" },
  ]);
  expect(reply.parts[0]).toMatchObject({ kind: "reasoning", details: [] });
});

test("the first finish counts", () => {
  const later: ChatEvent = {
    kind: "finish",
    finish: { kind: "length", raw: "length", nativeRaw: null, stopSequence: null },
  };
  expect(fold([start, stop, later, { kind: "reply-end" }]).finish?.raw).toBe("end_turn");
});

test.each([
  ["before the finish", false, "truncated"],
  ["after the finish", true, "truncated-after-finish"],
] as const)("a body cut %s is %s", (_, afterFinish, completeness) => {
  const reply = fold([
    start,
    { kind: "text-start", part: 0 },
    { kind: "text-delta", part: 0, text: "half" },
    failure({ afterFinish }),
  ]);
  expect(reply.completeness).toBe(completeness);
  expect(textOf(reply)).toBe("half");
});

test("any other failure is failed, and gives its status and request id to a reply that never started", () => {
  const reply = fold([failure({ kind: "throttled", phase: "refused", status: 429, requestId: "req-9" })]);
  expect(reply).toMatchObject({ completeness: "failed", status: 429, requestId: "req-9" });
});

test("unreported usage is null in the reading, and zero stays zero", () => {
  const silent = fold([start, stop, { kind: "reply-end" }]);
  expect(readingOf(silent).outputTokens).toBeNull();
  const usage = {
    inputTokens: 9,
    outputTokens: 0,
    totalTokens: 9,
    reasoningTokens: null,
    cacheReadTokens: null,
    cacheWriteTokens: null,
    costUsd: null,
    raw: {},
  };
  expect(readingOf(fold([start, stop, { kind: "usage", usage }, { kind: "reply-end" }])).outputTokens).toBe(0);
});

test("a reply can be read while it still arrives", () => {
  const folding = startFold();
  folding.add(start);
  folding.add({ kind: "text-start", part: 0 });
  folding.add({ kind: "text-delta", part: 0, text: "4" });
  const early = folding.reply();
  folding.add({ kind: "text-delta", part: 0, text: "2" });
  expect([textOf(early), textOf(folding.reply())]).toEqual(["4", "42"]);
});

test("a delta for a part that never began is our bug and throws", () => {
  expect(() => fold([{ kind: "text-delta", part: 3, text: "x" }])).toThrow(/part 3, which is not started/);
});

test("a reply that brought no log probabilities says null", () => {
  expect(fold([start, stop]).logprobs).toBeNull();
});
