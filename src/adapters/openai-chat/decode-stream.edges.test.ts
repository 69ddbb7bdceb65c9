import { describe, expect, test } from "vitest";
import type { ChatEvent } from "../../chat/event.js";
import { TransportError } from "../../wire/exchange.js";
import type { SseFrame } from "../../wire/frames/sse.js";
import { type Aliases, noAliases } from "../adapter.js";
import { type StreamState, startState } from "./decode/stream-state.js";
import { decode, decodeCompletion } from "./decode.js";
import { failStream, finishStream, type StreamEnd, step, stepFrames } from "./decode-stream.js";

const wholeEnd: StreamEnd = { kind: "eof", pending: false, seesAll: true };
const done: SseFrame = { kind: "event", event: null, data: "[DONE]", id: null };
const fresh = (aliases: Aliases = noAliases): StreamState => startState({ status: 200, requestId: "req-1", aliases });
const data = (value: unknown): SseFrame => ({
  kind: "event",
  event: null,
  data: typeof value === "string" ? value : JSON.stringify(value),
  id: null,
});

function stepAll(frames: readonly SseFrame[], aliases?: Aliases): { state: StreamState; events: ChatEvent[] } {
  let state = fresh(aliases);
  const events: ChatEvent[] = [];
  for (const frame of frames) {
    const read = stepFrames(state, [frame]);
    state = read.state;
    events.push(...read.events);
  }
  return { state, events };
}

/** All events but the first, which says that a reply began. */
function told(chunks: readonly unknown[], aliases?: Aliases): readonly ChatEvent[] {
  const [first, ...events] = stepAll(chunks.map(data), aliases).events;
  expect(first).toEqual({ kind: "reply-start", status: 200, requestId: "req-1" });
  return events;
}

const ofDelta = (delta: object, finish: string | null = null) => ({
  choices: [{ index: 0, delta, finish_reason: finish }],
});
const toldOf = (...deltas: readonly object[]) => told(deltas.map((delta) => ofDelta(delta)));
const notesIn = (events: readonly ChatEvent[]) =>
  events.flatMap((event) => (event.kind === "note" ? [event.note] : []));
const note = (id: string, message: string): ChatEvent => ({ kind: "note", note: { id, message } });
const info = (id: string | null, model: string | null, upstream: string | null): ChatEvent => ({
  kind: "reply-info",
  id,
  model,
  upstream,
});

describe("what a chunk says of the reply", () => {
  test("is told once, and again only where it says something else", () => {
    const same = { id: "a", model: "m", choices: [] };
    expect(told([same, same, { choices: [] }, same])).toEqual([info("a", "m", null)]);
    expect(told([same, { provider: "p", choices: [] }, { ...same, provider: "p" }])).toEqual([
      info("a", "m", null),
      info(null, null, "p"),
    ]);
    expect(
      told([
        { provider: "p", choices: [] },
        { id: "a", choices: [] },
        { provider: "p", choices: [] },
      ]),
    ).toEqual([info(null, null, "p"), info("a", null, null)]);
    expect(
      told([
        { model: "m", choices: [] },
        { id: "a", choices: [] },
        { model: "m", id: "a", choices: [] },
      ]),
    ).toEqual([info(null, "m", null), info("a", null, null)]);
  });

  test("is nothing where it says none of it, or only when it was made", () => {
    expect(told([{ choices: [] }, { choices: [], created: 7 }, { choices: [], created: 7 }])).toEqual([]);
  });

  test.each<[object, object, string]>([
    [{ id: "a" }, { id: "b" }, 'id "a", then "b"'],
    [{ model: "m" }, { model: "n" }, 'model "m", then "n"'],
    [{ created: 1 }, { created: 2 }, "created 1, then 2"],
    [{ id: "a", created: 1 }, { id: "b", created: 2 }, 'id "a", then "b"; created 1, then 2'],
  ])("%j and then %j contradict each other", (before, after, message) => {
    const events = told([
      { ...before, choices: [] },
      { ...after, choices: [] },
      { ...before, choices: [] },
    ]);
    expect(notesIn(events)).toEqual([{ id: "identity-changed", message }]);
  });

  test.each<[object, object]>([
    [{ id: "" }, { id: "b" }],
    [{ id: "a" }, { id: "" }],
    [{ created: 0 }, { created: 2 }],
    [{ created: 2 }, { created: 0 }],
    [{ id: "a" }, { model: "m" }],
    [{ provider: "p" }, { provider: "q" }],
    [
      { id: "a", created: 3 },
      { id: "a", created: 3 },
    ],
  ])("%j and then %j do not", (before, after) => {
    const events = told([
      { ...before, choices: [] },
      { ...after, choices: [] },
    ]);
    expect(notesIn(events)).toEqual([]);
  });

  test("keeps when the reply was made beside what came later", () => {
    const events = told([
      { id: "a", created: 5, choices: [] },
      { model: "m", choices: [] },
      { created: 6, choices: [] },
    ]);
    expect(notesIn(events)).toEqual([{ id: "identity-changed", message: "created 5, then 6" }]);
  });
});

describe("an error in the place of a chunk", () => {
  const failed = (chunk: object): boolean => told([chunk]).some(({ kind }) => kind === "reply-failed");

  test.each<[object, boolean]>([
    [{ error: { message: "x" } }, true],
    [{ error: "x", choices: [] }, true],
    [{ error: true, choices: [] }, true],
    [{ error: 0, choices: [] }, true],
    [{ error: null, choices: [] }, false],
    [{ error: false, choices: [] }, false],
    [{ error: "", choices: [] }, false],
    [{ object: "error", choices: [] }, true],
    [{ object: "error" }, true],
    [{ object: "chat.completion.chunk" }, false],
    [{ message: "x" }, true],
    [{ message: "" }, true],
    [{ message: "x", choices: [] }, false],
    [{ message: { role: "assistant" } }, false],
    [{}, false],
  ])("%j is one: %s", (chunk, expected) => {
    expect(failed(chunk)).toBe(expected);
  });

  test("quotes the chunk, tells the text that came with it, and neither its finish nor its usage", () => {
    const chunk = {
      ...ofDelta({ content: "a" }, "error"),
      error: { code: 502, message: "x" },
      usage: { total_tokens: 1 },
    };
    const events = told([chunk]);
    expect(events.map(({ kind }) => kind)).toEqual(["text-start", "text-delta", "reply-failed"]);
    expect(events.at(-1)).toMatchObject({ failure: { raw: JSON.stringify(chunk), afterFinish: false, status: 200 } });
  });

  test("ends the reading", () => {
    const { state } = stepAll([data({ error: { message: "x" } }), data(ofDelta({ content: "a" }))]);
    expect(step(state, ofDelta({ content: "a" }))).toEqual({ state, events: [] });
    expect(finishStream(state, wholeEnd)).toEqual({ state, events: [] });
    expect(failStream(state, { kind: "error", raw: null, message: "x" })).toEqual({ state, events: [] });
    const frames = [data({ error: { message: "x" } }), data(ofDelta({ content: "a" })), done];
    expect(stepFrames(fresh(), frames).events.map(({ kind }) => kind)).toEqual(["reply-start", "reply-failed"]);
  });
});

describe("choices", () => {
  const choice = (index: unknown, content: string) => ({ index, delta: { content } });
  const alone = "choice 1 also came; only the choice with index 0 is read and judged; choice 1 is without a finish";
  const unnamed = (what: string) =>
    `choice ${what} also came; only the choice with index 0 is read and judged; choice ${what} is`;

  test.each<[string, unknown[], string[], string | null]>([
    ["none", [], [], null],
    ["the first alone", [choice(0, "a")], ["a"], null],
    ["one without an index", [choice(undefined, "a")], ["a"], null],
    ["one with an index that is no number", [choice("0", "a")], ["a"], null],
    ["another alone", [choice(1, "b")], [], alone],
    ["the first after another", [choice(1, "b"), choice(0, "a")], ["a"], alone],
    ["two first ones", [choice(0, "a"), choice(0, "b")], ["a"], `${unnamed("0")} without a finish`],
    ["one that is no object", ["x"], [], `${unnamed("without an index")} blank and without a finish`],
  ])("%s", (_, choices, texts, message) => {
    const { state, events } = stepAll([data({ choices })]);
    expect(events.flatMap((event) => (event.kind === "text-delta" ? [event.text] : []))).toEqual(texts);
    const end = finishStream(state, wholeEnd).events;
    const expected = message === null ? [] : [{ id: "choices-ignored", message }];
    expect(notesIn(end).filter(({ id }) => id === "choices-ignored")).toEqual(expected);
  });
});

describe("finish and usage", () => {
  test("a finish is told once, all its words are noted at the end", () => {
    const { state, events } = stepAll([data(ofDelta({}, "stop")), data(ofDelta({}, "length")), done]);
    const finish = { kind: "stop", raw: "stop", nativeRaw: null, stopSequence: null };
    expect(events.slice(1)).toEqual([{ kind: "finish", finish }]);
    expect(finishStream(state, wholeEnd).events).toEqual([
      note("usage-missing", "the reply came without usage"),
      note("finish-repeated", "finish_reason came in 2 chunks: stop, length"),
      { kind: "reply-end" },
    ]);
  });

  test("the same usage is told once, another again", () => {
    const of = (count: number) => ({ choices: [], usage: { total_tokens: count } });
    const usages = (...counts: number[]) =>
      told(counts.map(of)).map((event) => event.kind === "usage" && event.usage.totalTokens);
    expect(usages(1, 1)).toEqual([1]);
    expect(usages(1, 2, 2, 1)).toEqual([1, 2, 1]);
  });

  test("empty content after the finish is nothing, any other is noted", () => {
    const stop = ofDelta({ content: "a" }, "stop");
    const notedFor = (delta: object) => notesIn(told([stop, ofDelta(delta)])).map(({ id }) => id);
    for (const delta of [
      {},
      { content: "" },
      { content: null },
      { tool_calls: [] },
      { images: [] },
      { role: "assistant" },
    ]) {
      expect(notedFor(delta)).toEqual([]);
    }
    for (const delta of [{ content: "b" }, { refusal: "no" }, { reasoning: "r" }, { reasoning_content: "r" }]) {
      expect(notedFor(delta)).toEqual(["event-after-finish"]);
    }
  });
});

describe("the end", () => {
  const ended = (frames: readonly SseFrame[], end: StreamEnd) => finishStream(stepAll(frames).state, end).events;
  const stop = data({ ...ofDelta({}, "stop"), usage: { total_tokens: 1 } });

  test("without [DONE] is noted only by a reader who sees every byte", () => {
    expect(ended([stop], wholeEnd)).toEqual([
      note("done-missing", "the stream ended without [DONE]"),
      { kind: "reply-end" },
    ]);
    expect(ended([stop], { ...wholeEnd, seesAll: false })).toEqual([{ kind: "reply-end" }]);
    expect(ended([stop, done], wholeEnd)).toEqual([{ kind: "reply-end" }]);
  });

  test.each<[string, SseFrame[], boolean, string]>([
    ["nothing", [], false, "the body ended before any chunk"],
    ["half an event", [], true, "the body ended inside an event, before a finish_reason"],
    ["a chunk", [data(ofDelta({}))], false, "the stream ended before a finish_reason"],
    ["a chunk and half an event", [data(ofDelta({}))], true, "the body ended inside an event, before a finish_reason"],
    ["a finish and half an event", [stop], true, "the body ended inside an event that came after the finish"],
  ])("after %s is a cut", (_, frames, pending, message) => {
    expect(ended(frames, { kind: "eof", pending, seesAll: true })).toEqual([
      {
        kind: "reply-failed",
        failure: expect.objectContaining({
          kind: "truncated",
          message,
          afterFinish: frames.includes(stop),
          status: 200,
        }),
      },
    ]);
  });

  test.each<[string, SseFrame[]]>([
    ["nothing", []],
    ["a blank delta", [data(ofDelta({ content: "" }))]],
    ["a text", [data(ofDelta({ content: "42" }))]],
  ])("after %s and [DONE] is whole, and lacks its finish", (_, frames) => {
    const { events, state } = stepAll([...frames, done]);
    const all = [...events, ...finishStream(state, wholeEnd).events];
    expect(all.filter(({ kind }) => kind === "reply-start")).toHaveLength(1);
    expect(all.at(-1)).toEqual({ kind: "reply-end" });
    expect(all).toContainEqual(note("finish-missing", "the stream ended with [DONE] but without a finish_reason"));
  });

  test("inside an event after [DONE] is whole, and the bytes are noted", () => {
    expect(ended([stop, done], { kind: "eof", pending: true, seesAll: true })).toEqual([
      note("bytes-after-done", "bytes that are no whole event came after [DONE]"),
      { kind: "reply-end" },
    ]);
  });

  test("of a broken connection says whether the finish had come", () => {
    const error = new TransportError("reset", "the connection was reset");
    const failureOf = (frames: SseFrame[]) => ended(frames, { kind: "broken", error }).at(-1);
    expect(failureOf([])).toMatchObject({ kind: "reply-failed", failure: { afterFinish: false, requestId: "req-1" } });
    expect(failureOf([stop])).toMatchObject({ kind: "reply-failed", failure: { afterFinish: true } });
  });

  test("counts the comments and quotes the first, also of a reply that failed", () => {
    const comment = (text: string): SseFrame => ({ kind: "comment", text });
    const noted = note("comments", '2 comment lines, the first ":one"');
    expect(ended([comment("one"), stop, comment("two"), done], wholeEnd)).toEqual([noted, { kind: "reply-end" }]);
    expect(ended([comment("one"), comment("two")], wholeEnd)).toEqual([
      noted,
      expect.objectContaining({ kind: "reply-failed" }),
    ]);
  });
});

describe("[DONE]", () => {
  test("may have more behind it in its own event, and content after it is noted once and not read", () => {
    const late = data(ofDelta({ content: "a" }));
    const { events } = stepAll([data("[DONE] "), late, data(ofDelta({ content: "b" }))]);
    expect(events).toEqual([
      note(
        "content-after-done",
        `content came after [DONE], and was not read: ${JSON.stringify(ofDelta({ content: "a" }))}`,
      ),
    ]);
  });

  const usageOnly = { choices: [], usage: { total_tokens: 1 } };

  test.each<[what: string, after: unknown, id: string, words: string]>([
    ["an error", { error: { message: "upstream died", code: 502 } }, "error-after-done", "[DONE]: upstream died"],
    ["an error of a choice", { choices: [{ error: { message: "gone" } }] }, "error-after-done", "came after [DONE]: "],
    ["a call", ofDelta({ tool_calls: [{ index: 0, id: "c" }] }), "content-after-done", '"tool_calls"'],
    ["reasoning", ofDelta({ reasoning: "hm" }), "content-after-done", '"reasoning":"hm"'],
    ["a message", { choices: [{ message: { content: "x" } }] }, "content-after-done", '"content":"x"'],
    ["an empty delta", ofDelta({ role: "assistant", content: "" }), "event-after-done", "was not read: "],
    ["usage", usageOnly, "event-after-done", '"total_tokens":1'],
    ["null for an error", { ...usageOnly, error: null }, "event-after-done", "was not read: "],
  ])("%s after it is told by its kind", (_, after, id, words) => {
    const [noted, ...others] = stepAll([done, data(after)]).events;
    expect(others).toEqual([]);
    expect(noted).toMatchObject({ kind: "note", note: { id, message: expect.stringContaining(words) } });
  });

  test("that comes twice, and what is no JSON, are told too", () => {
    expect(stepAll([done, done]).events).toEqual([note("event-after-done", "[DONE] came twice")]);
    expect(stepAll([done, data("bye")]).events).toEqual([
      note("event-after-done", "an event came after [DONE], and was not read: bye"),
    ]);
  });

  test("with a long event after it quotes the beginning", () => {
    const [noted] = stepAll([done, data("x".repeat(500))]).events;
    expect(noted?.kind === "note" ? noted.note.message.length : 0).toBeLessThan(200);
  });

  test.each(["x[DONE]", "{", "nonsense"])("%j is not it, and no chunk either", (text) => {
    const { events } = stepAll([data(text)]);
    expect(events).toMatchObject([{ kind: "reply-failed", failure: { kind: "protocol", raw: text } }]);
  });

  test.each(["[1]", "1", "null", '"x"'])("%s is JSON and no chunk", (text) => {
    const { events } = stepAll([data(text)]);
    expect(events).toMatchObject([
      { kind: "reply-failed", failure: { kind: "protocol", raw: text, message: "a chunk is not a JSON object" } },
    ]);
  });

  test("a chunk that an SDK hands out is quoted as JSON, and as nothing where it cannot be", () => {
    const rawOf = (chunk: unknown) => step(fresh(), chunk).events[0];
    expect(rawOf([1])).toMatchObject({ failure: { raw: "[1]" } });
    expect(rawOf(undefined)).toMatchObject({ failure: { raw: null } });
  });
});

test("a failure in the place of a chunk is an error or a breach of the protocol, as its reader says", () => {
  const of = (kind: "error" | "protocol") => failStream(fresh(), { kind, raw: "{}", message: "m" }).events;
  expect(of("protocol")).toMatchObject([
    { kind: "reply-failed", failure: { kind: "protocol", message: "m", raw: "{}", status: 200, requestId: "req-1" } },
  ]);
  expect(of("error")).toMatchObject([{ kind: "reply-failed", failure: { raw: "{}", status: 200 } }]);
  expect(of("error")).not.toMatchObject([{ failure: { kind: "protocol" } }]);
});

describe("what is learnt of a chunk", () => {
  const text = (content: string) => data(ofDelta({ content }));

  test("is kept after a chunk of one piece of text, and its misses are forgotten once it helps", () => {
    expect(stepAll([text("a")]).state).toMatchObject({ template: null, templateMisses: 1 });
    expect(stepAll([text("a"), text("b")]).state).toMatchObject({
      template: { kind: "text-delta" },
      templateMisses: 2,
    });
    expect(stepAll([text("a"), text("b"), text("c")]).state).toMatchObject({ templateMisses: 0 });
  });

  test("is tried for eight chunks in a row and then no more", () => {
    const other = data(ofDelta({}));
    expect(stepAll(Array(7).fill(other)).state.templateMisses).toBe(7);
    expect(stepAll([text("a"), ...Array(6).fill(other), text("b")]).state).toMatchObject({
      template: { kind: "text-delta" },
      templateMisses: 8,
    });
    expect(stepAll([text("a"), ...Array(7).fill(other), text("b")]).state).toMatchObject({
      template: null,
      templateMisses: 8,
    });
  });
});

describe("tool calls", () => {
  const calls = (...pieces: readonly unknown[]) => ({ tool_calls: pieces });
  const called = (index: number | null, id: string | null, name: string | null, args: unknown = null) => ({
    ...(index === null ? {} : { index }),
    ...(id === null ? {} : { id }),
    function: { ...(name === null ? {} : { name }), ...(args === null ? {} : { arguments: args }) },
  });
  const start = (
    part: number,
    id: string | null,
    name: string | null,
    argumentsText: string | null = null,
  ): ChatEvent => ({
    kind: "tool-call-start",
    part,
    id,
    name,
    argumentsText,
  });
  const more = (part: number, argumentsText: string): ChatEvent => ({ kind: "tool-call-delta", part, argumentsText });
  const said = (part: number, id: string | null, name: string | null): ChatEvent => ({
    kind: "tool-call-info",
    part,
    id,
    name,
  });
  const noIndex = note("index-missing", "a tool call came without an index");

  test("interleaved by index go to their own call", () => {
    expect(
      toldOf(
        calls(called(0, "a", "f", "1"), called(1, "b", "g", "2")),
        calls(called(0, null, null, "3")),
        calls(called(1, null, null, "4"), called(0, "a", "f", "5")),
      ),
    ).toEqual([start(0, "a", "f", "1"), start(1, "b", "g", "2"), more(0, "3"), more(1, "4"), more(0, "5")]);
  });

  test("get an id or a name that comes later, each once and each its own", () => {
    expect(
      toldOf(
        calls(called(0, null, null), called(1, "", "")),
        calls(called(1, "b", "g")),
        calls(called(0, "a", null)),
        calls(called(0, null, "f", "x")),
        calls(called(0, "a", "f"), called(1, "b", "g", "y")),
      ),
    ).toEqual([
      start(0, null, null),
      start(1, "", ""),
      said(1, "b", "g"),
      said(0, "a", null),
      said(0, null, "f"),
      more(0, "x"),
      more(1, "y"),
    ]);
    expect(toldOf(calls(called(0, null, null)), calls(called(0, "", "")), calls(called(0, "", "")))).toEqual([
      start(0, null, null),
      said(0, "", ""),
    ]);
  });

  test("keep their name where another comes later", () => {
    expect(toldOf(calls(called(0, "a", "f")), calls(called(0, null, "g", "x")))).toEqual([
      start(0, "a", "f"),
      note("tool-name-changed", "a tool call named f was later named g; the first counts"),
      more(0, "x"),
    ]);
    expect(toldOf(calls(called(0, "a", "f")), calls(called(0, null, "f")), calls(called(0, null, "")))).toEqual([
      start(0, "a", "f"),
    ]);
  });

  test("of one index with another id are two", () => {
    expect(
      toldOf(calls(called(0, "a", "f")), calls(called(0, "b", "g", "x")), calls(called(0, "", null, "y"))),
    ).toEqual([
      start(0, "a", "f"),
      note("index-reused", "tool-call index 0 came with the ids a and b"),
      start(1, "b", "g", "x"),
      more(1, "y"),
    ]);
  });

  test("without an index are known by their id", () => {
    expect(
      toldOf(calls(called(null, "a", "f")), calls(called(null, "b", "g")), calls(called(null, "a", "f", "x"))),
    ).toEqual([noIndex, start(0, "a", "f"), start(1, "b", "g"), more(0, "x")]);
  });

  test.each<[what: string, first: ReturnType<typeof called>, next: ReturnType<typeof called>, isOther: boolean]>([
    ["a piece without a name", called(null, "a", "f"), called(null, null, null, "x"), false],
    ["a piece with a blank name", called(null, "a", "f"), called(null, "", "", "x"), false],
    ["a piece with a name after a call with one", called(null, "a", "f"), called(null, null, "g", "x"), true],
    ["a piece with a name after a call without one", called(null, "a", null), called(null, null, "g", "x"), false],
  ])("without index and id: %s is another call: %s", (_, first, next, isOther) => {
    const starts = toldOf(calls(first), calls(next)).filter(({ kind }) => kind === "tool-call-start");
    expect(starts).toHaveLength(isOther ? 2 : 1);
  });

  test("without anything begin one", () => {
    expect(toldOf(calls({}))).toEqual([noIndex, start(0, null, null)]);
  });

  test.each<[unknown, boolean]>([
    ["function", false],
    ["", false],
    [null, false],
    ["custom", true],
    [7, true],
  ])("of the type %j are kept as they came: %s", (type, isOther) => {
    const piece = { ...called(0, "a", "f"), type };
    expect(toldOf(calls(piece))).toEqual(
      isOther
        ? [
            note("unknown-tool-call", `a tool call of type ${JSON.stringify(type)}, kept as it came`),
            { kind: "other-part", part: 0, raw: piece },
            { kind: "part-end", part: 0 },
          ]
        : [start(0, "a", "f")],
    );
  });

  test("that are no objects are noted", () => {
    expect(toldOf(calls("x"))).toEqual([note("unknown-field", 'a tool call that is not an object: "x"')]);
  });

  test("have arguments as text, as an object that is noted, or none", () => {
    expect(toldOf(calls(called(0, "a", "f", "")))).toEqual([start(0, "a", "f", "")]);
    expect(toldOf(calls(called(0, "a", "f", { b: 1 })))).toEqual([
      note("arguments-not-text", "tool-call arguments came as JSON, not as JSON text"),
      start(0, "a", "f", '{"b":1}'),
    ]);
    expect(toldOf(calls({ index: 0, id: "a", function: { name: "f", arguments: null } }))).toEqual([
      start(0, "a", "f"),
    ]);
  });

  test("get back the names and ids that were sent under another one", () => {
    const aliases: Aliases = { toolNames: new Map([["f_1", "f.1"]]), toolCallIds: new Map([["x1", "x-1"]]) };
    expect(told([ofDelta(calls(called(0, "x1", "f_1"), called(1, "x2", "f_2")))], aliases)).toEqual([
      start(0, "x-1", "f.1"),
      start(1, "x2", "f_2"),
    ]);
  });

  test("end an open text, which a later text does not continue", () => {
    expect(toldOf({ content: "a" }, calls(called(0, "i", "f")), { content: "b" }).map(({ kind }) => kind)).toEqual([
      "text-start",
      "text-delta",
      "part-end",
      "tool-call-start",
      "text-start",
      "text-delta",
    ]);
  });
});

describe("a delta", () => {
  const reasoning = (text: string, field: string, part = 0): ChatEvent[] => [
    { kind: "reasoning-start", part, field },
    { kind: "reasoning-delta", part, text },
  ];
  const text = (words: string, part = 0): ChatEvent[] => [
    { kind: "text-start", part },
    { kind: "text-delta", part, text: words },
  ];
  const unknown = (name: string) =>
    note("unknown-field", `the reply has a member that is not read: choices[0].delta.${name}`);

  test.each<[object, ChatEvent[]]>([
    [{ reasoning: "r" }, reasoning("r", "reasoning")],
    [{ reasoning_content: "r" }, reasoning("r", "reasoning_content")],
    [{ reasoning: "", reasoning_content: "" }, []],
    [{ reasoning: null, reasoning_content: "r" }, reasoning("r", "reasoning_content")],
    [{ reasoning: "r", reasoning_content: "r" }, reasoning("r", "reasoning")],
    [
      { reasoning: "", reasoning_content: "r" },
      [
        ...reasoning("r", "reasoning_content"),
        note("reasoning-twice", "reasoning and reasoning_content came together and differ; the first is read"),
      ],
    ],
    [{ refusal: "" }, []],
    [{ refusal: null }, []],
    [
      { refusal: "no" },
      [
        { kind: "refusal-start", part: 0 },
        { kind: "refusal-delta", part: 0, text: "no" },
      ],
    ],
    [{ content: [{ type: "text", text: "a" }] }, text("a")],
    [
      {
        content: [
          { type: "text", text: "a" },
          { type: "text", text: "b" },
        ],
      },
      [...text("a"), { kind: "text-delta", part: 0, text: "b" }],
    ],
    [{ content: [{ type: "thinking", thinking: "t" }] }, reasoning("t", "thinking")],
    [
      { content: [{ type: "thinking", thinking: [{ text: "t" }, "x", { text: "u" }, {}] }] },
      reasoning("txu", "thinking"),
    ],
    [{ content: [{ type: "thinking" }] }, []],
    [{ content: [] }, []],
    [{ odd: 1 }, [unknown("odd")]],
    [{ odd: "" }, [unknown("odd")]],
    [{ odd: [1] }, [unknown("odd")]],
    [{ odd: null }, []],
    [{ odd: [] }, []],
    [{ role: "assistant" }, []],
    [{ images: [], annotations: [], audio: null }, []],
    [{ audio: "x" }, []],
  ])("%j", (delta, expected) => {
    expect(toldOf(delta)).toEqual(expected);
  });

  test.each<[object, unknown, string]>([
    [{ content: [7] }, 7, "[0] (number)"],
    [{ content: [{ type: "text" }] }, { type: "text" }, "[0] (text)"],
    [{ content: ["", { type: "image", text: "a" }] }, { type: "image", text: "a" }, "[1] (image)"],
    [{ content: [{ odd: 1, more: 2 }] }, { odd: 1, more: 2 }, "[0] (odd, more)"],
    [{ content: { a: 1 } }, { a: 1 }, " (a)"],
    [{ content: 5 }, { content: 5 }, " (content)"],
    [{ content: [{ type: "reasoning", handle: "x" }] }, { type: "reasoning", handle: "x" }, "[0] (reasoning)"],
  ])("%j has content that is not read, kept as it came", (delta, raw, place) => {
    expect(toldOf(delta)).toMatchObject([
      note("unknown-content", `content of a kind that is not read, kept as it came: choices[0].delta.content${place}`),
      { kind: "other-part", raw },
      { kind: "part-end" },
    ]);
  });

  test.each<[object, ChatEvent[]]>([
    [{ content: ["x"] }, text("x")],
    [{ content: [{ text: "x" }] }, text("x")],
    [{ content: { type: "text", text: "x" } }, text("x")],
    [{ content: [{ type: "output_text", text: "x" }] }, text("x")],
    [{ content: [{ type: "text", text: "" }] }, []],
  ])("%j has text in another form", (delta, expected) => {
    expect(toldOf(delta)).toEqual(expected);
  });

  test.each<[object, unknown]>([
    [{ audio: { id: "a" } }, { audio: { id: "a" } }],
    [{ images: [1] }, { images: [1] }],
    [{ annotations: [{}] }, { annotations: [{}] }],
  ])("%j has content beside the text, kept as it came", (delta, raw) => {
    expect(toldOf(delta)).toEqual([
      note("unknown-content", "content of a kind that is not read, kept as it came"),
      { kind: "other-part", part: 0, raw },
      { kind: "part-end", part: 0 },
    ]);
  });

  /** What is told when the reply finishes, after the deltas. */
  const atFinish = (...deltas: object[]) =>
    told([...deltas.map((delta) => ofDelta(delta)), ofDelta({}, "stop")]).slice(0, -1);

  test("with blank content alone is a blank text, and beside text it is nothing", () => {
    expect(atFinish({ content: "" })).toEqual([...text(""), { kind: "part-end", part: 0 }]);
    expect(atFinish({ content: "" }, { content: "a" })).toEqual([...text("a"), { kind: "part-end", part: 0 }]);
    expect(atFinish({ content: "a" }, { content: "" })).toEqual([...text("a"), { kind: "part-end", part: 0 }]);
    expect(atFinish({ content: null })).toEqual([]);
    expect(atFinish({ content: "" }, { refusal: "no" })).toHaveLength(6);
  });

  test("with a legacy function_call is kept, its arguments joined", () => {
    const kept = (name: string | null, argumentsText: string | null): ChatEvent[] => [
      note("function-call", "the legacy function_call came, which is not a tool call; kept as it came"),
      { kind: "other-part", part: 0, raw: { function_call: { name, arguments: argumentsText } } },
      { kind: "part-end", part: 0 },
    ];
    const call = (value: object) => ({ function_call: value });
    expect(atFinish(call({ name: "f" }))).toEqual(kept("f", null));
    expect(atFinish(call({ name: "f", arguments: "a" }), call({}), call({ name: "g", arguments: "b" }))).toEqual(
      kept("f", "ab"),
    );
    expect(atFinish(call({ arguments: "" }), call({ name: "f" }))).toEqual(kept("f", ""));
    expect(atFinish({ function_call: null })).toEqual([]);
  });

  test("with details of reasoning has them told at the end, also without a text and also none", () => {
    const detail = { type: "reasoning.encrypted", data: "x" };
    expect(atFinish({ reasoning_details: [detail] })).toEqual([
      { kind: "reasoning-start", part: 0, field: "reasoning_details" },
      { kind: "reasoning-details", part: 0, details: [detail] },
      { kind: "part-end", part: 0 },
    ]);
    expect(atFinish({ reasoning_details: [] })).toEqual([
      { kind: "reasoning-start", part: 0, field: "reasoning_details" },
      { kind: "reasoning-details", part: 0, details: [] },
      { kind: "part-end", part: 0 },
    ]);
    expect(atFinish({ reasoning: "r", reasoning_details: [detail] }, { content: "a" })).toEqual([
      ...reasoning("r", "reasoning"),
      ...text("a", 1),
      { kind: "reasoning-details", part: 0, details: [detail] },
      { kind: "part-end", part: 1 },
      { kind: "part-end", part: 0 },
    ]);
  });
});

describe("a whole body", () => {
  const failureOf = (events: readonly ChatEvent[]) => events.at(-1);

  test.each<[body: string, kind: string, message: string | RegExp, raw: string | null]>([
    ["", "truncated", "the body is empty", null],
    [" \n ", "truncated", "the body is empty", null],
    ['{"id":', "truncated", /^the body is not whole JSON: /, '{"id":'],
    ["<html>", "protocol", "an HTML page", "<html>"],
    ["It rains.", "protocol", /^the body is not whole JSON: .*: "It rains\."$/, "It rains."],
    ["[]", "protocol", "the body is not a JSON object", "[]"],
    ["{}", "protocol", "the body has no choices", "{}"],
    ['{"choices":null,"error":null}', "protocol", "the body has no choices", '{"choices":null,"error":null}'],
  ])("%j is a failure: %s", (body, kind, message, raw) => {
    const matching = message instanceof RegExp ? expect.stringMatching(message) : message;
    expect(failureOf(decode(fresh(), body))).toEqual({
      kind: "reply-failed",
      failure: expect.objectContaining({
        kind,
        message: matching,
        raw,
        afterFinish: false,
        status: 200,
        requestId: "req-1",
      }),
    });
  });

  test("that is an error is classified as one, with or without choices", () => {
    for (const body of [{ error: { message: "x" } }, { error: "x", choices: [] }, { object: "error", message: "x" }]) {
      const failure = failureOf(decodeCompletion(fresh(), body));
      expect(failure).toMatchObject({ kind: "reply-failed", failure: { raw: JSON.stringify(body), status: 200 } });
      expect(failure).not.toMatchObject({ failure: { kind: "protocol" } });
    }
  });

  test("of an SDK that is nothing at all is quoted as nothing", () => {
    expect(failureOf(decodeCompletion(fresh(), undefined))).toMatchObject({ failure: { kind: "protocol", raw: null } });
  });

  const completion = (choice: unknown) => ({ choices: [choice], usage: { total_tokens: 1 } });
  const missing = note("message-missing", "the completion has no choice with a message");

  test("without a message is noted, and complete", () => {
    for (const choice of [
      { index: 0, finish_reason: "stop" },
      { index: 0, message: null, finish_reason: "stop" },
    ]) {
      const events = decodeCompletion(fresh(), completion(choice));
      expect(events).toContainEqual(missing);
      expect(events.at(-1)).toEqual({ kind: "reply-end" });
    }
    expect(decodeCompletion(fresh(), { choices: [] })).toContainEqual(missing);
    expect(decodeCompletion(fresh(), completion({ message: {}, finish_reason: "stop" }))).not.toContainEqual(missing);
  });

  test("may end without a finish, which is told by nothing, and has no [DONE] to miss", () => {
    expect(decodeCompletion(fresh(), completion({ index: 0, message: { content: "a" } })).slice(1)).toEqual([
      { kind: "text-start", part: 0 },
      { kind: "text-delta", part: 0, text: "a" },
      { kind: "usage", usage: expect.objectContaining({ totalTokens: 1, inputTokens: null }) },
      { kind: "part-end", part: 0 },
      { kind: "reply-end" },
    ]);
  });

  test("numbers its calls by their place, whatever they say", () => {
    const call = { index: 9, id: "a", function: { name: "f", arguments: "{}" } };
    const events = decodeCompletion(fresh(), completion({ message: { tool_calls: [call, "x", call] } }));
    expect(
      events.filter(({ kind }) => kind === "tool-call-start").map((event) => "part" in event && event.part),
    ).toEqual([0, 1]);
    expect(notesIn(events)).toEqual([{ id: "unknown-field", message: 'a tool call that is not an object: "x"' }]);
  });
});
