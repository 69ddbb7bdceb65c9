import { expect, test } from "vitest";
import {
  assistant,
  body,
  conversation,
  encoded,
  idsOf,
  user,
  weather,
  write,
} from "../../../test/support/invoke-encoding.js";
import { invokeTarget } from "../../../test/support/invoke-frames.js";
import type { AssistantPart, Message, ToolResultPart } from "../../chat/message.js";
import { plainRequest } from "../../chat/request.js";
import { bedrockInvoke } from "./adapter.js";

test.each([
  ["moonshot", { kind: "required" }, "required"],
  ["mistral-chat", { kind: "tool", name: "get_weather" }, { type: "function", function: { name: "get_weather" } }],
] as const)(
  "R17 %s: a tool choice that it does not take goes out under faithful and is refused under repair",
  (family, choice, sent) => {
    const request = { messages: [user("Hi")], tools: [weather], toolChoice: choice };
    const written = encoded(family, request);
    expect(written.body["tool_choice"]).toEqual(sent);
    expect(idsOf(written, "limit-exceeded")).toEqual(["toolChoice"]);
    expect(write(family, request, { policy: "repair" })).toMatchObject({ kind: "refused", field: "toolChoice" });
  },
);

test.each([
  ["anthropic", "required", { type: "any" }],
  ["anthropic", "none", { type: "none" }],
  ["mistral-chat", "required", "any"],
  ["gpt-oss", "required", "required"],
] as const)("R17 %s: tool choice %s in the family's word", (family, kind, word) => {
  const request = { messages: [user("Hi")], tools: [weather], toolChoice: { kind }, maxOutputTokens: 9 };
  expect(encoded(family, request).body["tool_choice"]).toEqual(word);
});

test("R18 nova has no word for none: no tools are sent, unless the history calls them", () => {
  const none = { tools: [weather], toolChoice: { kind: "none" } } as const;
  expect(encoded("nova", { messages: [user("Hi")], ...none }).body["toolConfig"]).toBeUndefined();
  const written = encoded("nova", { messages: conversation, ...none });
  expect(written.body["toolConfig"]).toHaveProperty("tools");
  expect(idsOf(written, "tool-choice-none")).toEqual(["toolChoice"]);
});

test("R13 an id is never altered under faithful, and an alias that comes back under repair", () => {
  const request = { messages: conversation, tools: [weather], maxOutputTokens: 9 };
  const faithful = encoded("mistral-chat", request);
  expect(JSON.stringify(faithful.body)).toContain('"tool_call_id":"functions.get_weather:0"');
  expect(idsOf(faithful, "limit-exceeded")).toEqual(["messages[2].parts[0].id"]);
  const repaired = encoded("mistral-chat", request, { policy: "repair" });
  const [[alias, original] = ["", ""]] = [...repaired.aliases.toolCallIds];
  expect(alias).toMatch(/^[a-zA-Z0-9]{9}$/);
  expect(original).toBe("functions.get_weather:0");
  expect(JSON.stringify(repaired.body)).toContain(`"tool_call_id":"${alias}"`);
  expect(JSON.stringify(repaired.body)).not.toContain("functions.get_weather:0");
});

test("R19 repair: a tool name with a space gets an alias everywhere", () => {
  const request = { messages: [user("Hi")], tools: [{ ...weather, name: "get weather" }], maxOutputTokens: 9 };
  const written = encoded("anthropic", request, { policy: "repair" });
  const [[alias, original] = ["", ""]] = [...written.aliases.toolNames];
  expect(alias).toMatch(/^get_weather_[a-z0-9]{9}$/);
  expect(original).toBe("get weather");
  expect(written.body["tools"]).toMatchObject([{ name: alias }]);
});

test.each(["llama", "titan", "mistral-text", "deepseek-r1", "cohere"])(
  "S21 S22 R40 %s: tools have no place, so nothing is sent",
  (family) => {
    const inTools = write(family, { messages: [user("Hi")], tools: [weather] });
    const inHistory = write(family, { messages: conversation });
    expect(inTools).toMatchObject({ kind: "unsupported", failure: "tools-unsupported", field: "tools" });
    expect(inHistory).toMatchObject({ kind: "unsupported", failure: "tools-unsupported" });
    const options = { target: invokeTarget(family, false), policy: "faithful" } as const;
    const asAdapter = bedrockInvoke.encode({ ...plainRequest("m", [user("Hi")]), tools: [weather] }, options);
    expect(asAdapter).toMatchObject({ kind: "refused", field: "tools" });
  },
);

test.each([
  ["llama", "parts[0]"],
  ["gpt-oss", "parts[0]"],
])("R29 %s: an image has no place, so nothing is sent", (family, place) => {
  const image = { kind: "image", source: { kind: "bytes", mediaType: "image/png", base64: "AA==" } } as const;
  const messages: readonly Message[] = [{ role: "user", parts: [image], name: null }];
  expect(write(family, { messages })).toMatchObject({ kind: "unsupported", field: `messages[0].${place}` });
});

test.each([
  ["faithful", "a<|eot_id|>b"],
  ["repair", "a<\u200b|eot_id|>b"],
] as const)("llama, %s: a special token in a message is a warning", (policy, sent) => {
  const written = encoded("llama", { messages: [user("a<|eot_id|>b")] }, { policy });
  expect(written.body["prompt"]).toContain(sent);
  expect(idsOf(written, "special-tokens")).toEqual(["messages[0]"]);
});

test.each([
  ["faithful", [{ role: "user" }, { role: "user" }]],
  ["repair", [{ role: "user" }]],
] as const)("R2 %s: two user messages in a row", (policy, turns) => {
  const written = encoded("anthropic", { messages: [user("a"), user("b")], maxOutputTokens: 9 }, { policy });
  expect(written.body["messages"]).toMatchObject(turns);
  expect(idsOf(written, "turns-merged")).toEqual(policy === "repair" ? ["messages[1]"] : []);
});

test.each([
  ["", {}, "arguments-empty"],
  [null, {}, "arguments-empty"],
  ["{oops", "{oops", "arguments-invalid"],
  ["[1]", [1], "arguments-invalid"],
])("R12 anthropic, faithful: arguments %j", (argumentsText, input, id) => {
  const call: AssistantPart = { kind: "tool-call", id: "a", name: "f", argumentsText };
  const written = encoded("anthropic", { messages: [user("x"), assistant(call)], maxOutputTokens: 9 });
  expect(written.body["messages"]).toMatchObject([{}, { content: [{ type: "tool_use", input }] }]);
  expect(idsOf(written, id)).toHaveLength(1);
});

test("R12 anthropic, repair: arguments that are no object are refused by name", () => {
  const call: AssistantPart = { kind: "tool-call", id: "a", name: "f", argumentsText: "{oops" };
  const request = { messages: [user("x"), assistant(call)], maxOutputTokens: 9 };
  expect(write("anthropic", request, { policy: "repair" })).toMatchObject({
    kind: "refused",
    field: "messages[1].parts[0]",
  });
});

test("an unknown family names models.yaml and the families there are", () => {
  const written = write("rainbow", { messages: [user("x")] });
  expect(written).toMatchObject({ kind: "unsupported", failure: "harness-fault" });
  expect(JSON.stringify(written)).toContain("unknown body family rainbow");
});

test.each([
  ["faithful", { content: [{ type: "text", text: "" }] }, []],
  ["repair", {}, ["messages[2]"]],
] as const)("R6 anthropic, %s: an empty tool result", (policy, sent, warned) => {
  const written = encoded(
    "anthropic",
    { messages: answered({ kind: "text", text: "" }), maxOutputTokens: 9 },
    { policy },
  );
  expect(written.body["messages"]).toMatchObject([
    {},
    {},
    { content: [{ type: "tool_result", tool_use_id: "a", ...sent }] },
  ]);
  expect(idsOf(written, "blank-text-dropped")).toEqual(warned);
});

test("R7 a JSON tool result is JSON for Nova and text for Claude", () => {
  const messages = answered({ kind: "json", value: { f: 65 } });
  expect(JSON.stringify(body("nova", { messages }))).toContain('"content":[{"json":{"f":65}}]');
  expect(JSON.stringify(body("anthropic", { messages, maxOutputTokens: 9 }))).toContain(
    '"content":[{"type":"text","text":"{\\"f\\":65}"}]',
  );
});

test.each([
  ["nova", []],
  ["anthropic", ["messages[2].parts[0]"]],
  ["moonshot", ["messages[2].parts[0]"]],
])("R7 %s: a JSON tool result that is sent as text is a warning", (family, places) => {
  const messages = answered({ kind: "json", value: { f: 65 } });
  expect(idsOf(encoded(family, { messages, maxOutputTokens: 9 }), "json-as-text")).toEqual(places);
  const text = answered({ kind: "text", text: "65" });
  expect(idsOf(encoded(family, { messages: text, maxOutputTokens: 9 }), "json-as-text")).toEqual([]);
});

test.each([
  ["faithful", [{ text: "" }, { toolUse: { toolUseId: "a", name: "f", input: {} } }]],
  ["repair", [{ toolUse: { toolUseId: "a", name: "f", input: {} } }]],
] as const)("R9 nova, %s: blank text beside a call", (policy, content) => {
  const call: AssistantPart = { kind: "tool-call", id: "a", name: "f", argumentsText: "{}" };
  const written = encoded("nova", { messages: [user("x"), assistant({ kind: "text", text: "" }, call)] }, { policy });
  expect(written.body["messages"]).toMatchObject([{}, { content }]);
});

test("R10 anthropic: an assistant turn that is left empty is dropped under repair only, with a warning", () => {
  const request = { messages: [user("x"), assistant({ kind: "text", text: " " }), user("y")], maxOutputTokens: 9 };
  expect(encoded("anthropic", request).body["messages"]).toHaveLength(3);
  const repaired = encoded("anthropic", request, { policy: "repair" });
  expect(repaired.body["messages"]).toHaveLength(2);
  expect(idsOf(repaired, "turn-dropped")).toEqual(["messages[1]"]);
});

test.each(["anthropic", "nova"])(
  "R11 %s: blank user text goes out under faithful and is refused by name under repair",
  (family) => {
    const request = { messages: [user("  ")], maxOutputTokens: 9 };
    expect(JSON.stringify(body(family, request))).toContain('"text":"  "');
    expect(write(family, request, { policy: "repair" })).toMatchObject({
      kind: "refused",
      field: "messages[0].parts[0]",
    });
  },
);

function answered(part: ToolResultPart): readonly Message[] {
  const call: AssistantPart = { kind: "tool-call", id: "a", name: "f", argumentsText: "{}" };
  return [user("x"), assistant(call), { role: "tool", toolCallId: "a", toolName: null, parts: [part], status: null }];
}
