import { describe, expect, test } from "vitest";
import type { ChatEvent } from "../../../chat/event.js";
import type { JsonObject } from "../../../chat/json.js";
import type { Finish, Usage } from "../../../chat/reply.js";
import { truncatedFailure } from "../../errors/classify.js";
import { sseText } from "./encode-stream/sse-text.js";
import { type StreamItem, startEncodeStream } from "./encode-stream/state.js";
import { encodeEvent } from "./encode-stream.js";

const identity = { id: "chatcmpl-1", createdSeconds: 1_790_000_000, model: "kimi" };
const asked = { model: "kimi", region: null, service: "openai-compatible" } as const;

const start: ChatEvent = { kind: "reply-start", status: 200, requestId: "req-1" };
const end: ChatEvent = { kind: "reply-end" };
const finish = (kind: Finish["kind"], raw: string): ChatEvent => ({
  kind: "finish",
  finish: { kind, raw, nativeRaw: null, stopSequence: null },
});
const counts: Usage = {
  inputTokens: 9,
  outputTokens: 2,
  totalTokens: 11,
  reasoningTokens: null,
  cacheReadTokens: null,
  cacheWriteTokens: null,
  costUsd: null,
  raw: {},
};
const usage: ChatEvent = { kind: "usage", usage: counts };
const failure = truncatedFailure({ afterFinish: false, status: 200, requestId: "req-1", raw: null, message: "cut" });
const failed: ChatEvent = { kind: "reply-failed", failure };
const text = (...pieces: readonly string[]): readonly ChatEvent[] => [
  { kind: "text-start", part: 0 },
  ...pieces.map((piece) => ({ kind: "text-delta", part: 0, text: piece }) as const),
  { kind: "part-end", part: 0 },
];
const callStart = (part: number, id: string | null, name: string | null, argumentsText: string | null): ChatEvent => ({
  kind: "tool-call-start",
  part,
  id,
  name,
  argumentsText,
});
const callDelta = (part: number, argumentsText: string): ChatEvent => ({
  kind: "tool-call-delta",
  part,
  argumentsText,
});

function encode(events: readonly ChatEvent[], includeUsage = false) {
  let state = startEncodeStream({ identity, includeUsage, asked });
  const items: StreamItem[] = [];
  const warnings: string[] = [];
  for (const event of events) {
    const step = encodeEvent(state, event);
    state = step.state;
    items.push(...step.items);
    warnings.push(...step.warnings.map(({ id }) => id));
  }
  return { items, warnings };
}

/** What a reader of chunks sees: of each its one choice, or its choices where it has none. */
function seen(items: readonly StreamItem[]): readonly unknown[] {
  return items.map((item) => {
    if (item.kind !== "chunk") return item.kind;
    const [choice] = item.chunk["choices"] as readonly JsonObject[];
    if (choice === undefined) return { usage: item.chunk["usage"] };
    return choice["finish_reason"] === null
      ? choice["delta"]
      : { finish: choice["finish_reason"], of: choice["delta"] };
  });
}

describe("a stream of text", () => {
  test("is, to the byte, what OpenAI's clients expect", () => {
    const { items } = encode([start, ...text("18", " °C"), finish("stop", "stop"), usage, end]);
    const head =
      '{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1790000000,"model":"kimi","choices":[{"index":0,';
    expect(items.map((item) => (item.kind === "refusal" ? "" : sseText(item))).join("")).toBe(
      [
        `data: ${head}"delta":{"role":"assistant","content":"18"},"logprobs":null,"finish_reason":null}]}`,
        `data: ${head}"delta":{"content":" °C"},"logprobs":null,"finish_reason":null}]}`,
        `data: ${head}"delta":{},"logprobs":null,"finish_reason":"stop"}]}`,
        "data: [DONE]",
        "",
      ].join("\n\n"),
    );
  });

  test("S19 has usage in a chunk without choices when it was asked for, and null in the others", () => {
    const { items } = encode([start, ...text("x"), finish("stop", "stop"), usage, end], true);
    const chunks = items.flatMap((item) => (item.kind === "chunk" ? [item.chunk] : []));
    expect(chunks.map((chunk) => chunk["usage"])).toEqual([
      null,
      null,
      { prompt_tokens: 9, completion_tokens: 2, total_tokens: 11 },
    ]);
    expect(chunks.at(-1)?.["choices"]).toEqual([]);
  });

  test("S19 has no usage at all when it was not asked for, and makes none up when none was reported", () => {
    const silent = encode([start, ...text("x"), finish("stop", "stop"), usage, end]);
    expect(silent.items.some((item) => item.kind === "chunk" && "usage" in item.chunk)).toBe(false);
    expect(encode([start, ...text("x"), finish("stop", "stop"), end], true).items).toHaveLength(3);
  });

  test("S14 tells finish and usage at the end, wherever they came", () => {
    const { items } = encode([start, usage, finish("stop", "end_turn"), ...text("late"), end], true);
    expect(seen(items)).toEqual([
      { role: "assistant", content: "late" },
      { finish: "stop", of: {} },
      { usage: { prompt_tokens: 9, completion_tokens: 2, total_tokens: 11 } },
      "done",
    ]);
  });

  test("S8 keeps one id, created and model in every chunk, the provider's id where it said one in time", () => {
    const info = (id: string): ChatEvent => ({
      kind: "reply-info",
      id,
      model: "upstream-model",
      upstream: "Moonshot AI",
    });
    const { items } = encode([start, info("gen-7"), ...text("a"), info("gen-8"), finish("stop", "stop"), end]);
    const heads = items.flatMap((item) =>
      item.kind === "chunk" ? [["id", "created", "model", "provider"].map((name) => item.chunk[name])] : [],
    );
    expect(heads).toEqual(Array(2).fill(["gen-7", 1_790_000_000, "kimi", "Moonshot AI"]));
  });

  test("sends nothing for a blank piece, and an empty content once where the whole text stayed blank", () => {
    expect(encode([start, ...text("", "")].slice(0, 4)).items).toEqual([]);
    expect(seen(encode([start, ...text("", ""), finish("stop", "stop"), end]).items)).toEqual([
      { role: "assistant", content: "" },
      { finish: "stop", of: {} },
      "done",
    ]);
  });

  test("of no part at all still names the role, and says that there is no content", () => {
    expect(seen(encode([start, finish("stop", "stop"), end]).items)).toEqual([
      { role: "assistant", content: null },
      { finish: "stop", of: {} },
      "done",
    ]);
  });

  test("tells nothing after its end", () => {
    const { items } = encode([start, ...text("x"), finish("stop", "stop"), end, ...text("y"), failed, end]);
    expect(items.map(({ kind }) => kind)).toEqual(["chunk", "chunk", "done"]);
  });
});

describe("tool calls in a stream", () => {
  test("S9 and S10 have dense indexes of their own, id and name once, pieces kept apart", () => {
    const { items } = encode([
      start,
      ...text("Let me see."),
      callStart(1, "a", "f", null),
      callStart(2, "b", "g", '{"x"'),
      callDelta(1, "{}"),
      callDelta(2, ":1}"),
      finish("tool-calls", "tool_use"),
      end,
    ]);
    expect(seen(items).slice(1, -2)).toEqual([
      { tool_calls: [{ index: 0, id: "a", type: "function", function: { name: "f", arguments: "" } }] },
      { tool_calls: [{ index: 1, id: "b", type: "function", function: { name: "g", arguments: '{"x"' } }] },
      { tool_calls: [{ index: 0, function: { arguments: "{}" } }] },
      { tool_calls: [{ index: 1, function: { arguments: ":1}" } }] },
    ]);
  });

  test("S11 and S12 of a call without arguments are {} at the end, not at the start", () => {
    const { items, warnings } = encode([
      start,
      callStart(0, "a", "f", ""),
      callDelta(0, ""),
      finish("tool-calls", "tool_use"),
      end,
    ]);
    expect(seen(items)).toEqual([
      {
        role: "assistant",
        content: null,
        tool_calls: [{ index: 0, id: "a", type: "function", function: { name: "f", arguments: "" } }],
      },
      { tool_calls: [{ index: 0, function: { arguments: "{}" } }] },
      { finish: "tool_calls", of: {} },
      "done",
    ]);
    expect(warnings).toEqual(["arguments-filled"]);
  });

  test("wait for an id that comes late, and have their arguments with it", () => {
    const { items, warnings } = encode([
      start,
      callStart(0, null, "f", '{"a'),
      callDelta(0, '":1'),
      { kind: "tool-call-info", part: 0, id: "late", name: null },
      callDelta(0, "}"),
      finish("tool-calls", "tool_calls"),
      end,
    ]);
    expect(seen(items).slice(0, 2)).toMatchObject([
      { tool_calls: [{ index: 0, id: "late", function: { name: "f", arguments: '{"a":1' } }] },
      { tool_calls: [{ index: 0, function: { arguments: "}" } }] },
    ]);
    expect(warnings).toEqual([]);
  });

  test("S9 are announced in the order of their indexes, also when the id of an earlier one comes late", () => {
    const { items } = encode([
      start,
      callStart(0, null, "f", "{}"),
      callStart(1, "b", "g", "{"),
      callDelta(1, "}"),
      { kind: "tool-call-info", part: 0, id: "a", name: null },
      finish("tool-calls", "tool_calls"),
      end,
    ]);
    expect(seen(items).slice(0, 2)).toMatchObject([
      { tool_calls: [{ index: 0, id: "a", function: { arguments: "{}" } }] },
      { tool_calls: [{ index: 1, id: "b", function: { arguments: "{}" } }] },
    ]);
  });

  test("get a derived id only at the end, when none came, with a warning", () => {
    const before = encode([start, callStart(0, null, "f", "{}")]);
    expect(before.items).toEqual([]);
    const { items, warnings } = encode([start, callStart(0, null, "f", "{}"), finish("tool-calls", "tool_use"), end]);
    expect(seen(items)[0]).toMatchObject({ tool_calls: [{ id: expect.stringMatching(/^call_[0-9a-f]{24}$/) }] });
    expect(warnings).toEqual(["tool-call-id-derived"]);
  });

  test("S2 under stop end the stream with tool_calls, with a warning", () => {
    const { items, warnings } = encode([start, callStart(0, "a", "f", "{}"), finish("stop", "end_turn"), end]);
    expect(seen(items).at(-2)).toEqual({ finish: "tool_calls", of: {} });
    expect(warnings).toEqual(["finish-inferred"]);
  });
});

describe("reasoning in a stream", () => {
  test("S5 stands in both members, its signature as a whole detail once its part has ended", () => {
    const { items } = encode([
      start,
      { kind: "reasoning-start", part: 0, field: "reasoningContent" },
      { kind: "reasoning-delta", part: 0, text: "H" },
      { kind: "reasoning-delta", part: 0, text: "m" },
      { kind: "reasoning-signature", part: 0, signature: "c2" },
      { kind: "reasoning-signature", part: 0, signature: "ln" },
      { kind: "part-end", part: 0 },
      { kind: "reasoning-start", part: 1, field: "reasoningContent" },
      { kind: "reasoning-redacted", part: 1, redacted: "eA" },
      finish("stop", "end_turn"),
      end,
    ]);
    expect(seen(items)).toEqual([
      { role: "assistant", reasoning_content: "H", reasoning: "H" },
      { reasoning_content: "m", reasoning: "m" },
      { reasoning_details: [{ type: "reasoning.text", text: "Hm", signature: "c2ln", index: 0 }] },
      { reasoning_details: [{ type: "reasoning.encrypted", data: "eA", index: 1 }] },
      { finish: "stop", of: {} },
      "done",
    ]);
  });

  test("S5 hands on the provider's own details, also an empty list", () => {
    const { items } = encode([
      start,
      { kind: "reasoning-start", part: 0, field: "reasoning_details" },
      { kind: "reasoning-details", part: 0, details: [] },
      finish("stop", "stop"),
      end,
    ]);
    expect(seen(items)[0]).toEqual({ role: "assistant", reasoning_details: [] });
  });
});

describe("a stream that fails", () => {
  test("S15 and S16 before anything was sent is no stream: it is refused with a status", () => {
    const { items } = encode([start, ...text(""), callStart(1, null, null, null), failed]);
    expect(items).toEqual([{ kind: "refusal", error: expect.objectContaining({ status: 502 }) }]);
  });

  test("S15 and S16 after something was sent ends with an error in the envelope, without a finish", () => {
    const { items } = encode([start, ...text("half"), failed]);
    expect(seen(items)).toEqual([{ role: "assistant", content: "half" }, "error", "done"]);
    const error = items[1];
    if (error?.kind !== "error") throw new Error("no error");
    expect(JSON.parse(sseText(error).slice("data: ".length))).toEqual({
      error: {
        message: "The provider's reply was cut off.\nTry:\n1. Try again",
        type: "api_error",
        code: "upstream_truncated",
        param: null,
      },
    });
  });

  test("S16 after its finish had arrived tells that finish, and then the error", () => {
    const cut: ChatEvent = { kind: "reply-failed", failure: { ...failure, afterFinish: true } };
    const { items } = encode([start, ...text("whole"), finish("stop", "stop"), cut], true);
    expect(seen(items)).toEqual([{ role: "assistant", content: "whole" }, { finish: "stop", of: {} }, "error", "done"]);
  });

  test("S1 by the provider's own word for it ends with an error, not with a stop", () => {
    const said = encode([start, ...text("half"), finish("error", "malformed_tool_use"), usage, end], true);
    expect(seen(said.items)).toEqual([{ role: "assistant", content: "half" }, "error", "done"]);
    const silent = encode([start, finish("error", "malformed_model_output"), end]);
    expect(silent.items.map(({ kind }) => kind)).toEqual(["refusal"]);
  });

  test("does not announce calls that waited for an id, nor fill their arguments", () => {
    const { items, warnings } = encode([start, callStart(0, "a", "f", ""), callStart(1, null, "g", "{"), failed]);
    expect(seen(items)).toEqual([expect.objectContaining({ role: "assistant" }), "error", "done"]);
    expect(warnings).toEqual([]);
  });
});

test("a reply that ends without a finish has no finish chunk, and a warning: no stop is made up", () => {
  const { items, warnings } = encode([start, ...text("x"), end]);
  expect(seen(items)).toEqual([{ role: "assistant", content: "x" }, "done"]);
  expect(warnings).toEqual(["finish-missing"]);
});
