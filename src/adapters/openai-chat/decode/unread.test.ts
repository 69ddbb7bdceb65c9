import { describe, expect, test } from "vitest";
import type { ChatEvent } from "../../../chat/event.js";
import type { JsonObject } from "../../../chat/json.js";
import { freshDraft } from "./draft.fixture.js";
import type { Draft } from "./stream-state.js";
import { noteUnreadOfText, readAround } from "./unread.js";

const notesIn = (events: readonly ChatEvent[]) =>
  events.flatMap((event) => (event.kind === "note" ? [event.note.message] : []));
const unread = (path: string) => `the reply has a member that is not read: ${path}`;

function around(chunk: JsonObject, choice: JsonObject | null = null, change: Partial<Draft> = {}) {
  const into = freshDraft(change);
  readAround(into, chunk, choice);
  return into;
}

describe("beside the message", () => {
  test("a member that is not known is noted with its place", () => {
    expect(notesIn(around({ id: "a", mood: "fine" }, { index: 0, tone: 1 }).events)).toEqual([
      unread("mood"),
      unread("choices[0].tone"),
    ]);
    expect(notesIn(around({ mood: "fine" }).events)).toEqual([unread("mood")]);
  });

  test.each([undefined, null, "", false, [], {}])("a member that holds %j is not", (value) => {
    expect(around({ mood: value } as JsonObject, { tone: value } as JsonObject).events).toEqual([]);
  });

  test.each([0, true, "fine", [1], { a: 1 }])("a member that holds %j is", (value) => {
    expect(notesIn(around({ mood: value }).events)).toEqual([unread("mood")]);
  });

  test("the members of each API are known where they belong", () => {
    const chunk = { object: "x", created: 1, system_fingerprint: "f", citations: ["c"], x_groq: { id: "r" }, p: "abc" };
    const choice = { finish_reason: "stop", logprobs: { content: [1] }, matched_stop: 1, seed: 5 };
    expect(around(chunk, choice).events).toEqual([]);
    expect(notesIn(around({ seed: 5 }, { created: 1 }).events)).toEqual([unread("seed"), unread("choices[0].created")]);
  });

  test("reasoning is read, with a note on its place", () => {
    const { events } = around({}, { reasoning: "hm" });
    expect(notesIn(events)).toEqual(["the reasoning came in choices[0].reasoning"]);
    expect(events).toContainEqual({ kind: "reasoning-delta", part: 0, text: "hm" });
    expect(notesIn(around({ thinking: "hm" }).events)).toEqual(["the reasoning came in thinking"]);
    expect(notesIn(around({ reasoning: { odd: 1 } }).events)).toEqual([unread("reasoning")]);
  });

  test("nothing is noted once the reply shows text or a call", () => {
    expect(around({ mood: "fine" }, null, { hasText: true }).events).toEqual([]);
    const call = { index: 0, part: 0, id: "c", name: "f", argumentsText: "" };
    expect(around({ mood: "fine" }, null, { calls: [call] }).events).toEqual([]);
  });
});

test("of a text part, what is not known is noted", () => {
  const into = freshDraft();
  const known = { type: "text", text: "a", annotations: [1], citations: [1], logprobs: [1], index: 0, id: "i" };
  noteUnreadOfText(into, { ...known, cache_control: { a: 1 } }, "content[0]");
  expect(into.events).toEqual([]);
  noteUnreadOfText(into, { ...known, mood: "fine", tone: "" }, "content[0]");
  expect(notesIn(into.events)).toEqual([unread("content[0].mood")]);
});
