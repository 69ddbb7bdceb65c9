import { afterEach, describe, expect, test } from "vitest";
import { plainConfig, plainModel, scriptedRouter, textReply } from "../../../test/support/scripted-router.js";
import type { ChatEvent } from "../../chat/event.js";
import type { JsonObject } from "../../chat/json.js";
import { type RouterServer, serveRouter } from "./http-server.js";

const open: RouterServer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map(({ drain }) => drain(0)));
});

const models = [plainModel("kimi"), plainModel("a.b/c:1")];

async function serving(reply: readonly ChatEvent[], showModelPrefix = true) {
  const { router, asked } = scriptedRouter(plainConfig(models, { serve: { showModelPrefix } }), { kimi: [reply] });
  const server = await serveRouter(() => router, { log: () => undefined });
  open.push(server);
  const ask = async (body: JsonObject): Promise<string> => {
    const response = await fetch(`${server.url}/v1/chat/completions`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ model: "kimi", messages: [{ role: "user", content: "x" }], ...body }),
    });
    return response.text();
  };
  return { ask, asked };
}

const wholeText = (answer: string): unknown => JSON.parse(answer).choices[0].message.content;
const streamedText = (answer: string): string =>
  answer
    .split("\n\n")
    .flatMap((event) => (event.startsWith("data: {") ? [JSON.parse(event.slice(6))] : []))
    .map(({ choices }) => choices[0]?.delta.content ?? "")
    .join("");

describe("an answer that is asked for as JSON is JSON, whole and streamed:", () => {
  const json = '{"answer":42}';
  test.each<[string, JsonObject]>([
    ["an object", { response_format: { type: "json_object" } }],
    ["a schema", { response_format: { type: "json_schema", json_schema: { name: "n", schema: { type: "object" } } } }],
    ["a schema with members that not all know", { response_format: { type: "json_object", own: 1 } }],
    ["another format", { response_format: { type: "grammar", grammar: "root ::= x" } }],
  ])("%s", async (_title, format) => {
    const { ask } = await serving(textReply('{"answer"', ":42}"));
    expect(wholeText(await ask(format))).toBe(json);
    expect(streamedText(await ask({ ...format, stream: true }))).toBe(json);
  });

  test.each<[string, JsonObject]>([
    ["plain text", { response_format: { type: "text" } }],
    ["nothing", {}],
    ["null", { response_format: null }],
  ])("%s has the prefix", async (_title, format) => {
    const { ask } = await serving(textReply("42"));
    expect(wholeText(await ask(format))).toBe("[kimi] 42");
    expect(streamedText(await ask({ ...format, stream: true }))).toBe("[kimi] 42");
  });
});

test.each([["{}"], ['{"q":"[kimi] x"}'], [""]])(
  "the arguments of a call are as the model wrote them: %j",
  async (args) => {
    const finish = { kind: "tool-calls", raw: "tool_calls", nativeRaw: null, stopSequence: null } as const;
    const reply: readonly ChatEvent[] = [
      { kind: "tool-call-start", part: 0, id: "c", name: "f", argumentsText: args },
      { kind: "finish", finish },
      { kind: "reply-end" },
    ];
    const { ask } = await serving(reply);
    const tools = [{ type: "function", function: { name: "f" } }];
    for (const stream of [false, true]) {
      const answer = await ask({ tools, stream });
      expect(answer).toContain(`"arguments":${JSON.stringify(args === "" ? "{}" : args)}`);
      expect(answer).not.toContain('"content":"[kimi]');
    }
  },
);

describe("in a history, the router's own prefix does not go upstream:", () => {
  const sent = async (content: unknown, showModelPrefix = true): Promise<readonly string[]> => {
    const { ask, asked } = await serving(textReply("42"), showModelPrefix);
    await ask({
      messages: [
        { role: "user", content: "[kimi] hi" },
        { role: "assistant", content } as JsonObject,
        { role: "user", content: "and now?" },
      ],
    });
    const { messages } = asked[0]?.request ?? { messages: [] };
    expect(messages[0]?.parts).toEqual([{ kind: "text", text: "[kimi] hi" }]);
    return (messages[1]?.parts ?? []).map((part) => (part.kind === "text" ? part.text : part.kind));
  };
  const parts = (...texts: readonly string[]) => texts.map((text) => ({ type: "text", text }));

  test.each<[unknown, readonly string[]]>([
    ["[kimi] hello", ["hello"]],
    ["\n [kimi] hello", ["\n hello"]],
    ["[a.b/c:1] hello", ["hello"]],
    [parts("[kimi] hello", "[kimi] more"), ["hello", "[kimi] more"]],
    [parts(" ", "[kimi] hello"), [" ", "hello"]],
    ["[kimi] [kimi] twice", ["[kimi] twice"]],
    ["[kimi]  two blanks", [" two blanks"]],
  ])("%j", async (content, expected) => {
    expect(await sent(content)).toEqual(expected);
  });

  test.each([
    "[other] hello",
    "[kimi]hello",
    "[Kimi] hello",
    "hello [kimi] there",
    "[kimi] ",
    "[kimi] \n",
    "kimi hello",
    "[a-b/c:1] hello",
  ])("but what is not exactly one is the model's: %j", async (content) => {
    expect(await sent(content)).toEqual([content]);
  });

  test("and a router that writes none takes none away", async () => {
    expect(await sent("[kimi] hello", false)).toEqual(["[kimi] hello"]);
  });
});
