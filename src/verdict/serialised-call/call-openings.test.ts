import { describe, expect, test } from "vitest";
import type { Tool } from "../../chat/request.js";
import { callBeginning } from "./call-openings.js";
import { dialects } from "./dialects/dialects.js";

const tide: Tool = { name: "get_tide", description: null, parameters: null, strict: null };
const other: Tool = { ...tide, name: "read" };

/** What each beginning of a text is, once it has a sign. */
const beginnings = (text: string) =>
  [...text].map((_, at) => callBeginning(text.slice(0, at + 1).trimStart(), [other, tide]));

describe("an example of a dialect is never taken for an answer, wherever it breaks off", () => {
  test.each(dialects.map(({ id, example }) => [id, example] as const))("%s: %j", (_id, example) => {
    const found = beginnings(example);
    expect(found).not.toContain("no");
    expect(found.at(-1)).toBe("begun");
  });
});

test.each([
  '{"name": "get_tide", "arguments": {}}',
  '[{"name":"get_tide"',
  '```json\n{"name": "get_tide"',
  '{"tool_calls": [{"id"',
  '{"type": "function", "function": {"name": "get_tide"',
  "{'name': 'get_tide'",
  '{"get_tide": {"harbour"',
  'get_tide {"harbour": "Whitby"}',
  'get_tide(harbour="Whitby")',
  "get_tide\nharbour\nWhitby",
  "<get_tide><harbour>",
  "<|tool_call_begin|>functions.get_tide:0",
  '<tool_call>{"arguments": {}, "name": "get_tide"}',
])("so is %j", (text) => {
  const found = beginnings(text);
  expect(found).not.toContain("no");
  expect(found.at(-1)).toBe("begun");
});

test.each([
  "Fine weather.",
  "functional programming",
  "[1] first",
  "[read] the file",
  "[get_tide] is a tool",
  '{"name": "Whitby"}',
  '{"answer": 42}',
  "```ts\nconst a = 1;",
  "<p>Hello</p>",
  "< 5 is small",
  "read the manual",
  "get_tides are many",
  "call: the harbour",
  "Action is needed",
  "> a quote",
])("an answer may begin with %j", (text) => {
  expect(beginnings(text).at(-1)).toBe("no");
});
