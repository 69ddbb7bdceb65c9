import { describe, expect, test } from "vitest";
import { fold } from "../../../chat/fold.js";
import type { JsonValue } from "../../../chat/json.js";
import { decodeToolCalls } from "./calls.js";
import { freshDraft } from "./draft.fixture.js";

/** The calls that come of deltas with these pieces, and the ids of the notes. */
function read(...deltas: readonly (readonly JsonValue[])[]) {
  const into = freshDraft();
  for (const pieces of deltas) decodeToolCalls(into, pieces);
  const reply = fold([{ kind: "reply-start", status: 200, requestId: null }, ...into.events]);
  const calls = reply.parts.map((part) =>
    part.kind === "tool-call" ? [part.id, part.name, part.argumentsText] : [part.kind],
  );
  return { calls, notes: reply.notes.map(({ id }) => id), says: reply.notes.map(({ message }) => message) };
}

const piece = (index: JsonValue, id: string | null, name: string | null, args: JsonValue = null): JsonValue => ({
  ...(index === null ? {} : { index }),
  ...(id === null ? {} : { id }),
  function: { ...(name === null ? {} : { name }), ...(args === null ? {} : { arguments: args }) },
});

describe("a piece belongs", () => {
  test("to the call with its index", () => {
    const { calls, notes } = read(
      [piece(0, "a", "f", ""), piece(1, "b", "g", "")],
      [piece(1, null, null, "{1")],
      [piece(0, null, null, "{0")],
    );
    expect(calls).toEqual([
      ["a", "f", "{0"],
      ["b", "g", "{1"],
    ]);
    expect(notes).toEqual([]);
  });

  test("without an index to the call with its id, and without both to the latest", () => {
    const { calls, notes } = read(
      [piece(null, "a", "f", "{"), piece(null, "b", "g", "[")],
      [piece(null, "a", null, "}")],
      [piece(null, null, null, "]")],
    );
    expect(calls).toEqual([
      ["a", "f", "{}"],
      ["b", "g", "[]"],
    ]);
    expect(notes).toEqual(["index-missing"]);
  });

  test("to a new call where its index came with another id", () => {
    const { calls, notes, says } = read([piece(0, "a", "f", "{}")], [piece(0, "b", "g", "{}")]);
    expect(calls).toEqual([
      ["a", "f", "{}"],
      ["b", "g", "{}"],
    ]);
    expect(notes).toEqual(["index-reused"]);
    expect(says[0]).toContain("with the ids a and b");
  });

  test("to a new call where its index came with another name and no id", () => {
    const { calls, says } = read([piece(0, "a", "f", "{}")], [piece(0, null, "g", "{}")]);
    expect(calls).toHaveLength(2);
    expect(says[0]).toContain("for the calls f and g");
  });

  test("to a new call where it has another name, and neither index nor id", () => {
    expect(read([piece(null, null, "f", "{}")], [piece(null, null, "g", "{}")]).calls).toHaveLength(2);
    expect(read([piece(null, null, "f", "{")], [piece(null, null, "", "}")]).calls).toEqual([[null, "f", "{}"]]);
  });
});

test.each<[JsonValue, number, string | null]>([
  ["0", 1, "index-not-number"],
  ["123456", 2, "index-not-number"],
  ["1234567", 1, "index-missing"],
  ["a0", 1, "index-missing"],
  ["0a", 1, "index-missing"],
  [null, 1, "index-missing"],
  [0, 1, null],
])("the index %j with a second piece at 0 makes %s calls", (index, count, note) => {
  const { calls, notes } = read([piece(index, "a", "f", "{")], [piece(0, null, null, "}")]);
  if (note === null || note === "index-not-number") expect(calls).toHaveLength(count);
  expect(notes).toEqual(note === null ? [] : [note]);
});

test.each<[JsonValue | undefined, string | null, readonly string[]]>([
  ['{"a":1}', '{"a":1}', []],
  ["", "", []],
  [null, null, []],
  [undefined, null, []],
  [{ a: 1 }, '{"a":1}', ["arguments-not-text"]],
  [5, "5", ["arguments-not-text"]],
])("the arguments %j are %j", (value, text, notes) => {
  const call = { index: 0, id: "a", function: { name: "f", ...(value === undefined ? {} : { arguments: value }) } };
  expect(read([call])).toMatchObject({ calls: [["a", "f", text]], notes });
});

describe("a name", () => {
  test("that comes in pieces before the arguments is joined, and one that repeats is not", () => {
    expect(read([piece(0, "a", "get_")], [piece(0, null, "weather")])).toMatchObject({
      calls: [["a", "get_weather", null]],
      notes: ["tool-name-split"],
    });
    expect(read([piece(0, "a", "get_")], [piece(0, null, "get_weather")]).calls).toEqual([["a", "get_weather", null]]);
    expect(read([piece(0, "a", "f")], [piece(0, null, "f", "{}")])).toMatchObject({
      calls: [["a", "f", "{}"]],
      notes: [],
    });
    expect(read([piece(0, "a", "f")], [piece(0, null, "", "{}")])).toMatchObject({
      calls: [["a", "f", "{}"]],
      notes: [],
    });
  });

  test("that comes after an empty one, or after none, is news", () => {
    expect(read([piece(0, "a", "")], [piece(0, null, "f")])).toMatchObject({ calls: [["a", "f", null]], notes: [] });
    expect(read([piece(0, null, null)], [piece(0, "a", "f")])).toMatchObject({ calls: [["a", "f", null]], notes: [] });
  });
});

test.each<[JsonValue, readonly string[], string | null]>([
  [{ type: "custom", id: "c" }, ["other"], "unknown-tool-call"],
  [{ type: "function", index: 0, id: "a", function: { name: "f" } }, ["a", "f"], null],
  [{ type: "", index: 0, id: "a", function: { name: "f" } }, ["a", "f"], null],
  [{ type: null, index: 0, id: "a", function: { name: "f" } }, ["a", "f"], null],
])("a call %j", (call, shown, note) => {
  const { calls, notes } = read([call]);
  expect(calls[0]?.slice(0, shown.length)).toEqual(shown);
  expect(notes).toEqual(note === null ? [] : [note]);
});

test("a call that is no object is noted", () => {
  expect(read([5])).toMatchObject({ calls: [], notes: ["unknown-field"] });
});
