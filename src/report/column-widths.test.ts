import { expect, test } from "vitest";
import { columnWidths, leastWidths, wrappedLines } from "./column-widths.js";

const texts = {
  head: ["id", "what it shows"],
  rows: [
    ["reply/complete", "a reply arrives whole"],
    ["usage/x", "usage\nis reported"],
  ],
};

test("a table that fits keeps its widths", () => {
  // 16 + 23 for the texts with their padding, and three borders.
  expect(columnWidths(texts, 42)).toEqual([16, 23]);
  expect(columnWidths(texts, null)).toEqual([16, 23]);
});

test("the longest texts give way first, down to their longest word", () => {
  expect(columnWidths(texts, 41)).toEqual([16, 22]);
  expect(columnWidths(texts, 31)).toEqual([16, 12]);
});

test("a column keeps room for its longest word, unless the word is longer than the others can give", () => {
  expect(columnWidths(texts, 10)).toEqual([16, 10]);
  const long = { head: ["id", "source"], rows: [["reply/complete", "y".repeat(90)]] };
  expect(columnWidths(long, 43)).toEqual([16, 24]);
  expect(columnWidths(long, 20)).toEqual([16, 16]);
  expect(leastWidths({ head: ["x"], rows: [["y".repeat(90)]] })).toEqual([34]);
});

test("a text is wrapped between words, and inside a word that is longer than its column", () => {
  expect(wrappedLines("a reply arrives whole", 12)).toEqual(["a reply", "arrives", "whole"]);
  expect(wrappedLines("a reply", 9)).toEqual(["a reply"]);
  expect(wrappedLines("see choices[].finish_reason", 12)).toEqual(["see", "choices[].", "finish_rea", "son"]);
  expect(wrappedLines("one\n  two", 12)).toEqual(["one", "  two"]);
  expect(wrappedLines("  by one two", 8)).toEqual(["  by", "  one", "  two"]);
  expect(wrappedLines("", 12)).toEqual([""]);
});
