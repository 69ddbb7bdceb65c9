import { describe, expect, test } from "vitest";
import { evidence, said } from "../../../../test/samples/run-check.js";
import {
  afterTool,
  call,
  clockTool,
  finish,
  reply,
  text,
  turn,
  weatherTool,
} from "../../../../test/samples/transcripts.js";
import type { AssistantPart, Message } from "../../../chat/message.js";
import type { Tool, ToolChoice } from "../../../chat/request.js";
import type { Turn } from "../../../transcript/transcript.js";
import { toolsArgumentsJson } from "./arguments-json.js";
import { toolsArgumentsSchema } from "./arguments-schema.js";
import { toolsChoiceHonoured } from "./choice-honoured.js";
import { toolsFinishAgrees } from "./finish-agrees.js";
import { toolsIdFresh } from "./id-fresh.js";
import { toolsIdPresent } from "./id-present.js";
import { toolsIdUnique } from "./id-unique.js";
import { toolsNameKnown } from "./name-known.js";

type Parts = readonly AssistantPart[];

const paris = '{"location":"Paris"}';
/** A call of get_time with this id. */
const timed = (id: string | null): AssistantPart => call("{}", "get_time", id);
const withTools = (parts: Parts, tools: readonly Tool[]): Turn => turn("s", reply(parts), { tools });
const named = (name: string, parameters: Tool["parameters"]): Tool => ({ ...clockTool, name, parameters });

/** The reply to a history whose call has this id and name. */
function replyAfter(parts: Parts, id: string | null): Turn {
  const messages: readonly Message[] = afterTool.map((message) =>
    message.role === "assistant" ? { ...message, parts: [call(paris, "get_weather", id)] } : message,
  );
  return turn("s", reply(parts), { messages });
}

describe("tools/id-unique", () => {
  test.each<[title: string, ids: readonly (string | null)[], found: readonly string[]]>([
    ["two ids", ["a", "b"], []],
    ["one id twice", ["a", "a"], ['id "a" on more than one call']],
    ["one id twice, apart", ["a", "b", "a"], ['id "a" on more than one call']],
    ["one id three times", ["a", "a", "a"], ['id "a" on more than one call']],
    ["two ids twice", ["a", "b", "b", "a"], ['id "b" on more than one call', 'id "a" on more than one call']],
    ["no id twice", [null, null], []],
    ["an empty id twice", ["", ""], []],
    ["a blank id twice, which is no id", [" ", " "], []],
    ["an empty id and none", ["", null], []],
  ])("%s", (_title, ids, found) => {
    expect(evidence(toolsIdUnique, reply(ids.map(timed)))).toEqual(found);
  });
});

describe("tools/id-fresh", () => {
  test.each<[title: string, id: string | null, earlier: string | null, found: readonly string[]]>([
    ["the id of an earlier turn", "a", "a", ["note call-id-reused"]],
    ["another", "b", "a", []],
    ["none, as before", null, null, []],
    ["an empty one, as before", "", "", []],
    ["a blank one, as before", " ", " ", []],
  ])("%s", (_title, id, earlier, found) => {
    expect(said(toolsIdFresh, replyAfter([timed(id)], earlier))).toEqual(found);
  });

  test("does not apply to a reply without a call", () => {
    expect(said(toolsIdFresh, replyAfter([text("42")], "a"))).toBeNull();
  });
});

test.each<[id: string | null, name: string | null, found: readonly string[]]>([
  ["a", "get_time", []],
  [null, "get_time", ["bad call-id-missing"]],
  ["", "get_time", ["bad call-id-missing blank"]],
  [" \n", "get_time", ["bad call-id-missing blank"]],
  [null, null, []],
  ["", " ", []],
])("tools/id-present: the id %j on a call of %j", (id, name, found) => {
  expect(said(toolsIdPresent, reply([call("{}", name, id)]))).toEqual(found);
});

describe("tools/name-known", () => {
  test.each<[title: string, name: string | null, tools: readonly Tool[], found: readonly string[]]>([
    ["a declared tool", "get_time", [weatherTool, clockTool], []],
    ["another", "get_date", [weatherTool, clockTool], ["bad tool-name-unknown"]],
    ["any, where none is declared", "get_time", [], ["bad tool-name-unknown no-tools-declared"]],
    ["no name", null, [clockTool], ["bad phantom-call no-name"]],
    ["a blank name", " ", [clockTool], ["bad phantom-call no-name"]],
  ])("%s", (_title, name, tools, found) => {
    expect(said(toolsNameKnown, withTools([call("{}", name)], tools))).toEqual(found);
  });

  test("the declared tools are named", () => {
    expect(evidence(toolsNameKnown, reply([call("{}", "get_date")]))).toEqual([
      '"get_date" is not one of: get_weather, get_time',
    ]);
  });
});

describe("tools/arguments-json", () => {
  test.each<[title: string, part: AssistantPart, found: readonly string[]]>([
    ["an object", call(paris), []],
    ["absent, and none required", call(null, "get_time"), ["note arguments-empty absent"]],
    ["absent, and one required", call(null), ["bad arguments-empty absent"]],
    ["blank, and one required", call(" \n"), ["bad arguments-empty empty-text"]],
    ["absent, of a tool that was not declared", call(null, "get_date"), ["note arguments-empty absent"]],
    ["null", call("null"), ["bad arguments-invalid-json not-an-object"]],
    ["a number", call("42"), ["bad arguments-invalid-json not-an-object"]],
  ])("%s", (_title, part, found) => {
    expect(said(toolsArgumentsJson, reply([part]))).toEqual(found);
  });

  test("every call with a name is looked at, and no other", () => {
    const cut = '{"location":';
    expect(said(toolsArgumentsJson, reply([call(cut), call(cut, ""), call(cut, null), call(cut)]))).toHaveLength(2);
    expect(said(toolsArgumentsJson, reply([call(cut, "")]))).toBeNull();
    expect(said(toolsArgumentsJson, reply([text("42")]))).toBeNull();
  });

  test("absent and blank are two words", () => {
    expect(evidence(toolsArgumentsJson, reply([call(null), call("")]))).toEqual([
      '"get_weather" was called with no arguments',
      '"get_weather" was called with blank arguments',
    ]);
  });
});

describe("tools/arguments-schema", () => {
  const two = named("two", { type: "object", required: ["a", 7, "b"] });
  const bounded = named("bounded", {
    type: "object",
    properties: { n: { type: "integer", maximum: 9 } },
  });

  test.each<[title: string, part: AssistantPart, found: readonly string[]]>([
    ["all that is required", call('{"a":1,"b":null}', "two"), []],
    ["one missing", call('{"a":1}', "two"), ["bad arguments-mismatch required-missing"]],
    ["none at all", call("{}", "two"), ["bad arguments-empty empty-object"]],
    ["none at all where none is required", call("{}", "bounded"), []],
    ["at the bound", call('{"n":9}', "bounded"), []],
    ["above the bound", call('{"n":10}', "bounded"), ["bad arguments-mismatch out-of-bounds"]],
    ["of a tool that was not declared", call("{}", "three"), []],
    ["no object", call("[]", "two"), []],
    ["a member of every object", call('{"b":1}', "two"), ["bad arguments-mismatch required-missing"]],
  ])("%s", (_title, part, found) => {
    expect(said(toolsArgumentsSchema, withTools([part], [two, bounded]))).toEqual(found);
  });

  test("a schema that breaks in two places is one finding, and what is missing comes first", () => {
    const strict = named("strict", { type: "object", properties: { a: { type: "string" }, b: { type: "string" } } });
    expect(evidence(toolsArgumentsSchema, withTools([call('{"a":1,"b":2}', "strict")], [strict]))).toHaveLength(1);
    expect(evidence(toolsArgumentsSchema, withTools([call('{"c":1}', "two")], [two]))).toEqual([
      'two({"c":1}) lacks a, b',
    ]);
  });

  test("a member that every object inherits is missing all the same", () => {
    const odd = named("odd", { type: "object", required: ["toString"] });
    expect(said(toolsArgumentsSchema, withTools([call('{"a":1}', "odd")], [odd]))).toEqual([
      "bad arguments-mismatch required-missing",
    ]);
  });
});

describe("tools/choice-honoured", () => {
  const chosen = (toolChoice: ToolChoice | null, parts: Parts): Turn => {
    const plain = turn("s", reply(parts));
    return { ...plain, request: { ...plain.request, toolChoice } };
  };
  const time: ToolChoice = { kind: "tool", name: "get_time" };

  test.each<[title: string, choice: ToolChoice | null, parts: Parts, found: readonly string[] | null]>([
    ["no choice", null, [], null],
    ["a free choice", { kind: "auto" }, [], null],
    ["no call where none may be", { kind: "none" }, [], []],
    ["a call where none may be", { kind: "none" }, [timed("a")], ["calls were forbidden: get_time({})"]],
    ["a required call", { kind: "required" }, [timed("a")], []],
    ["no required call", { kind: "required" }, [], ["a call was required, and none was made"]],
    ["the named tool, twice", time, [timed("a"), timed("b")], []],
    ["no call of the named tool", time, [], ["a call of get_time was required: no call was made"]],
    [
      "the named tool and another",
      time,
      [timed("a"), call("{}")],
      ["a call of get_time was required: get_time({}), get_weather({})"],
    ],
  ])("%s", (_title, choice, parts, found) => {
    const turned = chosen(choice, parts);
    if (found === null) expect(said(toolsChoiceHonoured, turned)).toBeNull();
    else expect(evidence(toolsChoiceHonoured, turned)).toEqual(found);
  });
});

describe("tools/finish-agrees", () => {
  test.each<[kind: Parameters<typeof finish>[0], calls: number, found: readonly string[]]>([
    ["tool-calls", 0, ["finish tool_use, and no call in the reply"]],
    ["tool-calls", 1, []],
    ["stop", 0, []],
    ["stop", 1, ["finish end_turn with 1 call"]],
    ["stop", 2, ["finish end_turn with 2 calls"]],
    ["length", 0, []],
    ["length", 1, []],
  ])("%s with %i calls", (kind, calls, found) => {
    const parts = ["a", "b"].slice(0, calls).map(timed);
    expect(evidence(toolsFinishAgrees, reply(parts, { finish: finish(kind) }))).toEqual(found);
  });

  test("a finish without a word of its own is called by ours, and none at all is not looked at", () => {
    const wordless = { ...finish("tool-calls"), raw: null };
    expect(evidence(toolsFinishAgrees, reply([], { finish: wordless }))).toEqual([
      "finish tool-calls, and no call in the reply",
    ]);
    expect(said(toolsFinishAgrees, reply([timed("a")], { finish: null }))).toBeNull();
  });
});
