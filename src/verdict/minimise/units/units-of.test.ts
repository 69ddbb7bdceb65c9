import { expect, test } from "vitest";
import type { AssistantMessage, Message } from "../../../chat/message.js";
import { type ChatRequest, plainRequest } from "../../../chat/request.js";
import { unitsOf } from "./units-of.js";
import { without } from "./without.js";

const user = (text: string): Message => ({ role: "user", parts: [{ kind: "text", text }], name: null });
const answer = (text: string): Message => ({ role: "assistant", parts: [{ kind: "text", text }], name: null });
const system = (text: string): Message => ({ role: "system", parts: [{ kind: "text", text }], name: null });
const calls = (...ids: string[]): AssistantMessage => ({
  role: "assistant",
  parts: ids.map((id) => ({ kind: "tool-call", id, name: "look", argumentsText: "{}" })),
  name: null,
});
const result = (toolCallId: string | null): Message => ({
  role: "tool",
  toolCallId,
  toolName: null,
  parts: [{ kind: "text", text: `result of ${toolCallId}` }],
  status: null,
});

const ids = (request: ChatRequest) => unitsOf(request).map(({ id }) => id);
const less = (request: ChatRequest, ...gone: string[]) =>
  without(
    request,
    gone.map((id) => {
      const unit = unitsOf(request).find((one) => one.id === id);
      if (unit === undefined) throw new Error(`no unit ${id} among ${ids(request).join(" ")}`);
      return unit;
    }),
  );
const roles = (request: ChatRequest | null) => request?.messages.map(({ role }) => role).join(" ") ?? null;

test("a conversation falls into system messages, questions with what follows, and steps", () => {
  const request = plainRequest("m", [system("be brief"), user("a"), answer("b"), user("c"), calls("1"), result("1")]);
  expect(ids(request)).toEqual(["/messages/0", "/messages/1-2", "/messages/2", "/messages/4-5"]);
  expect(roles(less(request, "/messages/0"))).toBe("user assistant user assistant tool");
  expect(roles(less(request, "/messages/1-2"))).toBe("system user assistant tool");
  expect(roles(less(request, "/messages/4-5"))).toBe("system user assistant user");
});

test("an answer between two questions stays, since no API takes two questions in a row for granted", () => {
  const request = plainRequest("m", [user("a"), answer("b"), user("c")]);
  expect(less(request, "/messages/1")).toBeNull();
});

test("two questions in a row may be left where the whole request has such a pair", () => {
  const request = plainRequest("m", [user("a"), answer("b"), user("c"), user("d")]);
  expect(roles(less(request, "/messages/1"))).toBe("user user user");
});

test("a request that ends with the assistant's words may go on doing so, and others may not begin to", () => {
  const prefilled = plainRequest("m", [user("a"), answer("{")]);
  expect(roles(less(prefilled, "/messages/1"))).toBe("user");
  const after = plainRequest("m", [user("a"), answer("b"), calls("1"), result("1")]);
  expect(less(after, "/messages/2-3")).toBeNull();
});

test("one of several calls goes with its result, wherever that stands", () => {
  const request = plainRequest("m", [user("a"), calls("1", "2", "3"), result("3"), result("1"), result("2")]);
  expect(ids(request)).toEqual(["/messages/1-4", ...[0, 1, 2].map((part) => `/messages/1/parts/${part}`)]);
  const left = less(request, "/messages/1/parts/1");
  expect(left?.messages).toEqual([user("a"), calls("1", "3"), result("3"), result("1")]);
});

test("calls without ids go with the result at their place", () => {
  const call = { kind: "tool-call", id: null, name: "look", argumentsText: "{}" } as const;
  const noId: Message = { role: "assistant", parts: [call, call], name: null };
  const failed: Message = { role: "tool", toolCallId: null, toolName: null, parts: [], status: "error" };
  const request = plainRequest("m", [user("a"), noId, result(null), failed]);
  const left = less(request, "/messages/1/parts/0");
  expect(left?.messages.at(-1)).toMatchObject({ role: "tool", status: "error" });
  expect(left?.messages).toHaveLength(3);
});

test("the last question stays, and so does the last message where there is no question", () => {
  expect(ids(plainRequest("m", [user("a")]))).toEqual([]);
  expect(ids(plainRequest("m", [system("a"), system("b")]))).toEqual(["/messages/0"]);
});

test("a text falls into paragraphs and lines, and what is left keeps its breaks", () => {
  const request = plainRequest("m", [user("one\n\ntwo\nhalf\r\n\r\nthree")]);
  const text = "/messages/0/parts/0/text";
  expect(ids(request)).toEqual([`${text}/0`, `${text}/1`, `${text}/1/0`, `${text}/1/1`, `${text}/2`]);
  const textLeft = (...gone: string[]) => less(request, ...gone)?.messages[0]?.parts[0];
  expect(textLeft(`${text}/0`)).toEqual({ kind: "text", text: "two\nhalf\r\n\r\nthree" });
  expect(textLeft(`${text}/1`)).toEqual({ kind: "text", text: "one\r\n\r\nthree" });
  expect(textLeft(`${text}/1/0`)).toEqual({ kind: "text", text: "one\n\nhalf\r\n\r\nthree" });
  expect(less(request, `${text}/0`, `${text}/1`, `${text}/2`)).toBeNull();
});

test("blank lines at the beginning of a text stay", () => {
  const request = plainRequest("m", [user("\n\none\ntwo")]);
  expect(less(request, "/messages/0/parts/0/text/1/1")?.messages[0]?.parts).toEqual([
    { kind: "text", text: "\n\none" },
  ]);
});

test("each of several parts can go, and the label of a message", () => {
  const image = { kind: "image", source: { kind: "url", url: "https://example.com/a.png" } } as const;
  const question: Message = { role: "user", parts: [{ kind: "text", text: "what is it?" }, image], name: "eve" };
  const request = plainRequest("m", [question]);
  expect(ids(request)).toEqual(["/messages/0/name", "/messages/0/parts/1", "/messages/0/parts/0"]);
  expect(less(request, "/messages/0/parts/0")?.messages).toEqual([{ ...question, parts: [image] }]);
  expect(less(request, "/messages/0/name")?.messages).toEqual([{ ...question, name: null }]);
  expect(less(request, "/messages/0/parts/0", "/messages/0/parts/1")).toBeNull();
});

const schema = {
  type: "object",
  properties: {
    city: { type: "string", pattern: "^[A-Z]" },
    type: { enum: ["a", "b"] },
    at: { $ref: "#/$defs/place" },
  },
  required: ["city", "type"],
  $defs: { place: { type: "object" } },
} as const;

const look = { name: "look", description: "looks", parameters: schema, strict: true };
const withTools: ChatRequest = { ...plainRequest("m", [user("a")]), tools: [look, { ...look, name: "other" }] };

test("every keyword of a schema can go but the outermost type", () => {
  const found = ids({ ...withTools, tools: [look] }).filter((id) => id.startsWith("/tools/0/parameters"));
  expect(found.map((id) => id.replace("/tools/0/parameters/", ""))).toEqual([
    "properties",
    "properties/city",
    "properties/city/type",
    "properties/city/pattern",
    "properties/type",
    "properties/type/enum",
    "properties/type/enum/0",
    "properties/type/enum/1",
    "properties/at",
    "properties/at/$ref",
    "required",
    "$defs",
    "$defs/place",
    "$defs/place/type",
  ]);
});

test("a property that goes is no longer required, and nothing else changes", () => {
  const left = less(withTools, "/tools/0/parameters/properties/city");
  const { city: _, ...properties } = schema.properties;
  expect(left).toEqual({
    ...withTools,
    tools: [
      { ...look, parameters: { ...schema, properties, required: ["type"] } },
      { ...look, name: "other" },
    ],
  });
});

test("a definition stays while something refers to it", () => {
  expect(less(withTools, "/tools/0/parameters/$defs")).toBeNull();
  const both = less(withTools, "/tools/0/parameters/$defs", "/tools/0/parameters/properties/at");
  expect(Object.keys(both?.tools?.[0]?.parameters ?? {})).toEqual(["type", "properties", "required"]);
});

test("a tool that is chosen stays, and a choice goes with or before the last tool", () => {
  const chosen: ChatRequest = { ...withTools, toolChoice: { kind: "tool", name: "look" } };
  expect(less(chosen, "/tools/0")).toBeNull();
  expect(less(chosen, "/tools/1")?.tools).toEqual([look]);
  const auto: ChatRequest = { ...withTools, toolChoice: { kind: "auto" }, parallelToolCalls: false };
  expect(less(auto, "/tools/0", "/tools/1")).toBeNull();
  expect(less(auto, "/toolChoice", "/parallelToolCalls", "/tools/0", "/tools/1")).toEqual({
    ...withTools,
    tools: null,
  });
});

test("settings, stop sequences and members of the body can go, and what chooses the upstream cannot", () => {
  const request: ChatRequest = {
    ...plainRequest("m", [user("a")]),
    maxOutputTokens: 0,
    stopSequences: ["x", "y"],
    reasoning: { mode: "on", effort: "high", budgetTokens: null },
    extra: { provider: { only: ["a"] }, models: ["b"], user: "u", fields: { thinking: { budget: 0 } } },
  };
  expect(ids(request)).toEqual([
    ...["/maxOutputTokens", "/stopSequences", "/stopSequences/0", "/stopSequences/1", "/reasoning"],
    ...["/reasoning/effort", "/extra/user", "/extra/fields", "/extra/fields/thinking", "/extra/fields/thinking/budget"],
  ]);
  expect(less(request, "/maxOutputTokens", "/stopSequences/0", "/extra/fields/thinking/budget")).toEqual({
    ...request,
    maxOutputTokens: null,
    stopSequences: ["y"],
    extra: { ...request.extra, fields: { thinking: {} } },
  });
  expect(less(request, "/stopSequences/0", "/stopSequences/1")?.stopSequences).toBeNull();
});

test("a setting of reasoning that sends nothing is no unit", () => {
  const reasoning = { mode: "default", effort: null, budgetTokens: null } as const;
  const request = plainRequest("m", [user("a")]);
  expect(ids({ ...request, reasoning })).toEqual([]);
  expect(ids({ ...request, reasoning: { ...reasoning, mode: "off" } })).toEqual(["/reasoning"]);
  expect(ids({ ...request, reasoning: { ...reasoning, effort: "low" } })).toEqual(["/reasoning", "/reasoning/effort"]);
});

test("a response format goes whole, or a keyword of its schema does", () => {
  const schema = { type: "object", maxProperties: 2 } as const;
  const format = { kind: "json-schema", name: "answer", schema, strict: true } as const;
  const request: ChatRequest = { ...plainRequest("m", [user("a")]), responseFormat: format };
  const keyword = "/responseFormat/schema/maxProperties";
  expect(ids(request)).toEqual([keyword, "/responseFormat", "/responseFormat/strict"]);
  expect(less(request, keyword)?.responseFormat).toEqual({ ...format, schema: { type: "object" } });
  expect(less(request, "/responseFormat/strict")?.responseFormat).toEqual({ ...format, strict: null });
  expect(less(request, "/responseFormat")?.responseFormat).toBeNull();
});

test("members of arguments go only where we would write them as they stand", () => {
  const withArguments = (argumentsText: string) =>
    plainRequest("m", [
      user("a"),
      { ...calls("1"), parts: [{ kind: "tool-call", id: "1", name: "look", argumentsText }] },
      result("1"),
    ]);
  const at = "/messages/1/parts/0/argumentsText";
  const plain = withArguments('{"a":1,"b":[2,3]}');
  expect(ids(plain)).toEqual(["/messages/1-2", `${at}/a`, `${at}/b`, `${at}/b/0`, `${at}/b/1`]);
  expect(less(plain, `${at}/a`, `${at}/b/0`)?.messages[1]?.parts).toMatchObject([{ argumentsText: '{"b":[3]}' }]);
  expect(ids(withArguments('{ "a": 1 }'))).toEqual(["/messages/1-2"]);
  expect(ids(withArguments('{"a":1'))).toEqual(["/messages/1-2"]);
});

test("what is to stay is in no unit, nor is anything around it", () => {
  const units = unitsOf(withTools, ["/tools/0/parameters/properties/city"]).map(({ id }) => id);
  expect(units).not.toContain("/tools/0");
  expect(units).not.toContain("/tools/0/parameters/properties");
  expect(units).toContain("/tools/0/description");
  expect(units).toContain("/tools/1");
});

test("words are on one line and safe to print", () => {
  const request = plainRequest("m", [system("a\n\u001b[31mred"), user("b")]);
  expect(unitsOf(request)[0]?.says).toBe('the system message (message 1, "a \\u{1b}[31mred")');
});
