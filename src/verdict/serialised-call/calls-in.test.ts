import { describe, expect, test } from "vitest";
import type { Tool } from "../../chat/request.js";
import { callsIn } from "./calls-in.js";

const x: Tool = { name: "x", description: null, parameters: null, strict: null };
const markedCallsIn = (text: string) => callsIn(text, []);

describe("marks of a chat template", () => {
  test.each([
    ["kimi", "<|tool_call_begin|>"],
    ["kimi", "<|tool_call_end|>"],
    ["kimi", "<|tool_calls_begin|>"],
    ["kimi", "<|tool_calls_section_begin|>"],
    ["kimi", "<|tool_calls_section_end|>"],
    ["kimi", "<|tool_call_argument_begin|>"],
    ["invoke-tag", "<invoke name=get_weather"],
    ["minimax", "<minimax:tool_call>"],
    ["minimax", "</minimax:tool_call>"],
    ["harmony", "<|channel|>"],
    ["harmony", "<|call|>"],
    ["python-tag", "<|python_tag|>"],
    ["hermes", "<tool_call>"],
    ["hermes", "</tool_call>"],
    ["mistral", "[TOOL_CALLS]"],
    ["deepseek", "<｜tool▁call▁begin｜>"],
    ["deepseek", "<｜tool▁calls▁end｜>"],
  ])("%s: %s", (dialect, mark) => {
    expect(markedCallsIn(`so ${mark}`)).toMatchObject([{ dialect, name: null, arguments: null }]);
  });

  test.each([
    ["function-tag", "<function=get_weather>", "get_weather"],
    ["function-tag", "<function=a.b-c>", "a.b-c"],
    ["harmony", "assistantcommentary to=functions.x", "x"],
  ])("%s, where the call is not whole: %s", (dialect, words, name) => {
    expect(markedCallsIn(`so ${words}`)).toMatchObject([{ dialect, name, arguments: null }]);
  });

  test.each([
    "<|tool_call_section|>",
    "<function=>",
    "<function>",
    "<invoke>",
    "<|channel>",
    "assistantcommentary",
    "[TOOL_CALL]",
    "",
  ])("none: %s", (words) => {
    expect(markedCallsIn(`so ${words}`)).toEqual([]);
  });

  test("the first in the text names the dialect, whatever stands first in the list", () => {
    expect(markedCallsIn("[TOOL_CALLS] <tool_call>")[0]?.dialect).toBe("mistral");
    expect(markedCallsIn("<tool_call> [TOOL_CALLS]")[0]?.dialect).toBe("hermes");
  });

  test("is quoted with the twenty characters before it", () => {
    const before = "0123456789abcdefghijklm";
    expect(markedCallsIn(`${before}<tool_call>`)[0]?.seen).toBe('"3456789abcdefghijklm<tool_call>"');
    expect(markedCallsIn("so <tool_call>")[0]?.seen).toBe('"so <tool_call>"');
  });
});

describe("a marked call", () => {
  const kimi = (name: string, json: string) =>
    `<|tool_call_begin|>${name}<|tool_call_argument_begin|>${json}<|tool_call_end|>`;

  test.each<[title: string, words: string, name: string, given: object | null]>([
    ["Kimi's", kimi("functions.get_weather:0", '{"a":1}'), "get_weather", { a: 1 }],
    ["Kimi's without a namespace", kimi("a.b-c:12", "{}"), "a.b-c", {}],
    ["Kimi's in white space", kimi(" functions.x:0 ", "\n{}\n"), "x", {}],
    ["Kimi's with arguments cut", kimi("functions.x:0", '{"a'), "x", null],
    ["Kimi's with a list", kimi("functions.x:0", "[1]"), "x", null],
    [
      "a function tag with parameters",
      "<function=x><parameter=a> 1 </parameter><parameter=b.c>2\n3</parameter></function>",
      "x",
      { a: "1", "b.c": "2\n3" },
    ],
    ["a function tag with JSON", '<function=x>{"a":1}</function>', "x", { a: 1 }],
    ["a function tag without parameters", "<function=x></function>", "x", {}],
    ["an invoke tag", '<invoke name="x"><parameter name="a"> 1 </parameter></invoke>', "x", { a: "1" }],
    ["an invoke tag without quotes", "<invoke name=x><parameter name=a>1</parameter></invoke>", "x", { a: "1" }],
    ["an invoke tag without parameters", "<invoke name=x></invoke>", "x", {}],
  ])("%s", (_title, words, name, given) => {
    expect(markedCallsIn(words)).toMatchObject([{ name, arguments: given }]);
  });

  test("is one of several", () => {
    const two = `${kimi("functions.x:0", "{}")}${kimi("functions.y:1", "{}")}<function=z></function>`;
    expect(markedCallsIn(two).map(({ name, dialect }) => `${dialect} ${name}`)).toEqual([
      "kimi x",
      "kimi y",
      "function-tag z",
    ]);
  });
});

describe("bare JSON", () => {
  test.each<[json: string, given: object | null | undefined]>([
    ['{"name":"x","arguments":{"a":1}}', { a: 1 }],
    ['{"name":"x","parameters":{"a":1}}', { a: 1 }],
    ['{"name":"x","arguments":{"a":1},"parameters":{"b":2}}', { a: 1 }],
    ['{"name":"x","arguments":"{\\"a\\":1}"}', { a: 1 }],
    ['{"name":"x","arguments":"no JSON"}', null],
    ['{"name":"x","arguments":[1]}', null],
    ['{"name":"functions.x","arguments":{}}', {}],
    ['{"name":"functions.x:12","arguments":{}}', {}],
    ['{"type":"function","function":{"name":"x","arguments":"{}"}}', {}],
    ['{"name":"x"}', undefined],
    ['{"name":7,"arguments":{}}', undefined],
    ['{"function":"x","arguments":{}}', {}],
    ['{"tool":"x","input":{"a":1}}', { a: 1 }],
    ['{"action":"x","action_input":{"a":1}}', { a: 1 }],
    ['{"tool_calls":[{"name":"x","arguments":{"a":1}}]}', { a: 1 }],
    ['{"function_call":{"name":"x","arguments":"{}"}}', {}],
    ['{"toolUse":{"toolUseId":"t","name":"x","input":{}}}', {}],
    ['{"tool":"x","input":"a"}', undefined],
    ['{"name":"x y","arguments":{}}', undefined],
    ['["x",{}]', undefined],
  ])("%s of a declared x", (json, given) => {
    const expected = given === undefined ? [] : [{ dialect: "bare-json", name: "x", arguments: given }];
    expect(callsIn(`so ${json}.`, [x])).toMatchObject(expected);
    expect(callsIn(`so ${json}.`, [x])).toHaveLength(expected.length);
  });

  test("is quoted as it stands", () => {
    expect(callsIn('so { "name":"x","arguments":{} }.', [x])[0]?.seen).toBe('"{ "name":"x","arguments":{} }"');
  });
});
