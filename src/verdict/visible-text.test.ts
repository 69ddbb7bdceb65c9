import { expect, test } from "vitest";
import { other, text } from "../../test/samples/transcripts.js";
import type { JsonValue } from "../chat/json.js";
import { answerTextOf, taggedThoughtIn, visibleTextOf } from "./visible-text.js";

test.each<[words: string, cause: string | null, after: string]>([
  ["42", null, "42"],
  ["<think>a</think>42", "closed", "42"],
  ["<THINK>a</think>42", "closed", "42"],
  ["<thinking>a</thinking>42", "closed", "42"],
  ["<reasoning>a</reasoning>42", "closed", "42"],
  ["<think></think>42", "closed", "42"],
  ["4<think>a\nb</think>2", "closed", "42"],
  ["<think>a</think>4<think>b</think>2", "closed", "42"],
  ["İ<think>a</THINK>42", "closed", "İ42"],
  ["<think>a <thinking>b</thinking>42", "unclosed", "a 42"],
  ["<think>a <think>b</think>42", "closed", "42"],
  ["<think>a 42", "unclosed", "a 42"],
  ["4<thinking>2", "unclosed", "42"],
  ["4<Reasoning>2", "unclosed", "42"],
  ["<think>a</thinking>42", "unclosed", "a</thinking>42"],
  ["<think>a</think><think>42", "unclosed", "42"],
  ["a</think>42", "unopened", "42"],
  ["a</THINKING>42", "unopened", "42"],
  ["a</reasoning>42", "unopened", "42"],
  ["a</think>b</think>42", "unopened", "b</think>42"],
  ["<think>a</think>b</think>42", "unopened", "42"],
  ["<thought>a</thought>42", null, "<thought>a</thought>42"],
  ["</ think>42", null, "</ think>42"],
])("%j has a thought that is %s", (words, cause, after) => {
  expect(taggedThoughtIn(words)).toEqual(cause === null ? null : { cause, after });
  expect(answerTextOf({ parts: [text(words)] })).toBe(after);
});

test.each<[raw: JsonValue, shown: string]>([
  [{ citationsContent: { content: [{ text: "4" }, { text: "2" }] } }, "42"],
  [{ citationsContent: { content: [{ text: 4 }, "x", null, { text: "2" }] } }, "2"],
  [{ citationsContent: { content: "42" } }, ""],
  [{ citationsContent: "42" }, ""],
  [{ content: [{ text: "42" }] }, ""],
  ["42", ""],
  [null, ""],
])("of %j a reader sees %j, after the text", (raw, shown) => {
  expect(visibleTextOf({ parts: [other(raw), text("said ")] })).toBe(`said ${shown}`);
});
