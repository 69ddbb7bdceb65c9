import { describe, expect, test } from "vitest";
import type { ChatEvent } from "../../../chat/event.js";
import type { JsonObject, JsonValue } from "../../../chat/json.js";
import { addText, decodeAttachments, decodeContent } from "./content.js";
import { freshDraft } from "./draft.fixture.js";

/** The events in short: `text a`, `other {…}`, the place of a note. */
const said = (events: readonly ChatEvent[]) =>
  events.flatMap((event): readonly string[] => {
    if (event.kind === "text-delta") return [`text ${event.text}`];
    if (event.kind === "refusal-delta") return [`refusal ${event.text}`];
    if (event.kind === "reasoning-delta") return [`reasoning ${event.text}`];
    if (event.kind === "other-part") return [`other ${JSON.stringify(event.raw)}`];
    if (event.kind === "note") return [event.note.message.replace(/.*: /, "note ")];
    return [];
  });

function read(content: JsonValue | undefined) {
  const into = freshDraft();
  decodeContent(into, content, "c");
  return { said: said(into.events), isBlank: into.blankContent, hasText: into.hasText };
}

test.each<[JsonValue | undefined, readonly string[], boolean]>([
  ["a", ["text a"], false],
  ["", [], true],
  [null, [], false],
  [undefined, [], false],
  [[], [], false],
  [["a", ""], ["text a"], true],
  [{ text: "a" }, ["text a"], false],
  [[{ type: "text", text: "a" }], ["text a"], false],
  [[{ type: "output_text", text: "a" }], ["text a"], false],
  [[{ type: "refusal", refusal: "no" }], ["refusal no"], false],
  [[{ type: "thinking", thinking: "hm" }], ["reasoning hm"], false],
  [[{ reasoningContent: { reasoningText: { text: "hm" } } }], ["reasoning hm"], false],
  [[{ type: "text", text: "a", mood: "fine" }], ["note c[0].mood", "text a"], false],
  // Unknown parts are kept whole, with their place and kind.
  [[{ type: "chart", text: "a" }], ["note c[0] (chart)", 'other {"type":"chart","text":"a"}'], false],
  [[{ type: "refusal" }], ["note c[0] (refusal)", 'other {"type":"refusal"}'], false],
  [[{ a: 1, b: 2, c: 3, d: 4 }], ["note c[0] (a, b, c)", 'other {"a":1,"b":2,"c":3,"d":4}'], false],
  [["a", 5], ["text a", "note c[1] (number)", "other 5"], false],
  [5, ["note c (content)", 'other {"content":5}'], false],
  [{ type: "chart" }, ["note c (chart)", 'other {"type":"chart"}'], false],
])("the content %j", (content, events, isBlank) => {
  const found = read(content);
  expect(found.said).toEqual(events);
  expect([found.isBlank, found.hasText]).toEqual([isBlank, events.some((one) => one.startsWith("text "))]);
});

describe("a part of reasoning without text", () => {
  test.each<JsonObject>([
    { type: "thinking" },
    { type: "thinking", index: 0, id: "i", format: "f", status: "done" },
    { type: "thinking", thinking: "", signature: null },
    { type: "reasoning", summary: [] },
    { type: "reasoning", summary: [{ text: "" }] },
  ])("that only holds its place says nothing: %j", (part) => {
    expect(read([part]).said).toEqual([]);
  });

  test.each<JsonObject>([
    { type: "thinking", mood: "fine" },
    { type: "reasoning", summary: [{ mood: 1 }] },
    { type: "thinking", steps: 0 },
  ])("that holds more is kept: %j", (part) => {
    expect(read([part]).said.at(-1)).toBe(`other ${JSON.stringify(part)}`);
  });
});

test("text goes on in the open part of its kind", () => {
  const into = freshDraft();
  for (const [kind, text] of [
    ["text", "a"],
    ["text", "b"],
    ["refusal", "c"],
    ["text", "d"],
  ] as const)
    addText(into, kind, text);
  expect(into.events.map((event) => [event.kind, "part" in event ? event.part : null])).toEqual([
    ...[
      ["text-start", 0],
      ["text-delta", 0],
      ["text-delta", 0],
      ["part-end", 0],
    ],
    ...[
      ["refusal-start", 1],
      ["refusal-delta", 1],
      ["part-end", 1],
    ],
    ...[
      ["text-start", 2],
      ["text-delta", 2],
    ],
  ]);
});

test.each<[JsonObject, readonly string[]]>([
  [{ audio: { id: "a" } }, ['other {"audio":{"id":"a"}}']],
  [{ images: [{ url: "u" }] }, ['other {"images":[{"url":"u"}]}']],
  [{ annotations: [{ type: "url" }] }, ['other {"annotations":[{"type":"url"}]}']],
  [{ audio: {}, images: [] }, ['other {"audio":{}}']],
  [{ audio: null, images: "none" }, []],
  [{}, []],
])("beside the text, %j is kept", (delta, events) => {
  const into = freshDraft();
  decodeAttachments(into, delta);
  expect(said(into.events).filter((one) => one.startsWith("other"))).toEqual(events);
  expect(into.events.some(({ kind }) => kind === "note")).toBe(events.length > 0);
});
