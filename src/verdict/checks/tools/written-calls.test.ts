import { describe, expect, test } from "vitest";
import { evidence, said } from "../../../../test/samples/run-check.js";
import { call, callsWeather, clockTool, reasoning, reply, text, turn } from "../../../../test/samples/transcripts.js";
import type { AssistantPart } from "../../../chat/message.js";
import type { Tool } from "../../../chat/request.js";
import type { Turn } from "../../../transcript/transcript.js";
import { toolsCallAsText } from "./call-as-text.js";
import { toolsCallForm } from "./call-form.js";
import { toolsCallInReasoning } from "./call-in-reasoning.js";
import { toolsDuplicateCall } from "./duplicate-call.js";

type Parts = readonly AssistantPart[];

const paris = '{"location":"Paris"}';
const kimi = (name: string, json: string) =>
  `<|tool_call_begin|>functions.${name}:0<|tool_call_argument_begin|>${json}<|tool_call_end|>`;
/** A call of get_time with this id. */
const timed = (id: string | null): AssistantPart => call("{}", "get_time", id);
const withTools = (parts: Parts, tools: readonly Tool[]): Turn => turn("s", reply(parts), { tools });
const named = (name: string, parameters: Tool["parameters"]): Tool => ({ ...clockTool, name, parameters });

describe("tools/duplicate-call", () => {
  const bare = (name: string, given: string) => text(`{"name":"${name}","arguments":${given}}`);

  test.each<[title: string, parts: Parts, found: readonly string[] | null]>([
    ["the call and its copy", [bare("get_weather", paris), call(paris)], ["bad duplicate-call bare-json"]],
    [
      "a copy of the second call",
      [bare("get_weather", paris), timed("a"), call(paris)],
      ["bad duplicate-call bare-json"],
    ],
    [
      "a copy after another written call",
      [bare("get_weather", "{}"), bare("get_weather", paris), call(paris)],
      ["bad duplicate-call bare-json"],
    ],
    ["a copy under another name", [bare("get_time", paris), call(paris)], []],
    ["arguments that differ", [bare("get_weather", "{}"), call(paris)], []],
    [
      "no arguments, and an empty object",
      [bare("get_time", "{}"), call(null, "get_time")],
      ["bad duplicate-call bare-json"],
    ],
    ["arguments that neither shows whole", [text(kimi("get_weather", '{"loc')), call('{"loc')], []],
    ["arguments that the copy does not show whole", [text(kimi("get_time", '{"loc')), timed("a")], []],
    ["arguments that the call does not show whole", [bare("get_weather", "{}"), call('{"loc')], []],
    ["a copy of no call", [bare("get_weather", paris)], null],
  ])("%s", (_title, parts, found) => {
    expect(said(toolsDuplicateCall, reply(parts))).toEqual(found);
  });
});

describe("tools/call-as-text", () => {
  test("the first of several is the finding", () => {
    const both = text(`{"name":"get_time","arguments":{}} {"name":"get_weather","arguments":${paris}}`);
    expect(evidence(toolsCallAsText, reply([both]))).toEqual(['"{"name":"get_time","arguments":{}}"']);
  });

  test("marks whose call is readable count as the template's, bare JSON beside them does not", () => {
    const both = text(`${kimi("get_weather", paris)} {"name":"get_time","arguments":{}}`);
    expect(said(toolsCallAsText, reply([both]))).toEqual(["bad tool-call-as-text kimi"]);
  });

  test("a mark without a call and bare JSON of an undeclared tool is the mark's", () => {
    const stray = text('{"name":"get_date","arguments":{}}<tool_call>');
    expect(said(toolsCallAsText, reply([stray]))).toEqual(["bad tool-call-as-text hermes"]);
  });
});

describe("tools/call-in-reasoning", () => {
  const marked = reasoning(kimi("get_weather", paris));
  const bare = reasoning(`{"name":"get_weather","arguments":${paris}}`);

  test.each<[title: string, parts: Parts, expectsCall: boolean, found: readonly string[] | null]>([
    ["no reasoning", [text("42")], false, null],
    ["redacted reasoning", [reasoning(null)], false, null],
    ["reasoning without a call", [reasoning("hm")], false, []],
    ["marks alone", [marked], false, ["bad tool-call-in-reasoning kimi"]],
    ["marks beside blank text", [marked, text(" ")], false, ["bad tool-call-in-reasoning kimi"]],
    ["marks beside an answer", [marked, text("42")], false, ["note tool-call-in-reasoning kimi"]],
    ["marks beside an answer where a call was due", [marked, text("42")], true, ["bad tool-call-in-reasoning kimi"]],
    ["marks beside a call where one was due", [marked, timed("a")], true, ["note tool-call-in-reasoning kimi"]],
    ["bare JSON alone", [bare], false, ["bad tool-call-in-reasoning bare-json"]],
    ["bare JSON beside an answer", [bare, text("42")], false, []],
    [
      "bare JSON beside an answer where a call was due",
      [bare, text("42")],
      true,
      ["bad tool-call-in-reasoning bare-json"],
    ],
  ])("%s", (_title, parts, expectsCall, found) => {
    expect(said(toolsCallInReasoning, reply(parts), { expect: expectsCall ? [callsWeather] : [] })).toEqual(found);
  });
});

describe("tools/call-form", () => {
  const told = (words: string): Parts => [text(words)];
  const odd = (kind: string) => [`bad unusual-tool-call ${kind}`];
  const asWell = ["note unusual-tool-call told-as-well"];

  test.each<[title: string, parts: Parts, found: readonly string[]]>([
    ["parameters inside the arguments", [call(`{"name":"get_weather","parameters":${paris}}`)], odd("wrapped")],
    ["arguments inside the arguments", [call(`{"name":"get_weather","arguments":${paris}}`)], odd("wrapped")],
    ["arguments as text inside", [call('{"name":"get_weather","arguments":"{}"}')], odd("wrapped")],
    ["an argument that is called parameters", [call('{"name":"get_weather","parameters":7}')], []],
    ["another name inside", [call(`{"name":"Paris","parameters":${paris}}`)], []],
    ["a list", [call('["Paris"]')], []],
    ["a text that is no JSON", [call('"Paris"')], []],
    ["a text that holds a list", [call('"[1]"')], []],
    ["a text that holds an object", [call('"{}"')], odd("stringified")],
    ["two odd calls, said once", [call('"{}"'), call('"{}"')], odd("stringified")],
    ["an odd call told as well, said once", [call('"{}"'), text("{}")], odd("stringified")],
    ["the arguments told", [text(`With ${paris}.`), call(paris)], asWell],
    ["the arguments of the second call told", [text(`With ${paris}.`), timed("a"), call(paris)], asWell],
    ["other arguments told", [text("With {}."), call(paris)], []],
    ["no arguments told", [text("With {}."), timed("a")], []],
    ["arguments that cannot be read", [text("With {}."), call('{"loc')], []],
    ["code with a space", told('get_weather ("Paris")'), odd("code-text")],
    ["code with a member", told("get_weather({location: x})"), odd("code-text")],
    ["code over the end of a name", told('my_get_weather(location="Paris")'), []],
    ["code without arguments", told("get_weather()"), []],
    ["code that names a place", told("get_weather(Paris)"), []],
    ["code that does not close", told('get_weather(location="Paris"'), []],
    ["code of a tool that was not declared", told('get_date(day="x")'), []],
    ["code of the second tool that is named", told('Not get_weather: get_time(zone="x")'), odd("code-text")],
    ["JSON that names the tool", told('{"tool":"get_weather"}'), odd("json-text")],
    ["JSON beside the name", told(`get_weather ${paris}`), odd("json-text")],
    ["JSON that holds the name in a longer text", told('{"note":"get_weather is down"}'), []],
    ["the name alone", told("get_weather is down"), []],
    ["neither", told(`With ${paris}.`), []],
  ])("%s", (_title, parts, found) => {
    expect(said(toolsCallForm, reply(parts), { expect: [callsWeather] })).toEqual(found);
  });

  test("text is looked at only where a call is expected", () => {
    expect(said(toolsCallForm, reply(told('get_weather(location="Paris")')))).toBeNull();
  });

  test("a name with signs is taken as it is", () => {
    const dotted = named("a.b", null);
    const asked = { expect: [callsWeather] };
    expect(said(toolsCallForm, withTools(told("a.b(x=1)"), [dotted]), asked)).toEqual(odd("code-text"));
    expect(said(toolsCallForm, withTools(told("a.b, or aXb(x=1)"), [dotted]), asked)).toEqual([]);
  });
});
