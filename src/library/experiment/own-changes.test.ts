import { expect, test } from "vitest";
import type { ChatRequest } from "../../chat/request.js";
import type { Turn } from "../../transcript/transcript.js";
import type { RecordedExchange } from "../../wire/exchange.js";
import { ownChanges } from "./own-changes.js";

const request: Pick<ChatRequest, "messages"> = {
  messages: [
    { role: "user", parts: [{ kind: "text", text: "What is the weather?" }], name: null },
    {
      role: "assistant",
      parts: [{ kind: "tool-call", id: "functions.get_weather:0", name: "get_weather", argumentsText: "{}" }],
      name: null,
    },
    {
      role: "tool",
      toolCallId: "functions.get_weather:0",
      toolName: null,
      status: null,
      parts: [{ kind: "text", text: "65" }],
    },
  ] as ChatRequest["messages"],
};

const turn = (warnings: readonly object[] = []) => ({ request, leftOut: [], reply: { warnings } }) as unknown as Turn;

const sent = (body: unknown) =>
  ({ request: { body: new TextEncoder().encode(JSON.stringify(body)) } }) as unknown as RecordedExchange;

const bodyWith = (id: string) => ({
  messages: [
    { role: "assistant", content: [{ toolUse: { toolUseId: id, name: "get_weather", input: {} } }] },
    { role: "user", content: [{ toolResult: { toolUseId: id, content: [{ text: "65" }] } }] },
  ],
});

test("an id that goes out as it came in is no change, wherever it stands in the body", () => {
  expect(ownChanges(turn(), sent(bodyWith("functions.get_weather:0")))).toEqual([]);
  expect(ownChanges(turn(), sent({ deep: [[{ id: "functions.get_weather:0" }]] }))).toEqual([]);
});

test("an id that is not in the bytes is a change of our own, said once", () => {
  const [only, ...others] = ownChanges(turn(), sent(bodyWith("functions_get_weather_0")));
  expect(only).toBe('the tool-call id "functions.get_weather:0" is not in the body that was sent');
  expect(others).toEqual([]);
});

test("an id that is only a part of another text is not in the bytes", () => {
  expect(ownChanges(turn(), sent(bodyWith("x-functions.get_weather:0")))).toHaveLength(1);
});

test("a body that is no JSON holds no id, and a call of which nothing was sent is no change", () => {
  const text = { request: { body: new TextEncoder().encode("not JSON") } } as unknown as RecordedExchange;
  expect(ownChanges(turn(), text)).toHaveLength(1);
  expect(ownChanges(turn(), null)).toEqual([]);
});

test("what an adapter says that it changed counts, too", () => {
  const warning = { id: "tool-name-aliased", field: "tools[0].name", message: "sent as get_weather_1" };
  expect(ownChanges(turn([warning]), null)).toEqual(["tools[0].name: sent as get_weather_1"]);
});
