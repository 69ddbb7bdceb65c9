import { describe, expect, test } from "vitest";
import type { Message } from "../../chat/message.js";
import { type ChatRequest, plainRequest } from "../../chat/request.js";
import { routingRequestOf } from "./routing-request.js";

const userText = (...texts: readonly string[]): Message => ({
  ...{ role: "user", name: null },
  parts: texts.map((text) => ({ kind: "text", text })),
});

function routing(change: Partial<ChatRequest> = {}, stream = false) {
  const request = { ...plainRequest("auto", [userText("hello")]), ...change };
  return routingRequestOf({ kind: "request", request, stream, warnings: [] });
}

test.each([
  ["kimi", "kimi"],
  [" kimi ", "kimi"],
  ["auto", null],
  [" auto", null],
  ["", null],
  ["  ", null],
  ["Auto", "Auto"],
  ["automatic", "automatic"],
])("the model %j is %j", (model, named) => {
  expect(routing({ model }).named).toBe(named);
});

test.each([true, false])("streaming is the client's: %s", (stream) => {
  expect(routing({}, stream).streaming).toBe(stream);
});

describe("the text is what the user said last", () => {
  const assistant: Message = { role: "assistant", parts: [{ kind: "text", text: "no" }], name: null };
  const mixed = {
    role: "user",
    name: null,
    parts: [{ kind: "image" }, { kind: "text", text: "two" }],
  } as unknown as Message;

  test.each<[string, readonly Message[], string]>([
    ["behind other turns", [userText("first"), assistant, userText("last"), assistant], "last"],
    ["its texts joined", [userText("one", "two")], "one two"],
    ["nothing of what is no text", [mixed], " two"],
    ["nothing where the user said nothing", [assistant], ""],
  ])("%s", (_title, messages, text) => {
    expect(routing({ messages }).text).toBe(text);
  });

  test.each([
    [3999, 3999],
    [4000, 4000],
    [4001, 4000],
  ])("and of %d characters %d are looked at, from its beginning", (length, looked) => {
    expect(routing({ messages: [userText(`b${"x".repeat(length - 1)}`)] }).text).toBe(`b${"x".repeat(looked - 1)}`);
  });
});

describe("what a request asks of a model", () => {
  const tools: ChatRequest["tools"] = [{ name: "f", description: null, parameters: null, strict: null }];
  const call = { kind: "tool-call", id: "c", name: "f", argumentsText: "{}" } as const;
  const others = [userText("hello"), userText("you")];
  const withPart = (part: unknown): readonly Message[] => [
    ...others,
    { role: "assistant", name: null, parts: [{ kind: "text", text: "a" }, part as never] },
  ];
  const withRole = (role: string): readonly Message[] => [...others, { ...userText("x"), role } as never];

  test.each<[string, Partial<ChatRequest>, readonly string[]]>([
    ["a question", {}, []],
    ["no tools", { tools: [] }, []],
    ["tools", { tools }, ["tools"]],
    ["a call in its history", { messages: withPart(call) }, ["tools"]],
    ["a result in its history", { messages: withRole("tool") }, ["tool-results"]],
    ["tool choice auto", { toolChoice: { kind: "auto" } }, []],
    ["tool choice none", { toolChoice: { kind: "none" } }, ["tool-choice-none"]],
    ["tool choice required", { toolChoice: { kind: "required" } }, ["tool-choice-required"]],
    ["one tool", { toolChoice: { kind: "tool", name: "f" } }, ["tool-choice-tool"]],
    ["calls at once", { parallelToolCalls: true }, ["parallel-tool-calls"]],
    ["no calls at once", { parallelToolCalls: false }, []],
    ["a text format", { responseFormat: { kind: "text" } }, []],
    ["JSON", { responseFormat: { kind: "json-object" } }, ["structured-output"]],
    ["an image", { messages: withPart({ kind: "image" }) }, ["images"]],
    ["reasoning", { reasoning: { mode: "on", effort: null, budgetTokens: null } }, ["reasoning"]],
    ["no reasoning", { reasoning: { mode: "off", effort: null, budgetTokens: null } }, []],
    ["reasoning as it comes", { reasoning: { mode: "default", effort: null, budgetTokens: null } }, []],
    ["no stop sequence", { stopSequences: [] }, []],
    ["a stop sequence", { stopSequences: ["x"] }, ["stop-sequences"]],
    ["a system message", { messages: withRole("system") }, ["system"]],
    ["a developer's message", { messages: withRole("developer") }, ["system"]],
  ])("%s", (_title, change, beyondChat) => {
    expect(routing(change).exercises).toEqual(["chat", ...beyondChat]);
  });

  test.each<[Partial<ChatRequest>, readonly string[]]>([
    [{}, ["chat", "streaming"]],
    [{ tools: [] }, ["chat", "streaming"]],
    [{ tools }, ["chat", "tools", "streaming", "streaming-tools"]],
    [{ messages: withPart(call) }, ["chat", "tools", "streaming"]],
  ])("%j in a stream", (change, exercises) => {
    expect(routing(change, true).exercises).toEqual(exercises);
  });
});
