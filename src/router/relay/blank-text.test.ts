import { describe, expect, test } from "vitest";
import { userAsks, weatherTool } from "../../../test/samples/transcripts.js";
import { type ChatRequest, plainRequest } from "../../chat/request.js";
import { hasTools, noAnswerIn } from "./blank-text.js";

const plain = plainRequest("m", [userAsks]);
const withTools: ChatRequest = { ...plain, tools: [weatherTool] };
const call = '{"name":"get_weather","arguments":{"city":"Nice"}}';

describe("a request lets the model call", () => {
  test.each<[string, Partial<ChatRequest>, boolean]>([
    ["not without tools", { tools: null }, false],
    ["not with an empty list", { tools: [] }, false],
    ["with one", { tools: [weatherTool] }, true],
    ["with one and a choice", { tools: [weatherTool], toolChoice: { kind: "auto" } }, true],
    ["not with one and the choice of none", { tools: [weatherTool], toolChoice: { kind: "none" } }, false],
    ["not without tools and with a choice", { tools: [], toolChoice: { kind: "auto" } }, false],
  ])("%s", (_title, members, expected) => {
    expect(hasTools({ ...plain, ...members })).toBe(expected);
  });
});

describe("the whole text of a reply is no answer", () => {
  test.each<[text: string, why: string | null]>([
    ["", "nothing"],
    [" \n\t", "nothing"],
    ["\u200b", "nothing"],
    ["é", null],
    [" Sunny", null],
    ["!", null],
    ["~", null],
    ["<think>hm</think>", "reasoning"],
    ["hm</think>", "reasoning"],
    ["<think>hm</think> Sunny", null],
    ["  analysis I wonder assistantfinal", "reasoning"],
    ["<|channel|>analysis<|message|>hm<|channel|>final<|message|>", "reasoning"],
    ["<|channel|>analysis<|message|>hm<|channel|>final<|message|>Sunny", null],
    ["Here is my analysis: hm assistantfinal", null],
    ["An analysis", null],
  ])("%j: %s", (text, why) => {
    expect(noAnswerIn(text, plain)).toBe(why);
  });

  test.each<[text: string, why: string | null]>([
    [call, "written-call"],
    [`Let me look.\n${call}`, "written-call"],
    [`<tool_call>${call}</tool_call>`, "written-call"],
    [`<tool_call>${call}</tool_call> I wait for the result now.`, "written-call"],
    [`${call} is what a client would send here, and it is only an example of one.`, null],
    ["Sunny and warm.", null],
    ['{"temperature":31}', null],
  ])("with a tool offered, %j: %s", (text, why) => {
    expect(noAnswerIn(text, withTools)).toBe(why);
  });

  test("a written call is an answer to a request that offers no tool", () => {
    expect(noAnswerIn(call, plain)).toBeNull();
    expect(noAnswerIn(call, { ...withTools, toolChoice: { kind: "none" } })).toBeNull();
  });
});
