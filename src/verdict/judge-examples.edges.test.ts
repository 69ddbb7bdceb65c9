import { describe, expect, test } from "vitest";
import {
  call,
  callsWeather,
  clockTool,
  reasoning,
  sanFrancisco,
  says42,
  scenario,
  step,
  text,
  usesWeather,
  weatherTool,
} from "../../test/samples/transcripts.js";
import type { AssistantPart } from "../chat/message.js";
import type { Expectation } from "../scenario/expectation.js";
import type { Scenario } from "../scenario/scenario.js";
import { judgeExamples } from "./judge-examples.js";

const weather = { ...weatherTool, results: [] };
const tools = [weather, { ...clockTool, results: [] }];

/** What is found of one step with these expectations and this example. */
function found(
  expectations: readonly Expectation[],
  example: readonly AssistantPart[],
  change: Partial<Scenario> = {},
) {
  const one = step("ask", expectations, { say: "What is it?", example });
  return idsOf(scenario([one], { tools, ...change }));
}

function idsOf(one: Scenario): readonly string[] {
  return judgeExamples(one).map(({ id, step: at }) => `${id} at ${at}`);
}

const finish = (...anyOf: readonly ("stop" | "tool-calls" | "length")[]): Expectation => ({ kind: "finish", anyOf });

describe("an example", () => {
  test("that does what its step expects is found nothing of", () => {
    expect(found([says42], [text("It is 42.")])).toEqual([]);
    expect(found([callsWeather], [sanFrancisco])).toEqual([]);
    expect(found([], [reasoning("Hm."), text("It is 42.")])).toEqual([]);
  });

  test("that does something else is, at its step", () => {
    expect(found([says42], [text("It is 43.")])).toEqual(["wrong-answer at ask"]);
    expect(found([callsWeather], [text("Mild.")])).toEqual(["missing-call at ask"]);
    expect(found([], [])).toEqual(["empty-reply at ask"]);
  });

  test("needs no ids in its calls, also when it makes several", () => {
    const seattle = call('{"location":"Seattle"}', "get_weather", null);
    const sf = call('{"location":"San Francisco"}', "get_weather", null);
    expect(found([], [sf, seattle])).toEqual([]);
    // Ids that a scenario does write are not kept: the service gives them.
    expect(found([], [call('{"location":"Seattle"}'), call('{"location":"Oslo"}')])).toEqual([]);
  });

  test("ends by what it holds", () => {
    expect(found([finish("stop")], [text("42")])).toEqual([]);
    expect(found([finish("tool-calls")], [text("Let me see."), sanFrancisco])).toEqual([]);
    expect(found([finish("tool-calls")], [text("42")])).not.toEqual([]);
    expect(found([finish("stop")], [sanFrancisco])).not.toEqual([]);
  });

  test("is cut where its step takes a cut, and nowhere else", () => {
    expect(found([finish("length")], [text("1, 2, 3")])).toEqual([]);
    expect(found([says42, finish("stop", "length")], [text("42, 4")])).toEqual([]);
    expect(found([finish("length")], [sanFrancisco])).not.toEqual([]);
  });

  test("may call only tools that its scenario has", () => {
    expect(found([], [call("{}", "get_time")])).toEqual([]);
    expect(found([], [call("{}", "get_time")], { tools: [weather] })).not.toEqual([]);
  });

  test("answers the setting of its scenario for tools and for its form", () => {
    const { settings } = scenario([]);
    const required = { settings: { ...settings, toolChoice: { kind: "required" as const } } };
    expect(found([], [text("Mild.")], required)).not.toEqual([]);
    expect(found([], [sanFrancisco], required)).toEqual([]);
    const json = { settings: { ...settings, responseFormat: { kind: "json-object" as const } } };
    expect(found([], [text("Mild.")], json)).not.toEqual([]);
    expect(found([], [text('{"answer":42}')], json)).toEqual([]);
  });

  test("uses the result that stands in the history", () => {
    const history = [
      { role: "user" as const, parts: [{ kind: "text" as const, text: "Weather in SF?" }], name: null },
      { role: "assistant" as const, parts: [sanFrancisco], name: null },
      {
        ...{ role: "tool" as const, toolCallId: "call_1", toolName: "get_weather", status: "success" as const },
        parts: [{ kind: "text" as const, text: "65°F, Sunny" }],
      },
    ];
    const one = step("answer", [usesWeather], { example: [text("It is 65°F and sunny.")] });
    expect(idsOf(scenario([one], { tools, history }))).toEqual([]);
    const again = step("answer", [usesWeather], { example: [sanFrancisco] });
    expect(idsOf(scenario([again], { tools, history }))).toEqual(["repeats-call at answer"]);
  });

  test("follows the examples of the steps before it", () => {
    const first = step("first", [], { say: "Weather in SF?", example: [sanFrancisco] });
    const again = step("second", [usesWeather], { say: "And again?", example: [sanFrancisco] });
    expect(idsOf(scenario([first, again], { tools }))).toEqual(["repeats-call at second"]);
    // Asked anew, with no call before it, the same example is a wrong call and no repeated one.
    expect(idsOf(scenario([again], { tools }))).toEqual(["unexpected-call at second"]);
  });
});
