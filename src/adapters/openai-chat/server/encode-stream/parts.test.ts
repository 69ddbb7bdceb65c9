import { describe, expect, test } from "vitest";
import { plainUsage } from "../../../../../test/support/plain-values.js";
import type { ChatEvent } from "../../../../chat/event.js";
import type { JsonObject } from "../../../../chat/json.js";
import type { Finish } from "../../../../chat/reply.js";
import { truncatedFailure } from "../../../errors/classify.js";
import { writeEvent, writeText } from "../encode-stream.js";
import { sseText } from "./sse-text.js";
import { type Draft, draftOf, startEncodeStream } from "./state.js";

const begun = (includeUsage = false): Draft =>
  draftOf(
    startEncodeStream({
      identity: { id: "chatcmpl-1", createdSeconds: 0, model: "m" },
      includeUsage,
      asked: { model: "m", region: null, service: "openai-compatible" },
    }),
  );
const finish = (kind: Finish["kind"], raw: string): ChatEvent => ({
  kind: "finish",
  finish: { kind, raw, nativeRaw: null, stopSequence: null },
});
const end: ChatEvent = { kind: "reply-end" };
const failed = (afterFinish: boolean): ChatEvent => ({
  kind: "reply-failed",
  failure: truncatedFailure({ afterFinish, status: 200, requestId: null, raw: null, message: "cut" }),
});
const callStart = (part: number, id: string | null, name: string | null, argumentsText: string | null = null) =>
  ({ kind: "tool-call-start", part, id, name, argumentsText }) as const;
const delta = (part: number, argumentsText: string) => ({ kind: "tool-call-delta", part, argumentsText }) as const;
const info = (part: number, id: string | null, name: string | null) =>
  ({ kind: "tool-call-info", part, id, name }) as const;

/** What a client sees of these events: deltas, finishes, usage, and how it ended. */
function seen(events: readonly ChatEvent[], draft = begun()): readonly unknown[] {
  for (const event of events) writeEvent(draft, event);
  return draft.items.map((item) => {
    if (item.kind !== "chunk") return item.kind;
    const [choice] = item.chunk["choices"] as readonly JsonObject[];
    if (choice === undefined) return { usage: item.chunk["usage"] };
    return choice["finish_reason"] === null ? choice["delta"] : { finish: choice["finish_reason"] };
  });
}
const warned = ({ warnings }: Draft) => warnings.map(({ id, field }) => `${id} ${field}`);
const call = (index: number, id: string, name: string, argumentsText: string) => ({
  ...{ index, id, type: "function" },
  function: { name, arguments: argumentsText },
});
const role = { role: "assistant", content: null };

test("a generation that the upstream broke off ends with an error and without a finish", () => {
  const broken: ChatEvent = {
    kind: "finish",
    finish: { kind: "error", raw: "stop", nativeRaw: "network_error", stopSequence: null },
  };
  const text: readonly ChatEvent[] = [
    { kind: "text-start", part: 0 },
    { kind: "text-delta", part: 0, text: "High water at Whi" },
    { kind: "part-end", part: 0 },
  ];
  const said = { role: "assistant", content: "High water at Whi" };
  expect(seen([...text, broken, end])).toEqual([said, "error", "done"]);
  expect(seen([...text, finish("stop", "stop"), broken, end])).toEqual([said, "error", "done"]);
  expect(seen([broken, end])).toEqual(["refusal"]);
});

describe("a piece of text in a stream that has begun", () => {
  test.each([true, false])(
    "is, to the byte, the event that any other way gives (usage asked for: %s)",
    (includeUsage) => {
      const [fast, slow] = [begun(includeUsage), begun(includeUsage)];
      for (const draft of [fast, slow]) writeEvent(draft, { kind: "text-delta", part: 0, text: "first" });
      for (const text of ['4"\n\\é', "2", '"content":""', " "]) {
        writeEvent(slow, { kind: "text-delta", part: 0, text });
        const last = slow.items.at(-1);
        if (last === undefined || last.kind === "refusal") throw new Error("no event");
        expect(writeText(fast, text)).toBe(sseText(last));
      }
      expect(fast.items).toHaveLength(1);
    },
  );

  test("counts as text that was sent", () => {
    const draft = begun();
    writeEvent(draft, { kind: "text-start", part: 0 });
    writeEvent(draft, callStart(1, "a", "f", "{}"));
    expect(writeText(draft, "4")).not.toBeNull();
    draft.items.length = 0;
    expect(seen([end], draft)).toEqual([{ finish: "tool_calls" }, "done"]);
  });

  test("is none for the short way before the beginning, after the end, and where it is empty", () => {
    const draft = begun();
    expect(writeText(draft, "4")).toBeNull();
    expect(draft.textFrame).toBeNull();
    writeEvent(draft, { kind: "text-delta", part: 0, text: "4" });
    expect([writeText(draft, ""), draft.textFrame]).toEqual([null, null]);
    const frame = writeText(draft, "2") === null ? null : draft.textFrame;
    expect([writeText(draft, "3") === null, draft.textFrame]).toEqual([false, frame]);
    expect(draft.textFrame).toBe(frame);
    writeEvent(draft, end);
    expect(writeText(draft, "4")).toBeNull();
    const gone = begun();
    for (const event of [{ kind: "text-delta", part: 0, text: "4" } as const, failed(false)]) writeEvent(gone, event);
    expect(writeText(gone, "4")).toBeNull();
  });
});

describe("nothing is sent", () => {
  test.each<[string, ChatEvent]>([
    ["a warning", { kind: "warning", warning: { id: "w", field: "", message: "" } }],
    ["a note", { kind: "note", note: { id: "n", message: "" } }],
    ["the reply's beginning", { kind: "reply-start", status: 200, requestId: null }],
    ["what the provider says of it", { kind: "reply-info", id: "x", model: null, upstream: "u" }],
    ["its finish", finish("stop", "stop")],
    ["its usage", { kind: "usage", usage: plainUsage({}) }],
    ["a text that begins", { kind: "text-start", part: 0 }],
    ["a refusal that begins", { kind: "refusal-start", part: 0 }],
    ["an empty piece of refusal", { kind: "refusal-delta", part: 0, text: "" }],
    ["an empty piece of reasoning", { kind: "reasoning-delta", part: 0, text: "" }],
    ["the end of a part that is none", { kind: "part-end", part: 7 }],
    ["arguments of a call that is none", delta(7, "{}")],
    ["the id of a call that is none", info(7, "a", "f")],
  ])("for %s", (_title, event) => {
    expect(seen([event])).toEqual([]);
  });
});

test("a refusal is sent in its pieces", () => {
  const events: readonly ChatEvent[] = [
    { kind: "refusal-start", part: 0 },
    { kind: "refusal-delta", part: 0, text: "I will" },
    { kind: "refusal-delta", part: 0, text: " not." },
  ];
  expect(seen(events)).toEqual([{ role: "assistant", refusal: "I will" }, { refusal: " not." }]);
});

test("the first finish counts, and the last usage", () => {
  const draft = begun(true);
  const usage = (inputTokens: number): ChatEvent => ({ kind: "usage", usage: plainUsage({ inputTokens }) });
  const events = [usage(1), finish("length", "length"), finish("stop", "stop"), usage(2), end];
  expect(seen(events, draft)).toEqual([role, { finish: "length" }, { usage: { prompt_tokens: 2 } }, "done"]);
  const last = draft.items.at(-2);
  expect(last?.kind === "chunk" && last.chunk).toMatchObject({ id: "chatcmpl-1", created: 0, model: "m", choices: [] });
});

describe("content that we have no word for", () => {
  const other = (raw: JsonObject): ChatEvent => ({ kind: "other-part", part: 0, raw });

  test("goes through in its member, and a legacy call has its own finish", () => {
    const called = other({ function_call: { name: "f", arguments: "{}" } });
    expect(seen([called, other({ audio: { id: "x" } }), finish("stop", "stop"), end])).toEqual([
      { role: "assistant", function_call: { name: "f", arguments: "{}" } },
      { audio: { id: "x" } },
      { finish: "function_call" },
      "done",
    ]);
    expect(seen([other({ audio: {} }), finish("stop", "stop"), end]).at(-2)).toEqual({ finish: "stop" });
  });

  test("is lost with a warning where it has none", () => {
    const draft = begun();
    expect(seen([other({ video: {} })], draft)).toEqual([]);
    expect(warned(draft)).toEqual(["other-part-dropped choices[0].message"]);
  });
});

describe("calls", () => {
  test("are announced once id and name say something, and nothing about them changes then", () => {
    const draft = begun();
    const events = [
      ...[callStart(3, " ", null), info(3, "a", null), info(3, null, ""), delta(3, "{"), info(3, null, "f")],
      ...[info(3, "b", "g"), delta(3, ""), delta(3, "}")],
    ];
    expect(seen(events, draft)).toEqual([
      { ...role, tool_calls: [call(0, "a", "f", "{")] },
      { tool_calls: [{ index: 0, function: { arguments: "}" } }] },
    ]);
  });

  test("each take their own id, name and arguments", () => {
    const events = [
      ...[callStart(5, null, "f"), callStart(6, "b", null), delta(6, "[6]"), delta(5, "[5]")],
      ...[info(6, null, "g"), info(5, "a", null), delta(6, "!")],
    ];
    expect(seen(events)).toEqual([
      { ...role, tool_calls: [call(0, "a", "f", "[5]")] },
      { tool_calls: [call(1, "b", "g", "[6]")] },
      { tool_calls: [{ index: 1, function: { arguments: "!" } }] },
    ]);
  });

  test("of blank arguments have {} at the end, each with its own warning", () => {
    const draft = begun();
    const events = [callStart(0, "a", "f", "{}"), callStart(1, "b", "g", " "), callStart(2, "c", "h"), delta(2, "\n")];
    expect(seen([...events, finish("tool-calls", "tool_calls"), end], draft).slice(-4)).toEqual([
      { tool_calls: [{ index: 1, function: { arguments: "{}" } }] },
      { tool_calls: [{ index: 2, function: { arguments: "{}" } }] },
      { finish: "tool_calls" },
      "done",
    ]);
    const at = (index: number) => `arguments-filled choices[0].message.tool_calls[${index}].function.arguments`;
    expect(warned(draft)).toEqual([at(1), at(2)]);
  });

  test("whose arguments begin blank and go on are not filled", () => {
    const draft = begun();
    const events = [callStart(0, "a", "f"), delta(0, " "), delta(0, "{"), delta(0, "}"), end];
    expect(seen(events, draft).filter((item) => typeof item === "object")).toHaveLength(5);
    expect(warned(draft)).toEqual(["finish-inferred choices[0].finish_reason"]);
  });

  test("without an id or a name are told at the end, at their own index", () => {
    const draft = begun();
    seen([callStart(0, "a", "f", "{}"), callStart(1, null, "g", "[1]"), callStart(2, "c", null, "[2]"), end], draft);
    expect(warned(draft).slice(0, 2)).toEqual([
      "tool-call-id-derived choices[0].message.tool_calls[1].id",
      "tool-call-name-missing choices[0].message.tool_calls[2].function.name",
    ]);
    const chunks = draft.items.flatMap((item) => (item.kind === "chunk" ? [item.chunk] : []));
    expect(chunks.slice(1, 3)).toMatchObject([
      { choices: [{ delta: { tool_calls: [{ index: 1, id: expect.stringMatching(/^call_/) }] } }] },
      { choices: [{ delta: { tool_calls: [{ index: 2, id: "c", function: { arguments: "[2]" } }] } }] },
    ]);
  });
});

describe("reasoning", () => {
  const start = (part: number): ChatEvent => ({ kind: "reasoning-start", part, field: null });
  const says = (part: number, text: string): ChatEvent => ({ kind: "reasoning-delta", part, text });
  const signs = (part: number, signature: string): ChatEvent => ({ kind: "reasoning-signature", part, signature });
  const partEnd = (part: number): ChatEvent => ({ kind: "part-end", part });

  test("of two parts is kept apart, and each is signed where it ends", () => {
    const events = [start(0), start(1), says(0, "a"), says(1, "b"), says(1, ""), signs(1, "s"), signs(0, "t")];
    expect(seen([...events, signs(1, "2"), partEnd(1), partEnd(0), partEnd(0)]).slice(2)).toEqual([
      { reasoning_details: [{ type: "reasoning.text", text: "b", signature: "s2", index: 0 }] },
      { reasoning_details: [{ type: "reasoning.text", text: "a", signature: "t", index: 1 }] },
    ]);
  });

  test("that does not end is signed with the reply, one without text too", () => {
    const redacted: ChatEvent = { kind: "reasoning-redacted", part: 1, redacted: "d" };
    expect(seen([start(0), signs(0, "s"), start(1), redacted, start(2), says(2, "c"), end])).toEqual([
      { role: "assistant", reasoning_content: "c", reasoning: "c" },
      { reasoning_details: [{ type: "reasoning.text", signature: "s", index: 0 }] },
      { reasoning_details: [{ type: "reasoning.encrypted", data: "d", index: 1 }] },
      "done",
    ]);
  });

  test("that is text alone has no details at its end", () => {
    expect(seen([start(0), says(0, "a"), partEnd(0)])).toHaveLength(1);
  });
});

describe("a stream that fails after its beginning", () => {
  const text: ChatEvent = { kind: "text-delta", part: 0, text: "4" };
  const said = { role: "assistant", content: "4" };
  const stop = finish("stop", "stop");

  test.each<[string, readonly ChatEvent[], readonly unknown[]]>([
    ["after its finish", [stop, failed(true)], [{ finish: "stop" }, "error", "done"]],
    ["before the failure says that it was after", [stop, failed(false)], ["error", "done"]],
    ["where the finish never came", [failed(true)], ["error", "done"]],
    ["where the finish was a failure", [finish("error", "bad"), failed(true)], ["error", "done"]],
    ["by its finish", [finish("error", "bad"), end], ["error", "done"]],
    ["and goes on", [failed(false), text, end, failed(true)], ["error", "done"]],
  ])("%s", (_title, events, rest) => {
    expect(seen([text, ...events])).toEqual([said, ...rest]);
  });
});

test("a text that began and said nothing is an empty content, one that did not begin is none", () => {
  expect(seen([{ kind: "text-start", part: 0 }, end])[0]).toEqual({ role: "assistant", content: "" });
  expect(seen([finish("stop", "stop"), end])[0]).toEqual(role);
  expect(seen([end])).toEqual(["done"]);
});

test("a stream begins with nothing of any kind", () => {
  const { items, warnings, identity, asked, includeUsage, ...rest } = begun();
  expect([items, warnings, identity.id, asked.model, includeUsage]).toEqual([[], [], "chatcmpl-1", "m", false]);
  expect(rest).toEqual({
    ...{
      id: null,
      upstream: null,
      head: null,
      headText: null,
      ended: false,
      calls: [],
      functionCalled: false,
      reasoning: [],
    },
    ...{ asksLogprobs: false, awaitsLogprobs: false, tokens: [] },
    ...{ details: 0, textStarted: false, textSent: false, textFrame: null, finish: null, usage: null },
  });
});

test("a copy of a state has all of it, and a chunk the upstream where one is known", () => {
  const draft = begun();
  writeEvent(draft, { kind: "reply-info", id: "own", model: null, upstream: "u" });
  writeEvent(draft, { kind: "reply-info", id: null, model: null, upstream: null });
  writeEvent(draft, { kind: "other-part", part: 0, raw: { function_call: {} } });
  writeText(draft, "4");
  const { items, warnings: _warnings, ...state } = draft;
  const { items: none, warnings, ...copy } = draftOf(draft);
  expect([copy, none, warnings]).toEqual([state, [], []]);
  const [first] = items;
  expect(first?.kind === "chunk" && first.chunk).toMatchObject({ id: "own", provider: "u" });
});
