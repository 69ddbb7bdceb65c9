import { describe, expect, test } from "vitest";
import { evidence, said } from "../../../../test/samples/run-check.js";
import {
  afterTool,
  call,
  callsWeather,
  clockTool,
  noCalls,
  reply,
  sanFrancisco,
  text,
  turn,
  usesWeather,
  weatherTool,
} from "../../../../test/samples/transcripts.js";
import type { AssistantPart } from "../../../chat/message.js";
import type { Tool } from "../../../chat/request.js";
import type { Expectation } from "../../../scenario/expectation.js";
import type { Turn } from "../../../transcript/transcript.js";
import { expectUsesResult } from "./uses-result.js";

type Parts = readonly AssistantPart[];

const paris = call('{"location":"Paris"}');
const time = call("{}", "get_time", "call_2");

describe("expect/uses-result", () => {
  const search: Tool = { ...clockTool, name: "search" };
  const answered = (parts: Parts, tools: readonly Tool[] = [weatherTool, clockTool]): Turn =>
    turn("s", reply(parts), { messages: afterTool, tools });
  const told = (words: string, tools?: readonly Tool[]): Turn => answered([text(words)], tools);
  const inPart = ["bad result-ignored in-part"];
  const ignored = ["bad result-ignored"];
  const describes = ["bad describes-call"];

  test.each<[title: string, answer: Turn, found: readonly string[]]>([
    ["a word of each group", told("It is 65 and sunny"), []],
    ["a word of one group", told("It is 65"), inPart],
    ["a word of one group, and a promise", told("It is 65. Let me check the rest."), inPart],
    ["the same call", answered([sanFrancisco]), ["bad repeats-call"]],
    ["the same call after another", answered([paris, sanFrancisco]), ["bad repeats-call"]],
    ["the same call beside the result", answered([text("65, sunny"), sanFrancisco]), ["bad repeats-call"]],
    [
      "the same arguments of another tool",
      answered([call('{"location":"San Francisco"}', "get_time")]),
      ["bad unexpected-call instead-of-answer"],
    ],
    [
      "the same name with arguments that cannot be read",
      answered([call('{"loc')]),
      ["bad unexpected-call instead-of-answer"],
    ],
    ["another call and words", answered([paris, text("One moment.")]), ignored],
    ["nothing at all", answered([]), ignored],
    ["a promise that names the tool", told("Let me call get_weather."), ["bad promise-no-action"]],
    ["a function call, spoken of", told("This is a function call."), describes],
    ["a tool-call, spoken of", told("A tool-call was made."), describes],
    ["a tool_call, spoken of", told("Here is the tool_call"), describes],
    ["a function-caller", told("A malfunction calls for care."), ignored],
    ["the name of the tool", told("get_weather is a thing."), describes],
    ["the name of the tool as words, without speaking of calls", told("I get weather reports."), ignored],
    ["the name of the tool as words, and a call", told("I called get weather."), describes],
    ["the name of the second tool", told("get_time is a thing."), describes],
    ["a plain name, without speaking of calls", told("I search for it.", [search]), ignored],
    ["a plain name, and a tool", told("The search tool is here.", [search]), describes],
    ["a plain name in capitals, without speaking of calls", told("Search", [{ ...search, name: "Search" }]), describes],
    [
      "a name with a hyphen as words, and a parameter",
      told("get weather takes a parameter", [{ ...search, name: "get-weather" }]),
      describes,
    ],
    ["a tool's argument", told("location = San Francisco"), describes],
    ["a tool's argument in JSON", told('{"location": "San Francisco"}'), describes],
    ["a tool's argument in code quotes", told("`location`: `San Francisco`"), describes],
    ["a tool's argument in bold", told("**location**: San Francisco"), describes],
    ["a tool's argument in other cases", told("LOCATION: SAN FRANCISCO"), describes],
    ["the end of a name", told("dislocation: San Francisco"), ignored],
    ["another value", told("location: Paris"), ignored],
    ["the name and the value apart", told("The location is San Francisco"), ignored],
  ])("%s", (_title, answer, found) => {
    expect(said(expectUsesResult, answer, { expect: [usesWeather] })).toEqual(found);
  });

  test.each([
    "function",
    "tool",
    "call",
    "called",
    "calling",
    "calls",
    "parameter",
    "parameters",
    "argument",
    "arguments",
  ])("the word %j speaks of calls", (word) => {
    expect(said(expectUsesResult, told(`My ${word}: search.`, [search]), { expect: [usesWeather] })).toEqual(describes);
  });

  test.each(["functional", "tooling", "recall", "callers"])("the word %j does not", (word) => {
    expect(said(expectUsesResult, told(`My ${word}: search.`, [search]), { expect: [usesWeather] })).toEqual(ignored);
  });

  test("arguments with signs, numbers and empty texts are not taken for patterns", () => {
    const messages = (json: string) =>
      afterTool.map((message) => (message.role === "assistant" ? { ...message, parts: [call(json)] } : message));
    const answer = (words: string, json: string) => turn("s", reply([text(words)]), { messages: messages(json) });
    const asked = { expect: [usesWeather] };
    expect(said(expectUsesResult, answer("a.b: 1+1", '{"a.b":"1+1"}'), asked)).toEqual(describes);
    expect(said(expectUsesResult, answer("aXb: 11", '{"a.b":"1+1"}'), asked)).toEqual(ignored);
    expect(said(expectUsesResult, answer("unit: none", '{"unit":""}'), asked)).toEqual(ignored);
    expect(said(expectUsesResult, answer("days: 3", '{"days":3}'), asked)).toEqual(ignored);
    expect(said(expectUsesResult, answer("days: 3", '{"da'), asked)).toEqual(ignored);
  });

  test("calls that no step forbids are not held against the answer", () => {
    expect(
      said(expectUsesResult, answered([sanFrancisco, text("65, sunny")]), { expect: [usesWeather, callsWeather] }),
    ).toEqual([]);
    expect(said(expectUsesResult, answered([text("65, sunny")]), { expect: [noCalls] })).toBeNull();
  });

  test("what is missing is quoted, with the answer or the calls", () => {
    const groups: Expectation = { kind: "uses-result", groups: [["65", "18"], ["sunny"]] };
    expect(evidence(expectUsesResult, told("Mild."), { expect: [groups] })).toEqual([
      'missing "65" or "18"; "sunny"; the answer is "Mild."',
    ]);
    expect(evidence(expectUsesResult, told("It is 18."), { expect: [groups] })).toEqual([
      'missing "sunny"; the answer is "It is 18."',
    ]);
    expect(evidence(expectUsesResult, answered([paris, time]), { expect: [groups] })).toEqual([
      'get_weather({"location":"Paris"}), get_time({})',
    ]);
  });
});
