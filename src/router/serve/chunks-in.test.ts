import { expect, test } from "vitest";
import { chunksIn, eventsIn, textIn } from "./chunks-in.js";

test("a piece is cut behind each event, and nothing of it is lost", () => {
  expect(eventsIn("data: 1\n\ndata: 2\n\n")).toEqual(["data: 1\n\n", "data: 2\n\n"]);
  expect(eventsIn('data: "a\\n\\nb"\n\n')).toEqual(['data: "a\\n\\nb"\n\n']);
});

test("the chunks of a piece are its objects, without the mark of its end", () => {
  expect(chunksIn('data: {"a":1}\n\ndata: {"b":"x: y"}\n\ndata: [DONE]\n\n')).toEqual([{ a: 1 }, { b: "x: y" }]);
  expect(chunksIn("data: [DONE]\n\n")).toEqual([]);
  expect(chunksIn('data: [1]\n\ndata: null\n\ndata: "x"\n\n')).toEqual([]);
});

test.each([
  [{ choices: [{ delta: { content: "4" } }, { delta: { content: "5" } }] }, "4"],
  [{ choices: [{ delta: { content: "" } }] }, ""],
  [{ choices: [{ delta: { content: null } }] }, ""],
  [{ choices: [{ delta: { content: ["4"] } }] }, ""],
  [{ choices: [{ delta: {} }] }, ""],
  [{ choices: [{ delta: null }] }, ""],
  [{ choices: [null] }, ""],
  [{ choices: [] }, ""],
  [{ choices: "4" }, ""],
  [{ choices: { 0: { delta: { content: "4" } } } }, ""],
  [{}, ""],
])("of %j the text is %j", (chunk, text) => {
  expect(textIn(chunk)).toBe(text);
});
