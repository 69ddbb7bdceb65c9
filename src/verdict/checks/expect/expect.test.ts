import { describe, expect, test } from "vitest";
import { evidence, said } from "../../../../test/samples/run-check.js";
import {
  call,
  callsWeather,
  finish,
  noCalls,
  reply,
  sanFrancisco,
  text,
} from "../../../../test/samples/transcripts.js";
import type { AssistantPart } from "../../../chat/message.js";
import type { Finish } from "../../../chat/reply.js";
import type { Expectation } from "../../../scenario/expectation.js";
import { mismatchesOf } from "./argument-mismatch.js";
import { expectCalls } from "./calls.js";
import { expectFinish } from "./finish.js";
import { expectNoCalls } from "./no-calls.js";
import { expectSays } from "./says.js";

type Parts = readonly AssistantPart[];
type Matchers = Parameters<typeof mismatchesOf>[1];

const paris = call('{"location":"Paris"}');
const time = call("{}", "get_time", "call_2");
const callsTime: Expectation = { kind: "calls", calls: [{ tool: "get_time", arguments: {} }] };
const callsNothing: Expectation = { kind: "calls", calls: [] };

describe("expect/calls", () => {
  test.each<[title: string, parts: Parts, expects: readonly Expectation[], found: readonly string[] | null]>([
    ["nothing expected", [paris], [noCalls], null],
    ["none expected, none made", [text("42")], [callsNothing], []],
    ["none expected, one made", [time], [callsNothing], ["get_time({})"]],
    ["two expected, none made", [], [callsWeather, callsTime], ["get_weather, get_time was not called"]],
    ["none made, and words instead", [text("Mild.")], [callsTime], ['get_time was not called: "Mild."']],
    ["none made, and blank text", [text(" \n")], [callsTime], ["get_time was not called"]],
    [
      "other arguments",
      [paris],
      [callsWeather],
      ['get_weather({"location":"Paris"}): location is "Paris", not a value containing "san francisco"'],
    ],
    [
      "the matching one of two, and another",
      [paris, sanFrancisco],
      [callsWeather],
      ['get_weather({"location":"Paris"})'],
    ],
    [
      "the same call twice",
      [sanFrancisco, sanFrancisco],
      [callsWeather],
      ['get_weather({"location":"San Francisco"})'],
    ],
    ["the same call twice, both expected", [sanFrancisco, sanFrancisco], [callsWeather, callsWeather], []],
    ["one of two expected", [sanFrancisco], [callsWeather, callsTime], ["get_time was not called"]],
    [
      "one where two were expected",
      [call("{}", "get_date")],
      [callsTime, callsWeather],
      ["get_date({}) where get_time was expected", "get_weather was not called"],
    ],
    [
      "two where one was expected",
      [call("{}", "get_date"), call("{}", "get_day")],
      [callsTime],
      ["get_date({}) where get_time was expected", "get_day({})"],
    ],
    [
      "arguments that cannot be read",
      [call('{"loc')],
      [callsWeather],
      ['get_weather({"loc): location is absent, not a value containing "san francisco"'],
    ],
  ])("%s", (_title, parts, expects, found) => {
    const answer = reply(parts);
    if (found === null) expect(said(expectCalls, answer, { expect: expects })).toBeNull();
    else expect(evidence(expectCalls, answer, { expect: expects })).toEqual(found);
  });

  test("a call in the place of an expected one is one finding with a cause, one beyond has none", () => {
    expect(said(expectCalls, reply([call("{}", "get_date"), call("{}", "get_day")]), { expect: [callsTime] })).toEqual([
      "bad unexpected-call instead-of-expected",
      "bad unexpected-call",
    ]);
  });
});

describe("arguments", () => {
  const matchers = {
    equals: { kind: "equals", value: "San Francisco" },
    number: { kind: "equals", value: 42 },
    list: { kind: "equals", value: ["a", { b: 1, c: null }] },
    empty: { kind: "equals", value: {} },
    anyOf: { kind: "any-of", values: ["F", 7] },
    contains: { kind: "contains", text: "42" },
    present: { kind: "present" },
  } as const satisfies Matchers;

  test.each<[name: keyof typeof matchers, value: Parameters<typeof mismatchesOf>[0][string]]>([
    ["equals", " san  FRANCISCO"],
    ["number", 42],
    ["list", ["a", { c: null, b: 1 }]],
    ["anyOf", "f"],
    ["anyOf", 7],
    ["contains", "room 42"],
    ["contains", 42],
    ["present", ""],
    ["present", 0],
    ["present", false],
  ])("%s: %j matches", (name, value) => {
    expect(mismatchesOf({ [name]: value }, only(name))).toEqual([]);
  });

  test.each<[name: keyof typeof matchers, value: Parameters<typeof mismatchesOf>[0][string], seen: string]>([
    ["equals", "San Francisco, CA", 'equals is "San Francisco, CA", not "San Francisco"'],
    ["number", "42", 'number is "42", not 42'],
    ["number", 43, "number is 43, not 42"],
    ["list", [{ b: 1, c: null }, "a"], 'list is [{"b":1,"c":null},"a"], not ["a",{"b":1,"c":null}]'],
    ["list", ["a", { b: 1, d: null }], 'list is ["a",{"b":1,"d":null}], not ["a",{"b":1,"c":null}]'],
    ["list", ["a", { b: 1, c: null, d: 1 }], 'list is ["a",{"b":1,"c":null,"d":1}], not ["a",{"b":1,"c":null}]'],
    ["list", ["a", { b: 1 }], 'list is ["a",{"b":1}], not ["a",{"b":1,"c":null}]'],
    ["list", ["a"], 'list is ["a"], not ["a",{"b":1,"c":null}]'],
    ["list", ["a", { b: 1, c: null }, 1], 'list is ["a",{"b":1,"c":null},1], not ["a",{"b":1,"c":null}]'],
    ["list", { 0: "a" }, 'list is {"0":"a"}, not ["a",{"b":1,"c":null}]'],
    ["empty", 7, "empty is 7, not {}"],
    ["empty", [], "empty is [], not {}"],
    ["empty", null, "empty is null, not {}"],
    ["anyOf", "K", 'anyOf is "K", not one of "F", 7'],
    ["contains", "1042", 'contains is "1042", not a value containing "42"'],
    ["contains", ["42"], 'contains is ["42"], not a value containing "42"'],
    ["present", null, "present is null, not anything but null"],
  ])("%s: %j does not", (name, value, seen) => {
    expect(mismatchesOf({ [name]: value }, only(name))).toEqual([seen]);
  });

  test("an absent argument matches nothing, also one that every object inherits", () => {
    expect(mismatchesOf({}, { present: { kind: "present" } })).toEqual(["present is absent, not anything but null"]);
    expect(mismatchesOf({}, { toString: matchers.present })).toEqual(["toString is absent, not anything but null"]);
  });

  test("arguments that are not named are free", () => {
    expect(mismatchesOf({ other: 1, number: 42 }, only("number"))).toEqual([]);
  });

  function only(name: keyof typeof matchers): Matchers {
    return { [name]: matchers[name] };
  }
});

describe("expect/no-calls", () => {
  test("says every call that was made", () => {
    expect(evidence(expectNoCalls, reply([paris, time]), { expect: [noCalls] })).toEqual([
      'get_weather({"location":"Paris"}), get_time({})',
    ]);
    expect(said(expectNoCalls, reply([text("42")]), { expect: [noCalls] })).toEqual([]);
    expect(said(expectNoCalls, reply([paris]), { expect: [callsWeather] })).toBeNull();
  });
});

describe("expect/says", () => {
  const says = (...anyOf: readonly string[]): Expectation => ({ kind: "says", anyOf });

  test.each<[title: string, parts: Parts, expects: readonly Expectation[], found: readonly string[] | null]>([
    ["nothing expected", [text("41")], [noCalls], null],
    ["the second of two words", [text("It is blue.")], [says("red", "blue")], []],
    [
      "neither of two words",
      [text("It is green.")],
      [says("red", "blue")],
      ['expected "red" or "blue"; the answer is "It is green."'],
    ],
    [
      "the second of two expectations missed",
      [text("red")],
      [says("red"), says("blue")],
      ['expected "blue"; the answer is "red"'],
    ],
    [
      "two missed",
      [text("green")],
      [says("red"), says("blue")],
      ['expected "red"; the answer is "green"', 'expected "blue"; the answer is "green"'],
    ],
    ["the word in a thought", [text("<think>42</think>41")], [says("42")], ['expected "42"; the answer is "41"']],
    [
      "calls instead",
      [time, paris],
      [says("42")],
      ['expected "42"; there is no text, but the call get_time({}), get_weather({"location":"Paris"})'],
    ],
  ])("%s", (_title, parts, expects, found) => {
    const answer = reply(parts);
    if (found === null) expect(said(expectSays, answer, { expect: expects })).toBeNull();
    else expect(evidence(expectSays, answer, { expect: expects })).toEqual(found);
  });
});

describe("expect/finish", () => {
  const ends = (...anyOf: readonly Finish["kind"][]): Expectation => ({ kind: "finish", anyOf });

  test.each<[title: string, end: Finish | null, expects: readonly Expectation[], found: readonly string[] | null]>([
    ["nothing expected", finish("stop"), [noCalls], null],
    ["the second of two", finish("length"), [ends("stop", "length")], []],
    [
      "neither of two",
      finish("error"),
      [ends("stop", "length")],
      ["finish malformed_tool_use, expected stop or length"],
    ],
    ["without a word of its own", { ...finish("error"), raw: null }, [ends("stop")], ["finish error, expected stop"]],
    ["no finish", null, [ends("stop")], ["finish absent, expected stop"]],
    [
      "the second of two expectations missed",
      finish("stop"),
      [ends("stop"), ends("length")],
      ["finish end_turn, expected length"],
    ],
  ])("%s", (_title, end, expects, found) => {
    const answer = reply([text("42")], { finish: end });
    if (found === null) expect(said(expectFinish, answer, { expect: expects })).toBeNull();
    else expect(evidence(expectFinish, answer, { expect: expects })).toEqual(found);
  });

  test("the cause is the kind of finish, and none where there is none", () => {
    const stop = { expect: [ends("stop")] };
    expect(said(expectFinish, reply([text("42")], { finish: finish("length") }), stop)).toEqual([
      "bad unexpected-finish length",
    ]);
    expect(said(expectFinish, reply([text("42")], { finish: null }), stop)).toEqual(["bad unexpected-finish"]);
  });
});
