import { describe, expect, test } from "vitest";
import type { ChatEvent } from "../../chat/event.js";
import { fold } from "../../chat/fold.js";
import { textOf, toolCallsOf } from "../../chat/read-reply.js";
import { TransportError } from "../../wire/exchange.js";
import type { SseFrame } from "../../wire/frames/sse.js";
import { noAliases } from "../adapter.js";
import { startState } from "./decode/stream-state.js";
import { finishStream, type StreamEnd, stepFrames } from "./decode-stream.js";

const wholeEnd: StreamEnd = { kind: "eof", pending: false, seesAll: true };
const done: SseFrame = { kind: "event", event: null, data: "[DONE]", id: null };

function data(value: unknown): SseFrame {
  return { kind: "event", event: null, data: typeof value === "string" ? value : JSON.stringify(value), id: null };
}

/** A chunk with one delta; `finish` and what stands beside the choices as given. */
function chunk(delta: object, finish: string | null = null, beside: object = {}): SseFrame {
  return data({ id: "gen-1", model: "m", choices: [{ index: 0, delta, finish_reason: finish }], ...beside });
}

const usage = { usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 } };
const stop = chunk({ content: "" }, "stop", usage);
const calls = (...pieces: readonly object[]) => chunk({ tool_calls: pieces });

function eventsOf(frames: readonly SseFrame[], end: StreamEnd = wholeEnd, aliases = noAliases): readonly ChatEvent[] {
  let state = startState({ status: 200, requestId: "req-1", aliases });
  const events: ChatEvent[] = [];
  for (const frame of frames) {
    const step = stepFrames(state, [frame]);
    state = step.state;
    events.push(...step.events);
  }
  return [...events, ...finishStream(state, end).events];
}

const replyOf = (...frames: readonly SseFrame[]) => fold(eventsOf(frames));
const notesOf = (...frames: readonly SseFrame[]) => replyOf(...frames).notes.map(({ id }) => id);

describe("a whole stream", () => {
  test("becomes text, finish, usage and what the provider says of itself", () => {
    const last = { usage: { prompt_tokens: 9, completion_tokens: 2, total_tokens: 11, cost: 0.0001 } };
    const frames = [
      { kind: "comment", text: " OPENROUTER PROCESSING" } as const,
      data({
        id: "gen-1",
        provider: "Moonshot AI",
        model: "moonshotai/kimi-k2.5",
        choices: [{ index: 0, delta: { role: "assistant", content: "" } }],
      }),
      chunk({ content: "18 °C" }, null, { provider: "Moonshot AI", model: "moonshotai/kimi-k2.5" }),
      data({
        choices: [{ index: 0, delta: { content: "" }, finish_reason: "stop", native_finish_reason: "end_turn" }],
        ...last,
      }),
      done,
    ];
    expect(replyOf(...frames)).toMatchObject({
      id: "gen-1",
      upstream: "Moonshot AI",
      status: 200,
      requestId: "req-1",
      parts: [{ kind: "text", text: "18 °C" }],
      finish: { kind: "stop", raw: "stop", nativeRaw: "end_turn", stopSequence: null },
      usage: {
        inputTokens: 9,
        outputTokens: 2,
        totalTokens: 11,
        reasoningTokens: null,
        costUsd: 0.0001,
        raw: last.usage,
      },
      completeness: "complete",
      failure: null,
      notes: [{ id: "comments", message: '1 comment lines, the first ": OPENROUTER PROCESSING"' }],
    });
  });

  test("is told as start, info, parts and finish in this order, and ends with one reply-end", () => {
    const events = eventsOf([chunk({ reasoning: "Hm" }), chunk({ content: "Yes" }), stop, done]);
    expect(events.map(({ kind }) => kind)).toEqual([
      "reply-start",
      "reply-info",
      "reasoning-start",
      "reasoning-delta",
      "part-end",
      "text-start",
      "text-delta",
      "part-end",
      "finish",
      "usage",
      "reply-end",
    ]);
  });

  test("S7 reads usage wherever it stands, and null where a count is not reported", () => {
    const counts = {
      prompt_tokens: 0,
      completion_tokens: 7,
      prompt_tokens_details: { cached_tokens: 3, cache_write_tokens: 0 },
    };
    const wanted = {
      inputTokens: 0,
      outputTokens: 7,
      totalTokens: null,
      cacheReadTokens: 3,
      cacheWriteTokens: 0,
      costUsd: null,
    };
    expect(replyOf(chunk({}, "stop", { usage: counts }), done).usage).toMatchObject(wanted);
    expect(replyOf(chunk({}, "stop"), data({ choices: [], usage: counts }), done).usage).toMatchObject(wanted);
    expect(replyOf(chunk({}, "stop", { x_groq: { usage: counts } }), done).usage).toMatchObject(wanted);
    expect(
      replyOf(data({ choices: [{ index: 0, delta: {}, finish_reason: "stop", usage: counts }] }), done).usage,
    ).toMatchObject(wanted);
  });

  test("S7 counts reasoning tokens, and the cached ones of DeepSeek and Moonshot", () => {
    const reasoning = { completion_tokens_details: { reasoning_tokens: 0 } };
    expect(replyOf(chunk({}, "stop", { usage: reasoning })).usage?.reasoningTokens).toBe(0);
    expect(replyOf(chunk({}, "stop", { usage: { prompt_cache_hit_tokens: 4 } })).usage?.cacheReadTokens).toBe(4);
    expect(replyOf(chunk({}, "stop", { usage: { cached_tokens: 5 } })).usage?.cacheReadTokens).toBe(5);
  });

  test("S19 reads a usage chunk without choices after the finish, and notes nothing about it", () => {
    expect(notesOf(chunk({ content: "x" }), chunk({}, "stop"), data({ choices: [], ...usage }), done)).toEqual([]);
  });

  test("S8 takes the id from the body and never makes one up", () => {
    expect(
      replyOf(data({ choices: [{ index: 0, delta: { content: "x" }, finish_reason: "stop" }], ...usage }), done),
    ).toMatchObject({
      id: null,
      model: null,
      upstream: null,
      requestId: "req-1",
    });
  });
});

describe("the finish", () => {
  test.each([
    ["stop", "stop"],
    ["tool_calls", "tool-calls"],
    ["function_call", "tool-calls"],
    ["length", "length"],
    ["content_filter", "content-filter"],
    ["error", "error"],
    ["end_turn", "stop"],
    ["engine_paused", "other"],
  ])("S1 %j is %s, and its word stays beside it", (raw, kind) => {
    expect(replyOf(chunk({ content: "x" }, raw), done).finish).toEqual({
      kind,
      raw,
      nativeRaw: null,
      stopSequence: null,
    });
  });

  test.each(["", "null", "None", " "])("S1 %j is no finish, which a note says", (blank) => {
    const reply = replyOf(chunk({ content: "x" }, blank), chunk({ content: "y" }, blank), stop, done);
    expect(reply).toMatchObject({ completeness: "complete", finish: { kind: "stop", raw: "stop" } });
    expect(textOf(reply)).toBe("xy");
    expect(reply.notes.filter(({ id }) => id.includes("finish"))).toEqual([
      { id: "finish-blank", message: `a finish_reason has no word in it: ${JSON.stringify(blank)}` },
    ]);
  });

  test("S2 keeps stop beside tool calls as it came", () => {
    const reply = replyOf(calls({ index: 0, id: "a", function: { name: "f", arguments: "{}" } }), stop, done);
    expect(reply.finish).toMatchObject({ kind: "stop", raw: "stop" });
    expect(toolCallsOf(reply)).toHaveLength(1);
  });

  test("is told once; that it came again is one note with all its words", () => {
    const frames = [chunk({ content: "x" }), chunk({}, "stop"), chunk({ content: "" }, "stop", usage), done];
    expect(eventsOf(frames).filter(({ kind }) => kind === "finish")).toHaveLength(1);
    expect(replyOf(...frames).notes).toEqual([
      { id: "finish-repeated", message: "finish_reason came in 2 chunks: stop, stop" },
    ]);
  });

  test("is the first one when two differ", () => {
    expect(replyOf(chunk({ content: "x" }, "tool_calls"), stop, done).finish).toMatchObject({ kind: "tool-calls" });
  });

  test("does not stop what comes after it: content is delivered and noted", () => {
    const reply = replyOf(chunk({ content: "a" }), stop, chunk({ content: "b" }), done);
    expect([textOf(reply), reply.notes.map(({ id }) => id)]).toEqual(["ab", ["event-after-finish"]]);
  });

  test("takes the stop sequence that vLLM names", () => {
    const frame = data({ choices: [{ index: 0, delta: {}, finish_reason: "stop", stop_reason: "END" }], ...usage });
    expect(replyOf(frame, done).finish?.stopSequence).toBe("END");
  });
});

describe("content", () => {
  test("S3 and S4 keeps text beside calls, and text after them as a part of its own", () => {
    const reply = replyOf(
      chunk({ content: "a" }),
      calls({ index: 0, id: "x", function: { name: "f", arguments: "" } }),
      chunk({ content: "b" }),
      stop,
      done,
    );
    expect(reply.parts.map(({ kind }) => kind)).toEqual(["text", "tool-call", "text"]);
    expect(textOf(reply)).toBe("ab");
  });

  test("that was sent and stayed empty is a blank text part; null content is no part", () => {
    expect(replyOf(chunk({ role: "assistant", content: "" }), stop, done).parts).toEqual([{ kind: "text", text: "" }]);
    expect(replyOf(chunk({ role: "assistant", content: null }), chunk({}, "stop", usage), done).parts).toEqual([]);
  });

  test("S5 reads reasoning in either member, and empty content beside it opens no part", () => {
    const reply = replyOf(
      chunk({ content: "", reasoning_content: "Hm" }),
      chunk({ content: "", reasoning_content: "m" }),
      chunk({ content: "Yes" }),
      stop,
      done,
    );
    expect(reply.parts).toEqual([
      { kind: "reasoning", text: "Hmm", signature: null, redacted: null, details: null, field: "reasoning_content" },
      { kind: "text", text: "Yes" },
    ]);
  });

  test("S5 joins the pieces of reasoning_details by index and type, and keeps encrypted ones whole", () => {
    const piece = (text: string) => ({ type: "reasoning.text", text, index: 0, format: "x" });
    const sealed = { type: "reasoning.encrypted", data: "Zm9v", id: "rs_1", index: 1 };
    const reply = replyOf(
      chunk({ reasoning: "He", reasoning_details: [piece("He")] }),
      chunk({
        reasoning: "y",
        reasoning_details: [piece("y"), { type: "reasoning.text", text: "", signature: "sig", index: 0 }],
      }),
      chunk({ content: "Yes", reasoning_details: [sealed] }),
      stop,
      done,
    );
    expect(reply.parts[0]).toMatchObject({
      text: "Hey",
      details: [{ type: "reasoning.text", text: "Hey", signature: "sig", index: 0, format: "x" }, sealed],
    });
  });

  test("S5 keeps an empty list of reasoning_details, which is not the same as none", () => {
    const reply = replyOf(chunk({ content: "Yes", reasoning_details: [] }), stop, done);
    expect(reply.parts).toContainEqual({
      kind: "reasoning",
      text: null,
      signature: null,
      redacted: null,
      details: [],
      field: "reasoning_details",
    });
  });

  test("keeps a refusal apart from text", () => {
    expect(replyOf(chunk({ refusal: "I can" }), chunk({ refusal: "not." }), stop, done).parts).toContainEqual({
      kind: "refusal",
      text: "I cannot.",
    });
  });

  test("reads a list of parts, as Mistral sends it, and keeps what it does not know", () => {
    const content = [
      { type: "thinking", thinking: [{ type: "text", text: "Hm" }] },
      { type: "text", text: "Yes" },
      { type: "audio" },
    ];
    const reply = replyOf(chunk({ content }), stop, done);
    expect(reply.parts).toMatchObject([
      { kind: "reasoning", text: "Hm" },
      { kind: "text", text: "Yes" },
      { kind: "other", raw: { type: "audio" } },
    ]);
    expect(reply.notes.map(({ id }) => id)).toEqual(["unknown-content"]);
  });

  test.each([
    "<|tool_calls_section_begin|><|tool_call_begin|>functions.f:0",
    "<function=f>\n<parameter=a>",
    '{"type":"function","name":"f"}',
  ])("S23 and S24 leaves markup of a call in text as text: %s", (text) => {
    const reply = replyOf(...[...text].map((letter) => chunk({ content: letter })), stop, done);
    expect([textOf(reply), toolCallsOf(reply)]).toEqual([text, []]);
  });

  test.each([
    ["audio", { audio: { id: "a", data: "T2dn", transcript: "Hi" } }],
    ["images", { images: [{ type: "image_url", image_url: { url: "data:image/png;base64,AA==" } }] }],
    ["annotations", { annotations: [{ type: "url_citation", url_citation: { url: "https://example.org" } }] }],
  ])("keeps %s beside the text whole", (_, delta) => {
    const reply = replyOf(chunk({ content: null, ...delta }), stop, done);
    expect(reply.parts[0]).toEqual({ kind: "other", raw: delta });
    expect(reply.notes.map(({ id }) => id)).toEqual(["unknown-content"]);
  });

  test("sees nothing in a list of no images", () => {
    expect(replyOf(chunk({ content: "x", images: [], audio: null }), stop, done).parts).toMatchObject([{ text: "x" }]);
  });

  test("notes a member that is not read, once", () => {
    expect(replyOf(chunk({ content: "x", mood: {} }), chunk({ mood: {} }), stop, done).notes).toEqual([
      { id: "unknown-field", message: "the reply has a member that is not read: choices[0].delta.mood" },
    ]);
  });

  test("has its log probabilities together, once it is over; those of other choices are not read", () => {
    const entry = (token: string) => ({
      token,
      bytes: [...Buffer.from(token)],
      logprob: -1,
      top_logprobs: [{ token, logprob: -1 }],
    });
    const scored = (content: string, index = 0) =>
      data({ choices: [{ index, delta: { content }, logprobs: { content: [entry(content)] }, finish_reason: null }] });
    const both = { tokens: 2, text: "Hi!", fewestAlternatives: 1, mostAlternatives: 1, oddities: [] };
    expect(replyOf(scored("Hi"), scored("Yo", 1), scored("!"), stop, done).logprobs).toEqual(both);
    expect(replyOf(scored("Hi"), scored("!")).logprobs).toEqual(both);
    expect(replyOf(chunk({ content: "Hi" }), stop, done).logprobs).toBe(null);
    const kinds = eventsOf([scored("Hi"), scored("!"), stop, done]).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === "logprobs")).toHaveLength(1);
  });

  test("notes reasoning in Claude's format that has no signature, and that of no other", () => {
    const detail = (text: string, rest: object) => ({ type: "reasoning.text", text, index: 0, ...rest });
    const claude = { format: "anthropic-claude-v1" };
    const reasoned = (...details: readonly object[]) => [
      ...details.map((one) => chunk({ reasoning_details: [one] })),
      ...[chunk({ content: "42" }), stop, done],
    ];
    expect(notesOf(...reasoned(detail("Hm", claude), detail("", { ...claude, signature: "EqQB" })))).toEqual([]);
    expect(notesOf(...reasoned(detail("Hm", claude)))).toEqual(["signature-missing"]);
    expect(notesOf(...reasoned(detail("Hm", { format: "unknown" })))).toEqual([]);
  });

  test("reads index 0 alone when there are several choices, and says so", () => {
    const frame = data({
      choices: [
        { index: 1, delta: { content: "b" } },
        { index: 0, delta: { content: "a" } },
      ],
    });
    const other = data({ choices: [{ index: 1, delta: { content: "c" }, finish_reason: "length" }] });
    const reply = replyOf(frame, other, stop, done);
    expect([textOf(reply), reply.finish?.raw, reply.notes.map(({ id }) => id)]).toEqual([
      "a",
      "stop",
      ["choices-ignored"],
    ]);
  });
});

test("chunks that name another id, time or model are noted once; blanks and absent members contradict nobody", () => {
  const named = (beside: object) => chunk({ content: "a" }, null, beside);
  expect(notesOf(named({ id: "", model: "", created: 0 }), named({ created: 7 }), stop, done)).toEqual([]);
  const changed = replyOf(
    named({ created: 7 }),
    named({ id: "gen-2", created: 8 }),
    named({ id: "gen-3" }),
    stop,
    done,
  );
  expect(changed.notes).toEqual([{ id: "identity-changed", message: 'id "gen-1", then "gen-2"; created 7, then 8' }]);
});

describe("tool calls", () => {
  test("S9 and S10 are kept apart by index while they interleave", () => {
    const reply = replyOf(
      calls({ index: 0, id: "functions.a:0", type: "function", function: { name: "a", arguments: "" } }),
      calls({ index: 1, id: "functions.b:1", type: "function", function: { name: "b", arguments: "" } }),
      calls({ index: 0, function: { arguments: '{"x"' } }, { index: 1, function: { arguments: '{"y"' } }),
      calls({ index: 1, function: { arguments: ":2}" } }, { index: 0, function: { arguments: ":1}" } }),
      chunk({}, "tool_calls", usage),
      done,
    );
    expect(reply.parts).toEqual([
      { kind: "tool-call", id: "functions.a:0", name: "a", argumentsText: '{"x":1}' },
      { kind: "tool-call", id: "functions.b:1", name: "b", argumentsText: '{"y":2}' },
    ]);
  });

  test.each([
    ["absent", { name: "f" }, null],
    ["null", { name: "f", arguments: null }, null],
    ["empty", { name: "f", arguments: "" }, ""],
  ])("S11 and S12 keep arguments of a call without any as they came: %s", (_, called, argumentsText) => {
    const reply = replyOf(calls({ index: 0, id: "a", function: called }), chunk({}, "tool_calls", usage), done);
    expect(toolCallsOf(reply)).toEqual([{ kind: "tool-call", id: "a", name: "f", argumentsText }]);
  });

  test("take an id and a name that come later", () => {
    const reply = replyOf(
      calls({ index: 0, function: { arguments: "" } }),
      calls({ index: 0, id: "a" }),
      calls({ index: 0, function: { name: "f", arguments: "{}" } }),
      chunk({}, "tool_calls", usage),
      done,
    );
    expect(toolCallsOf(reply)).toEqual([{ kind: "tool-call", id: "a", name: "f", argumentsText: "{}" }]);
  });

  test("repeat their id and name in every chunk without becoming more", () => {
    const piece = (text: string) => calls({ index: 0, id: "a", function: { name: "f", arguments: text } });
    const reply = replyOf(piece("{"), piece("}"), chunk({}, "tool_calls", usage), done);
    expect(toolCallsOf(reply)).toEqual([{ kind: "tool-call", id: "a", name: "f", argumentsText: "{}" }]);
  });

  test("with one index and two ids are two calls, which is noted", () => {
    const piece = (id: string) => calls({ index: 0, id, function: { name: "f", arguments: "{}" } });
    const reply = replyOf(piece("a"), piece("b"), calls({ index: 0, function: { arguments: " " } }), stop, done);
    expect(toolCallsOf(reply).map(({ id, argumentsText }) => [id, argumentsText])).toEqual([
      ["a", "{}"],
      ["b", "{} "],
    ]);
    expect(reply.notes.map(({ id }) => id)).toEqual(["index-reused"]);
  });

  test("without an index belong together by id, then to the latest call, which is noted", () => {
    const reply = replyOf(
      calls({ id: "a", function: { name: "f", arguments: "{" } }),
      calls({ function: { arguments: "}" } }),
      calls({ id: "b", function: { name: "g", arguments: "1" } }),
      calls({ id: "a", function: { arguments: " " } }),
      calls({ function: { name: "h", arguments: "2" } }),
      stop,
      done,
    );
    expect(toolCallsOf(reply).map(({ id, name, argumentsText }) => [id, name, argumentsText])).toEqual([
      ["a", "f", "{} "],
      ["b", "g", "1"],
      [null, "h", "2"],
    ]);
    expect(reply.notes.map(({ id }) => id)).toEqual(["index-missing"]);
  });

  test("without id and name stay without: nothing is made up", () => {
    const reply = replyOf(
      calls({ index: 0, function: { arguments: "{}" } }),
      calls({ index: 1, id: "", function: { name: "" } }),
      stop,
      done,
    );
    expect(toolCallsOf(reply).map(({ id, name }) => [id, name])).toEqual([
      [null, null],
      ["", ""],
    ]);
  });

  test("with arguments as an object are written out as text, which is noted", () => {
    const reply = replyOf(calls({ index: 0, id: "a", function: { name: "f", arguments: { x: 1 } } }), stop, done);
    expect([toolCallsOf(reply)[0]?.argumentsText, reply.notes[0]?.id]).toEqual(['{"x":1}', "arguments-not-text"]);
  });

  test("of another type are kept as they came", () => {
    const custom = { index: 0, id: "a", type: "custom", custom: { name: "f", input: "x" } };
    expect(replyOf(calls(custom), stop, done).parts).toContainEqual({ kind: "other", raw: custom });
  });

  test("get their original ids and names back from aliases", () => {
    const aliases = { toolCallIds: new Map([["abc123XYZ", "functions.f:0"]]), toolNames: new Map([["f_1", "f x"]]) };
    const frames = [calls({ index: 0, id: "abc123XYZ", function: { name: "f_1", arguments: "{}" } }), stop, done];
    expect(toolCallsOf(fold(eventsOf(frames, wholeEnd, aliases)))).toMatchObject([
      { id: "functions.f:0", name: "f x" },
    ]);
  });

  test("of the legacy kind are one part of no known kind, put together from their pieces", () => {
    const reply = replyOf(
      chunk({ function_call: { name: "f", arguments: "{" } }),
      chunk({ function_call: { arguments: "}" } }),
      chunk({}, "function_call", usage),
      done,
    );
    expect(reply.parts).toEqual([{ kind: "other", raw: { function_call: { name: "f", arguments: "{}" } } }]);
    expect(reply.notes.map(({ id }) => id)).toEqual(["function-call"]);
  });
});

describe("the end", () => {
  test("without usage or without [DONE] is complete, and noted", () => {
    const reply = replyOf(chunk({ content: "x" }, "stop"));
    expect([reply.completeness, reply.notes.map(({ id }) => id)]).toEqual([
      "complete",
      ["usage-missing", "done-missing"],
    ]);
  });

  test("S6 without any chunk is truncated, never an empty reply", () => {
    expect(replyOf()).toMatchObject({
      completeness: "truncated",
      status: 200,
      failure: { kind: "truncated", phase: "body" },
    });
  });

  test("by [DONE] is whole even before a finish_reason, which is noted as missing", () => {
    const reply = replyOf(chunk({ content: "18" }), done);
    expect(reply).toMatchObject({ completeness: "complete", parts: [{ text: "18" }], finish: null, failure: null });
    expect(reply.notes.map(({ id }) => id)).toEqual(["finish-missing", "usage-missing"]);
    expect(replyOf(done)).toMatchObject({ completeness: "complete", parts: [], finish: null, status: 200 });
  });

  test("before a finish_reason and without [DONE] is truncated, and keeps what had come", () => {
    expect(replyOf(chunk({ content: "18" }))).toMatchObject({
      completeness: "truncated",
      parts: [{ text: "18" }],
      finish: null,
      failure: { afterFinish: false },
    });
  });

  test("inside a later event is truncated after the finish", () => {
    const reply = fold(eventsOf([chunk({ content: "x" }), stop], { kind: "eof", pending: true, seesAll: true }));
    expect(reply).toMatchObject({
      completeness: "truncated-after-finish",
      finish: { raw: "stop" },
      failure: { afterFinish: true },
    });
  });

  test.each([
    ["before the finish", [chunk({ content: "x" })], "truncated"],
    ["after it", [chunk({ content: "x" }), stop], "truncated-after-finish"],
  ] as const)("by a reset %s is truncated", (_, frames, completeness) => {
    const reply = fold(
      eventsOf(frames, { kind: "broken", error: new TransportError("reset", "gone", { code: "ECONNRESET" }) }),
    );
    expect(reply).toMatchObject({
      completeness,
      failure: { kind: "truncated", code: "ECONNRESET" },
      parts: [{ text: "x" }],
    });
  });

  test("by a deadline of ours is a timeout", () => {
    const error = new TransportError("idle-timeout", "silent", { deadlineMs: 5000 });
    expect(fold(eventsOf([chunk({ content: "x" })], { kind: "broken", error }))).toMatchObject({
      completeness: "failed",
      failure: { kind: "timeout", message: "silent (deadline 5000 ms)" },
    });
  });

  test("by a chunk that does not parse is a protocol failure, and keeps what had come", () => {
    const reply = replyOf(chunk({ content: "x" }), data("{nope"), chunk({ content: "y" }), stop);
    expect(reply).toMatchObject({
      completeness: "failed",
      failure: { kind: "protocol", raw: "{nope" },
      parts: [{ text: "x" }],
    });
  });

  test.each(["1", "null", '"x"', "[]"])("by a chunk that is no object is a protocol failure: %s", (text) => {
    expect(replyOf(data(text)).failure).toMatchObject({ kind: "protocol", raw: text });
  });

  test("by an error chunk is that error, and keeps what had come", () => {
    const frame = data({
      id: "gen-1",
      error: { code: 502, message: "Provider disconnected" },
      choices: [{ index: 0, delta: { content: "" }, finish_reason: "error" }],
    });
    const reply = replyOf(chunk({ content: "x" }), frame, done);
    expect(reply).toMatchObject({
      completeness: "failed",
      finish: null,
      parts: [{ text: "x" }],
      failure: {
        kind: "unavailable",
        code: "502",
        message: "Provider disconnected",
        afterFinish: false,
        phase: "body",
      },
    });
  });

  test("by an error chunk after the finish says so", () => {
    const error = { error: { code: 400, message: "Token limit reached" }, choices: [] };
    expect(replyOf(chunk({ content: "x" }, "length"), data(error)).failure).toMatchObject({
      kind: "context-overflow",
      afterFinish: true,
    });
  });

  test.each([
    { error: "overloaded" },
    { object: "error", message: "broken", type: "server_error", code: 500 },
    { message: "broken", code: 500 },
  ])("by an error in another shape is a failure: %j", (value) => {
    expect(replyOf(chunk({ content: "x" }), data(value)).failure).toMatchObject({ phase: "body" });
  });

  test("is told once: nothing is read after a failure, nor after [DONE]", () => {
    const events = eventsOf([data("{"), chunk({ content: "x" }), stop, done]);
    expect(events.filter(({ kind }) => kind === "reply-end" || kind === "reply-failed")).toHaveLength(1);
    const reply = replyOf(chunk({ content: "x" }), stop, done, chunk({ content: "y" }));
    expect([textOf(reply), reply.completeness, reply.notes.map(({ id }) => id)]).toEqual([
      "x",
      "complete",
      ["content-after-done"],
    ]);
  });
});

test("a step changes nothing that it was given", () => {
  const state = startState({ status: 200, requestId: null, aliases: noAliases });
  const before = JSON.stringify(state);
  const once = stepFrames(state, [chunk({ content: "x" })]);
  const twice = stepFrames(state, [chunk({ content: "x" })]);
  expect([JSON.stringify(state), once]).toEqual([before, twice]);
});
