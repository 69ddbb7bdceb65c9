import { expect, test } from "vitest";
import type { ChatEvent } from "../../../chat/event.js";
import type { JsonValue } from "../../../chat/json.js";
import { decodeBlock } from "./block.js";

/** The events of block 2, without the end that each has. */
function eventsOf(block: JsonValue): readonly ChatEvent[] {
  const events = decodeBlock(block, 2);
  expect(events.at(-1)).toEqual({ kind: "part-end", part: 2 });
  return events.slice(0, -1);
}

const notesOf = (block: JsonValue) =>
  eventsOf(block).flatMap((event) => (event.kind === "note" ? [event.note.message] : []));

test.each<[JsonValue, string]>([
  ["text", "not an object"],
  [null, "not an object"],
  [["text"], "not an object"],
  [{ video: {}, more: 1 }, "video, more"],
  [{ toolUse: { type: "server_tool_use", toolUseId: "t" } }, "toolUse"],
])("the block %j is kept whole and named", (block, what) => {
  expect(eventsOf(block)[0]).toEqual({ kind: "other-part", part: 2, raw: block });
  expect(notesOf(block)).toEqual([
    `output.message.content[2] (${what}) is of a kind that is not read, and kept unchanged`,
  ]);
});

test("what stands beside the member that is read is noted, whichever it is", () => {
  const block = { odd: 1, text: "a", toolUse: { toolUseId: "t" }, reasoningContent: {} };
  expect(eventsOf(block).filter(({ kind }) => kind === "text-delta")).toEqual([
    { kind: "text-delta", part: 2, text: "a" },
  ]);
  expect(notesOf(block).map((says) => /content\[2\]\.(\w+)/.exec(says)?.[1])).toEqual([
    "odd",
    "toolUse",
    "reasoningContent",
  ]);
  expect(notesOf({ text: "a" })).toEqual([]);
});

test.each<[JsonValue, readonly string[]]>([
  [{ reasoningText: { text: "hm", signature: "s" } }, ["hm", "s"]],
  [{ reasoningText: { text: "hm" } }, ["hm"]],
  [{ reasoningText: { signature: "s" } }, ["s"]],
  [{ redactedContent: "EmwK" }, ["EmwK"]],
  [{ reasoningText: { text: "hm" }, redactedContent: "EmwK" }, ["hm", "EmwK"]],
  [{ text: "hm" }, ["hm"]],
  [{ text: "hm", redactedContent: "EmwK" }, ["EmwK"]],
  [{ nothing: 1 }, []],
])("the reasoning %j is read", (reasoningContent, texts) => {
  const [start, ...rest] = eventsOf({ reasoningContent });
  expect(start).toEqual({ kind: "reasoning-start", part: 2, field: "reasoningContent" });
  expect(rest.map((event) => Object.values(event).at(-1))).toEqual(texts);
});

test.each<[JsonValue, string | null]>([
  [{ city: "Nice" }, '{"city":"Nice"}'],
  [[], "[]"],
  [0, "0"],
  [false, "false"],
  ["", ""],
  ["a", '"a"'],
  [null, null],
])("the input %j of a call is the arguments %j", (input, argumentsText) => {
  const [call] = eventsOf({ toolUse: { toolUseId: "t", name: "f", input } });
  expect(call).toEqual({ kind: "tool-call-start", part: 2, id: "t", name: "f", argumentsText });
});

test("a call without input has no arguments", () => {
  expect(eventsOf({ toolUse: { toolUseId: "t", name: "f" } })[0]).toMatchObject({ argumentsText: null });
});

test("the text of a cited answer is read piece by piece, and its citations are counted", () => {
  const block = { citationsContent: { content: [{ text: "a" }, { odd: 1 }, 5, { text: "b" }], citations: [{}, {}] } };
  const texts = eventsOf(block).flatMap((event) => (event.kind === "text-delta" ? [event.text] : []));
  expect(texts).toEqual(["a", "b"]);
  expect(notesOf(block)).toEqual(["2 citations came with the text; only the text is kept"]);
  expect(notesOf({ citationsContent: {} })).toEqual(["0 citations came with the text; only the text is kept"]);
});
