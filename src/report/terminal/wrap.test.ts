import { expect, test } from "vitest";
import { clipLines, piecesOf, wrapped } from "./wrap.js";

test.each([
  ["a reply arrives whole", 10, 0, ["a reply", "arrives", "whole"]],
  ["a reply arrives whole", 10, 2, ["a reply", "  arrives", "  whole"]],
  ["a reply", 7, 0, ["a reply"]],
  ["chat-completions-stream", 12, 0, ["chat-", "completions-", "stream"]],
  ["kimi-k2.5/bedrock/converse", 18, 2, ["kimi-k2.5/bedrock/", "  converse"]],
  ["choices[].finish_reason", 10, 0, ["choices[].", "finish_rea", "son"]],
  ["one\n  two three", 8, 0, ["one", "  two", "  three"]],
  ["日本語 の名前", 5, 0, ["日本", "語", "の名", "前"]],
  ["日", 1, 0, ["…"]],
  ["", 8, 0, [""]],
  ["  a", 8, 4, ["  a"]],
])("%j in %i columns", (text, width, hanging, lines) => {
  expect(wrapped(text, width, hanging)).toEqual(lines);
});

test("a megabyte without a space is parted quickly", () => {
  const lines = wrapped("x".repeat(1_000_000), 80, 2);
  expect(lines).toHaveLength(Math.ceil((1_000_000 - 80) / 78) + 1);
});

test("a text may be parted behind a hyphen, a slash, a colon or a comma between letters", () => {
  expect(piecesOf("chat-completions a/b, -x 1:2")).toEqual(["chat-", "completions", "a/", "b,", "-x", "1:", "2"]);
});

test("lines that are too many end with a mark", () => {
  expect(clipLines(["a", "b"], { most: 2, width: 4 })).toEqual(["a", "b"]);
  expect(clipLines(["a", "b", "c"], { most: 2, width: 4 })).toEqual(["a", "b…"]);
  expect(clipLines(["a", "bbbb", "c"], { most: 2, width: 4 })).toEqual(["a", "bbb…"]);
});
