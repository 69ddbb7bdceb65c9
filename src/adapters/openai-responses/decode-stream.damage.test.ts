import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  call,
  callEvents,
  completed,
  created,
  message,
  messageEvents,
  noteIds,
  numbered,
  readBody,
  reasoning,
  replyTo,
  sseText,
} from "../../../test/support/responses-wire.js";
import type { JsonObject } from "../../chat/json.js";

const item = reasoning({ summary: [{ type: "summary_text", text: "Hm, so." }], encrypted_content: "g" });
const at = { output_index: 0, summary_index: 0 };
const plain: readonly JsonObject[] = [
  ...created,
  { type: "response.output_item.added", output_index: 0, item: reasoning() },
  { type: "response.reasoning_summary_part.added", ...at, part: { type: "summary_text", text: "" } },
  { type: "response.reasoning_summary_text.delta", ...at, delta: "Hm, " },
  { type: "response.reasoning_summary_text.delta", ...at, delta: "so." },
  { type: "response.reasoning_summary_text.done", ...at, text: "Hm, so." },
  { type: "response.reasoning_summary_part.done", ...at, part: { type: "summary_text", text: "Hm, so." } },
  { type: "response.output_item.done", output_index: 0, item },
  ...messageEvents(1, ["Let ", "me ", "look."]),
  ...callEvents(2, ['{"city"', ':"Oslo"', "}"]),
  completed(item, message("Let me look."), call('{"city":"Oslo"}')),
];
const whole = numbered(plain);
const names = whole.map(
  ({ type, sequence_number }) => [`${sequence_number} ${type}`, Number(sequence_number)] as const,
);
const isPiece = (index: number) => String(plain[index]?.["type"]).endsWith(".delta");
const swapped = (index: number) => whole.toSpliced(index, 2, whole[index + 1] ?? {}, whole[index] ?? {});

test("the whole stream has no note", () => {
  expect(replyTo(whole)).toMatchObject({ completeness: "complete", notes: [] });
});

describe("an event that is lost", () => {
  test.each(names.slice(0, -1))("%s shows by its number", (_, index) => {
    const reply = replyTo(whole.toSpliced(index, 1));
    expect(reply.completeness).toBe("complete");
    expect(noteIds(reply)).toContain("sequence-gap");
  });

  test("%s: without the last, the reply is truncated", () => {
    expect(replyTo(whole.slice(0, -1)).completeness).toBe("truncated");
  });

  test.each(names.filter(([, index]) => isPiece(index)))("%s shows without numbers too, by its text", (_, index) => {
    expect(noteIds(replyTo(plain.toSpliced(index, 1)))).toContain("pieces-differ");
  });
});

describe("an event that comes twice", () => {
  test.each(names)("%s shows by its number", (_, index) => {
    expect(noteIds(replyTo(whole.toSpliced(index, 0, whole[index] ?? {})))).toContain("sequence-repeated");
  });

  test.each(names.filter(([, index]) => isPiece(index)))("%s shows without numbers too, by its text", (_, index) => {
    const found = noteIds(replyTo(plain.toSpliced(index, 0, plain[index] ?? {})));
    expect(found).toContain("pieces-differ");
  });

  test.each<[type: string, note: string]>([
    ["response.created", "message-start-repeated"],
    ["response.output_item.added", "block-start-repeated"],
    ["response.output_item.done", "block-end-repeated"],
    ["response.completed", "event-after-finish"],
  ])("%s shows without numbers too", (type, note) => {
    const index = plain.findIndex((event) => event["type"] === type);
    expect(noteIds(replyTo(plain.toSpliced(index, 0, plain[index] ?? {})))).toEqual([note]);
  });
});

describe("two events in the other order", () => {
  test.each(names.slice(0, -1))("%s and the next show by their numbers", (_, index) => {
    const found = noteIds(replyTo(swapped(index)));
    expect(found.some((id) => id === "sequence-gap" || id === "event-after-finish")).toBe(true);
  });
});

describe("what contradicts itself", () => {
  const changed = (change: (event: JsonObject) => JsonObject) => noteIds(replyTo(whole.map(change)));
  const inEvent = (type: string, members: JsonObject) => (event: JsonObject) =>
    event["type"] === type ? { ...event, ...members } : event;

  test.each<[what: string, change: (event: JsonObject) => JsonObject, note: string]>([
    ["the text of its done event", inEvent("response.output_text.done", { text: "Let me cook." }), "pieces-differ"],
    [
      "the content part",
      inEvent("response.content_part.done", { part: { type: "output_text", text: "x" } }),
      "pieces-differ",
    ],
    ["the arguments", inEvent("response.function_call_arguments.done", { arguments: "{}" }), "pieces-differ"],
    ["the summary", inEvent("response.reasoning_summary_text.done", { text: "No." }), "pieces-differ"],
    [
      "the text of the final output",
      inEvent("response.completed", completed(item, message("Let me cook."), call('{"city":"Oslo"}'))),
      "pieces-differ",
    ],
    [
      "an item that is left out of the final output",
      inEvent("response.completed", completed(item, message("Let me look."))),
      "pieces-differ",
    ],
    [
      "the kind of an item",
      inEvent("response.completed", completed(item, call("{}"), call('{"city":"Oslo"}'))),
      "block-kind-changed",
    ],
    [
      "the id of a call",
      inEvent(
        "response.completed",
        completed(item, message("Let me look."), call('{"city":"Oslo"}', { call_id: "call_2" })),
      ),
      "call-id-changed",
    ],
    [
      "the name of a call",
      inEvent("response.completed", completed(item, message("Let me look."), call('{"city":"Oslo"}', { name: "b" }))),
      "tool-name-changed",
    ],
    [
      "the id of the response",
      inEvent("response.in_progress", { response: { id: "resp_2", model: "gpt-5.4" } }),
      "identity-changed",
    ],
  ])("%s, is named", (_, change, note) => {
    expect(changed(change)).toContain(note);
  });

  test("an item of a hosted tool that is another one in the final output is named; its opaque members may be made anew", () => {
    const searched = { id: "ws_1", type: "web_search_call", status: "completed", action: { query: "x" } };
    const notesWith = (last: JsonObject) =>
      noteIds(
        replyTo(
          numbered([
            ...created,
            { type: "response.output_item.done", output_index: 0, item: searched },
            completed(last),
          ]),
        ),
      );
    expect(notesWith({ ...searched, id: "ws_2", encrypted_content: "g" })).toEqual([]);
    expect(notesWith({ ...searched, action: { query: "y" } })).toEqual(["pieces-differ"]);
  });

  test("the phase of a message and the namespace of a call are named where they change, and a part that is left out", () => {
    const notesOf = (...events: readonly JsonObject[]) => noteIds(replyTo(numbered([...created, ...events])));
    const [added, ...rest] = messageEvents(0, ["Hi"], { phase: "commentary" });
    const other = { ...added, item: message("", { content: [], phase: "final_answer" }) };
    expect(notesOf(other, ...rest, completed(message("Hi", { phase: "commentary" })))).toEqual(["pieces-differ"]);
    const [called, ...callRest] = callEvents(0, ["{}"]);
    const named = { ...called, item: call("", { namespace: "crm" }) };
    expect(notesOf(named, ...callRest, completed(call("{}")))).toEqual(["pieces-differ"]);
    const begun = {
      type: "response.content_part.added",
      output_index: 0,
      content_index: 1,
      part: { type: "output_text", text: "" },
    };
    expect(notesOf(added ?? {}, begun, ...rest, completed(message("Hi", { phase: "commentary" })))).toEqual([
      "pieces-differ",
      "pieces-differ",
    ]);
  });

  test("a piece of an item that has not begun, and one of an item that has ended, are kept and named", () => {
    const piece = (index: number, delta: string) => ({
      type: "response.output_text.delta",
      output_index: index,
      content_index: 0,
      delta,
    });
    const early = replyTo([...created, piece(0, "Hi"), completed(message("Hi"))]);
    expect(early.parts).toEqual([{ kind: "text", text: "Hi" }]);
    expect(noteIds(early)).toEqual(["delta-without-start", "block-end-missing"]);
    const late = replyTo([...created, ...messageEvents(0, ["Hi"]), piece(0, "!"), completed(message("Hi"))]);
    expect(late.parts).toEqual([
      { kind: "text", text: "Hi" },
      { kind: "text", text: "!" },
    ]);
    expect(noteIds(late)).toContain("block-index-reused");
  });

  test("two items under one index are two items", () => {
    const reply = replyTo([...created, ...messageEvents(0, ["Hi"]), ...callEvents(0, ["{}"]), completed()]);
    expect(reply.parts.map(({ kind }) => kind)).toEqual(["text", "tool-call"]);
    expect(noteIds(reply)).toContain("block-index-reused");
  });

  test("an event of another name than its type, and one that the API does not define, are named", async () => {
    const renamed = await readBody(sseText(whole).replace("event: response.created", "event: response.create"));
    expect(noteIds(renamed)).toEqual(["unknown-event"]);
    const unknown = replyTo(numbered([...created, { type: "acme:thing" }, completed()]));
    expect(unknown.notes).toEqual([{ id: "unknown-event", message: 'an event of type "acme:thing" is not read' }]);
  });

  test("a stream that begins in its middle is named", () => {
    expect(noteIds(replyTo(plain.slice(2)))).toEqual(["message-start-missing"]);
  });
});

/** A value in any place of an event: what a damaged or a hostile stream may hold. */
const members = fc.constantFrom(
  ...[
    "type",
    "output_index",
    "content_index",
    "summary_index",
    "item_id",
    "delta",
    "text",
    "arguments",
    "item",
    "part",
  ],
  ...["response", "sequence_number", "error", "call_id", "name", "content", "summary", "output", "status", "usage"],
);
const types = fc.constantFrom(...new Set(plain.map(({ type }) => String(type))), "error", "response.failed", "x");
const value: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, "", "reasoning", "message", "function_call", 0, 1, -1, true, [], {}, [null], item),
  fc.jsonValue({ maxDepth: 3 }),
);
const damage = fc.record({ index: fc.nat(plain.length - 1), member: members, value, inside: fc.boolean() });

function damaged(found: { index: number; member: string; value: unknown; inside: boolean }): readonly JsonObject[] {
  return whole.map((event, index) => {
    if (index !== found.index) return event;
    const inner = event["item"] ?? event["response"] ?? event["part"];
    if (!found.inside || inner === undefined || inner === null)
      return { ...event, [found.member]: found.value } as JsonObject;
    const name = ["item", "response", "part"].find((one) => event[one] === inner) ?? "item";
    return { ...event, [name]: { ...(inner as JsonObject), [found.member]: found.value } } as JsonObject;
  });
}

describe("whatever an event holds", () => {
  test("one reply comes of it, with one end", () => {
    fc.assert(
      fc.property(damage, damage, (first, second) => {
        const once = damaged(first);
        const twice = once.map((event, index) => (index === second.index ? (damaged(second)[index] ?? event) : event));
        for (const events of [once, twice])
          expect(["complete", "truncated", "failed"]).toContain(replyTo(events).completeness);
      }),
      { numRuns: 1_500, seed: 20_261_129 },
    );
  });

  test("events of any kind in any order give one reply", () => {
    const event = fc
      .tuple(types, fc.nat(3), fc.nat(2), fc.constantFrom(...plain))
      .map(([type, output, content, like]) => ({
        ...like,
        type,
        output_index: output,
        content_index: content,
      }));
    fc.assert(
      fc.property(fc.array(event, { maxLength: 25 }), (events) => {
        expect(["complete", "truncated", "failed"]).toContain(replyTo(events as readonly JsonObject[]).completeness);
      }),
      { numRuns: 1_500, seed: 20_261_129 },
    );
  });
});
