import { describe, expect, test } from "vitest";
import { targetNamed } from "../../../../test/samples/catalog-targets.js";
import { sentBody, writtenBody } from "../../../../test/support/written-body.js";
import type { JsonObject } from "../../../chat/json.js";
import type { AssistantPart, Message } from "../../../chat/message.js";
import { type ChatRequest, plainRequest } from "../../../chat/request.js";
import type { Target } from "../../../chat/target.js";
import { differencePatch } from "../../evidence/json-patch.js";
import { carried } from "../places/carried.js";
import { changeRequest } from "./change-request.js";
import { factorChoices } from "./factor-choices.js";

const converse = targetNamed("kimi-k2.5/bedrock/converse-stream");
const chat = targetNamed("kimi-k2.5/bedrock-mantle/chat-completions");
const invoke = targetNamed("kimi-k2.5/bedrock/invoke-model");
const claude = targetNamed("claude-haiku-4.5/bedrock/converse");
const claudeInvoke = targetNamed("claude-haiku-4.5/bedrock/invoke-model");
const moonshot = targetNamed("kimi-k2.5/moonshot/chat-completions");
const openrouter = targetNamed("kimi-k2.5/openrouter/chat-completions@moonshotai");
const unpinned = targetNamed("kimi-k2.5/openrouter/chat-completions");
const mistral = targetNamed("mistral-large-3/bedrock/converse");

const user = (text: string): Message => ({ role: "user", parts: [{ kind: "text", text }], name: null });
const call = (id: string, name = "get_weather", argumentsText = '{"location": "SF"}'): AssistantPart => ({
  ...{ kind: "tool-call", id, name, argumentsText },
});
const turn = (...parts: readonly AssistantPart[]): Message => ({ role: "assistant", parts, name: null });
const weather = { temperature: 65, condition: "Sunny" };
const result = (toolCallId: string, parts: Extract<Message, { role: "tool" }>["parts"]): Message => ({
  ...{ role: "tool", toolCallId, toolName: null, parts, status: null },
});
const json = (id: string) => result(id, [{ kind: "json", value: weather }]);
const text = (value: string): AssistantPart => ({ kind: "text", text: value });
const thought: AssistantPart = {
  ...{ kind: "reasoning", text: "Look it up.", signature: null, redacted: null, details: null },
  field: "reasoning_content",
};

const plainTool = {
  ...{ name: "get_weather", description: null, strict: null },
  parameters: { type: "object", properties: { location: { type: "string" } }, required: ["location"] },
};

/** A question after one call with its result. */
const base: ChatRequest = {
  ...plainRequest("m", [user("[ref 0a1b2c] Weather?"), turn(call("callSF001")), json("callSF001")]),
  ...{ tools: [plainTool], maxOutputTokens: 1024, temperature: 1 },
};

const withTurn = (...parts: readonly AssistantPart[]): Partial<ChatRequest> => ({
  messages: [user("[ref 0a1b2c] Weather?"), turn(...parts), json("callSF001")],
});

const failing = (target: Target, change: Partial<ChatRequest>) =>
  carried({ ...{ request: { ...base, ...change }, target, client: "http" }, sentinels: ["65", "sunny"], findings: [] });

/** What a level changes in the body: `+ place value`, `- place`, `place value`. Null: it is not offered, for the reason given. */
function changesOf(target: Target, level: string, change: Partial<ChatRequest>): readonly string[] | string {
  const whole = failing(target, change);
  const [factor = "", id = ""] = level.split("=");
  const { factors, notAsked } = factorChoices(whole, { mostTokens: null, write: writtenBody });
  const isOffered = factors.find((one) => one.id === factor)?.levels.some((one) => one.id === id) === true;
  if (!isOffered)
    return notAsked.find((one) => one.factor === factor && one.level === id)?.why ?? "nothing of the kind";
  const after = changeRequest(whole.request, { [factor]: id }, whole.sentinels);
  return differencePatch(sentBody(whole.request, whole.target), sentBody(after, whole.target)).flatMap((one) => {
    if (one.op === "test") return [];
    if (one.op === "remove") return [`- ${one.path}`];
    return [`${one.op === "add" ? "+ " : ""}${one.path} ${JSON.stringify(one.value)}`];
  });
}

type Row = readonly [target: Target, level: string, change: Partial<ChatRequest>, expected: readonly string[] | string];

const check = (rows: readonly Row[]) => {
  test.each(rows.map(([target, level, change, expected]) => ({ id: target.id, level, target, change, expected })))(
    "$level at $id",
    ({ target, level, change, expected }) => {
      expect(changesOf(target, level, change)).toEqual(expected);
    },
  );
};

const c1 = "/messages/1/content";
const callId = (id: string) => [
  `${c1}/0/toolUse/toolUseId "${id}"`,
  `/messages/2/content/0/toolResult/toolUseId "${id}"`,
];
const chatId = (id: string) => [`/messages/1/tool_calls/0/id "${id}"`, `/messages/2/tool_call_id "${id}"`];

describe("the form of the call ids", () => {
  check([
    [converse, "id-form=native", {}, callId("functions.get_weather:0")],
    [chat, "id-form=native", {}, chatId("functions.get_weather:0")],
    [invoke, "id-form=native", {}, chatId("functions.get_weather:0")],
    [chat, "id-form=native-sanitised", {}, chatId("functions_get_weather_0")],
    [
      claudeInvoke,
      "id-form=native-sanitised",
      {},
      [
        '/messages/1/content/0/id "functions_get_weather_0"',
        '/messages/2/content/0/tool_use_id "functions_get_weather_0"',
      ],
    ],
    [
      claude,
      "id-form=native",
      {},
      "this service takes only call ids that match ^[a-zA-Z0-9_-]{1,64}$, and functions.get_weather:0 does not",
    ],
    [chat, "id-form=nine", {}, "nothing of the kind"],
    [chat, "id-form=native", { messages: [user("[ref 0a1b2c] Weather?")] }, "nothing of the kind"],
  ]);

  test("begins with the model's own", () => {
    const first = (target: Target, id: string) => {
      const messages = [user("Weather?"), turn(call(id)), json(id)];
      const { factors } = factorChoices(failing(target, { messages }), { mostTokens: null, write: writtenBody });
      return factors.find((one) => one.id === "id-form")?.levels[0]?.id;
    };
    expect(first(converse, "callSF001")).toBe("native");
    expect(first(converse, "functions.get_weather:0")).toBe("tooluse");
    expect(first(claude, "callSF001")).toBe("tooluse");
    expect(first(claudeInvoke, "callSF001")).toBe("toolu");
    expect(first(mistral, "tooluse_kZJMlvQmRJ6eAyJE5GIl7Q")).toBe("nine");
    const own = [{ form: "abc", example: "abc-12", source: "a page", date: "2026-11-29" }];
    const other = { ...chat, quirks: { ...chat.quirks, nativeCallIds: own } };
    expect(first(other, "callSF001")).toBe("like:abc-12");
  });

  test("keeps calls and results together where ids are used again, and those without an id", () => {
    const messages = [
      user("?"),
      ...[turn(call("call_0"), call("call_1", "get_time")), json("call_1"), json("call_0")],
      ...[turn(call("call_0", "get_time")), json("call_0")],
    ];
    const { messages: after } = changeRequest({ ...base, messages }, { "id-form": "native" }, []);
    const ids = after.flatMap((one) => {
      if (one.role === "tool") return [one.toolCallId];
      return one.role === "assistant" ? one.parts.map((part) => (part.kind === "tool-call" ? part.id : null)) : [];
    });
    const [a, b, c] = ["functions.get_weather:0", "functions.get_time:1", "functions.get_time:2"];
    expect(ids).toEqual([a, b, b, a, c, c]);
    const without = [user("?"), turn({ kind: "tool-call", id: null, name: "a", argumentsText: "{}" })];
    expect(changeRequest({ ...base, messages: without }, { "id-form": "native" }, []).messages).toEqual(without);
  });
});

describe("what stands beside a call", () => {
  check([
    [converse, "text-before-call=present", {}, [`+ ${c1}/0 {"text":"Let me check that."}`]],
    [chat, "text-before-call=present", {}, [`${c1} "Let me check that."`]],
    [invoke, "text-before-call=present", {}, [`${c1} "Let me check that."`]],
    [claudeInvoke, "text-before-call=present", {}, [`+ ${c1}/0 {"type":"text","text":"Let me check that."}`]],
    [converse, "text-before-call=none", withTurn(text("So:"), call("callSF001")), [`- ${c1}/0`]],
    [chat, "text-before-call=none", withTurn(text("So:"), call("callSF001")), [`${c1} null`]],
    [chat, "blank-text=present", {}, [`${c1} ""`]],
    [converse, "blank-text=present", {}, "this API refuses a blank text block (boto/botocore#3525, 2025-07-23)"],
    [converse, "blank-text=absent", withTurn(text(""), call("callSF001")), [`- ${c1}/0`]],
    [chat, "blank-text=absent", withTurn(text(""), call("callSF001")), [`${c1} null`]],
    [chat, "blank-text=absent", { messages: [user("?"), turn(text(" ")), user("?")] }, "nothing of the kind"],
    [chat, "reasoning-history=dropped", withTurn(thought, call("callSF001")), ["- /messages/1/reasoning_content"]],
    [
      chat,
      "reasoning-history=as-text",
      withTurn(thought, call("callSF001")),
      [`${c1} "<think>Look it up.</think>"`, "- /messages/1/reasoning_content"],
    ],
    [converse, "reasoning-history=dropped", withTurn(thought, call("callSF001")), [`- ${c1}/0`]],
    [
      moonshot,
      "reasoning-history=dropped",
      withTurn(thought, call("callSF001")),
      "this service wants reasoning_content beside every call (mastra-ai/mastra#12592, 2026-02-01)",
    ],
    [
      converse,
      "reasoning-history=kept",
      {},
      "the history has no reasoning; only a reply of the service itself can give some, which is one more turn",
    ],
    [converse, "argument-form=empty", {}, [`- ${c1}/0/toolUse/input/location`]],
    [converse, "argument-form=string", {}, [`${c1}/0/toolUse/input "{\\"location\\": \\"SF\\"}"`]],
    [chat, "argument-form=compact", {}, ['/messages/1/tool_calls/0/function/arguments "{\\"location\\":\\"SF\\"}"']],
    [chat, "argument-form=empty", {}, ['/messages/1/tool_calls/0/function/arguments "{}"']],
    [
      converse,
      "argument-form=object",
      withTurn(call("callSF001", "get_weather", '"{\\"location\\":\\"SF\\"}"')),
      [`${c1}/0/toolUse/input {"location":"SF"}`],
    ],
  ]);
});

const c2 = "/messages/2/content";
const jsonText = '"{\\"temperature\\":65,\\"condition\\":\\"Sunny\\"}"';
const lines = '"temperature: 65\\ncondition: Sunny"';
const asText: Partial<ChatRequest> = {
  messages: [user("[ref 0a1b2c] ?"), turn(call("a")), result("a", [{ kind: "text", text: JSON.stringify(weather) }])],
};
const longText = `first\n${"nothing to see\n".repeat(40)}the temperature is 65\nit is sunny`;
const long = { messages: [user("?"), turn(call("a")), result("a", [{ kind: "text", text: longText }])] };

describe("the results of tools", () => {
  check([
    [converse, "result-form=json-text", {}, [`${c2}/0/toolResult/content/0 {"text":${jsonText}}`]],
    [converse, "result-form=lines", {}, [`${c2}/0/toolResult/content/0 {"text":${lines}}`]],
    [converse, "result-form=json", asText, [`${c2}/0/toolResult/content/0 {"json":${JSON.stringify(weather)}}`]],
    [chat, "result-form=lines", {}, [`${c2} ${lines}`]],
    [invoke, "result-form=lines", {}, [`${c2} ${lines}`]],
    [chat, "result-form=json", asText, "only Converse has JSON in a tool result"],
    [claude, "tool-status=success", {}, [`+ ${c2}/0/toolResult/status "success"`]],
    [
      converse,
      "tool-status=success",
      {},
      "the reference has the status for Amazon Nova and Anthropic Claude 3 and 4 alone",
    ],
    [chat, "tool-status=success", {}, "only Converse has a status in a tool result"],
    [chat, "result-name=present", {}, ['+ /messages/2/name "get_weather"']],
    [converse, "result-name=present", {}, "nothing of the kind"],
    [
      converse,
      "result-length=short",
      long,
      [`${c2}/0/toolResult/content/0/text "first\\nthe temperature is 65\\nit is sunny"`],
    ],
    [chat, "result-length=short", long, [`${c2} "first\\nthe temperature is 65\\nit is sunny"`]],
    [chat, "result-length=short", {}, "nothing of the kind"],
    [converse, "text-after-result=same-turn", {}, [`+ ${c2}/1 {"text":"Please answer with the result above."}`]],
    [
      chat,
      "text-after-result=new-turn",
      {},
      ['+ /messages/3 {"role":"user","content":"Please answer with the result above."}'],
    ],
    [chat, "text-after-result=same-turn", {}, "Chat Completions has no text beside a tool result"],
    [converse, "text-after-result=none", { messages: [...base.messages, user("Go on.")] }, [`- ${c2}/1`]],
    [chat, "text-after-result=none", { messages: [...base.messages, user("Go on.")] }, ["- /messages/3"]],
  ]);
});

const two = [call("a"), call("b", "get_time")];
const parallel = { messages: [user("[ref 0a1b2c] ?"), turn(...two), json("a"), json("b")] };
const pair = (id: string) => [turn(call(id)), json(id)];

describe("the length of the history", () => {
  const rolesOf = (change: Partial<ChatRequest>, level: string) => {
    const [factor = "", id = ""] = level.split("=");
    return changeRequest({ ...base, ...change }, { [factor]: id }, []).messages.map((message) => {
      if (message.role === "tool") return message.toolCallId;
      if (message.role !== "assistant")
        return message.parts.map((part) => (part.kind === "text" ? part.text : "")).join();
      return message.parts.map((part) => (part.kind === "tool-call" ? part.id : "text")).join("+");
    });
  };

  test("one call a turn, and calls in one turn", () => {
    expect(rolesOf(parallel, "parallel-calls=sequential")).toEqual(["[ref 0a1b2c] ?", "a", "a", "b", "b"]);
    const led = { messages: [user("?"), turn(text("So:"), ...two), json("b"), json("a")] };
    expect(rolesOf(led, "parallel-calls=sequential")).toEqual(["?", "text+a", "a", "b", "b"]);
    const sequential = { messages: [user("?"), ...pair("a"), ...pair("b"), user("And now?"), ...pair("c")] };
    expect(rolesOf(sequential, "parallel-calls=parallel")).toEqual(["?", "a+b", "a", "b", "And now?", "c", "c"]);
    const unanswered = { messages: [user("?"), turn(...two), json("a")] };
    expect(rolesOf(unanswered, "parallel-calls=sequential")).toEqual(["?", "a+b", "a"]);
  });

  test("the last turn with calls, or the last call, with the question, the reference and the system message", () => {
    const system: Message = { role: "system", parts: [{ kind: "text", text: "Brief." }], name: null };
    const messages = [system, user("[ref 0a1b2c] First?"), ...pair("x"), turn(text("65.")), user("Then?")];
    const whole = { messages: [...messages, turn(...two), json("a"), json("b"), user("Go on.")] };
    expect(rolesOf(whole, "history=last-turn")).toEqual(["Brief.", "[ref 0a1b2c] Then?", "a+b", "a", "b", "Go on."]);
    expect(rolesOf(whole, "history=last-call")).toEqual(["Brief.", "[ref 0a1b2c] Then?", "b", "b", "Go on."]);
    expect(rolesOf({ messages }, "history=last-turn")).toEqual([
      "Brief.",
      "[ref 0a1b2c] First?",
      "x",
      "x",
      "text",
      "Then?",
    ]);
    const talk = { messages: [user("[ref 0a1b2c] Hi"), turn(text("Hello")), user("Weather?")] };
    expect(rolesOf(talk, "history=last-question")).toEqual(["[ref 0a1b2c] Weather?"]);
  });

  test("contains calls in parallel and what stood in the turns that are gone", () => {
    const messages = [user("?"), turn(text("So:"), call("x")), json("x"), turn(...two), json("a"), json("b")];
    const { factors } = factorChoices(failing(chat, { messages }), { mostTokens: null, write: writtenBody });
    const history = factors.find(({ id }) => id === "history");
    expect(history?.levels.map(({ id }) => id)).toEqual(["last-call", "last-turn"]);
    // The last turn alone has two calls, so that only the last call has none in parallel.
    expect(history?.levels.map(({ contains }) => contains)).toEqual([
      ["text-before-call", "parallel-calls"],
      ["text-before-call"],
    ]);
    const one = factorChoices(failing(chat, parallel), { mostTokens: null, write: writtenBody }).factors;
    expect(one.find(({ id }) => id === "history")?.levels.map(({ contains }) => contains)).toEqual([
      ["parallel-calls"],
    ]);
  });

  test("is kept where the answer must use a result that would go", () => {
    const cold = result("z", [{ kind: "text", text: "cold" }]);
    const messages = [user("?"), ...pair("x"), turn(call("z")), cold];
    expect(changesOf(chat, "history=last-turn", { messages })).toBe(
      'it would take out "65", which the answer must use',
    );
  });
});

const odd = {
  ...plainTool,
  strict: true,
  parameters: {
    ...{ $schema: "x", type: "object", additionalProperties: false, required: ["location"] },
    properties: { location: { type: "string", anyOf: [{ minLength: 1 }] } },
  },
};
const more = { tools: [plainTool, { ...plainTool, name: "plan" }, { ...plainTool, name: "search" }] };

describe("tools", () => {
  check([
    [converse, "tool-count=called", more, ["- /toolConfig/tools/2", "- /toolConfig/tools/1"]],
    [chat, "tool-count=called", more, ["- /tools/2", "- /tools/1"]],
    [chat, "tool-count=called", {}, "nothing of the kind"],
    [chat, "tool-count=none", {}, ["- /tools"]],
    [chat, "tool-count=none", { toolChoice: { kind: "auto" } }, "nothing of the kind"],
    [chat, "tool-count=none", { messages: [user("?")] }, "nothing of the kind"],
    [converse, "tool-count=none", {}, "this API wants the tools where the history has calls (langgenius/dify#17545)"],
    [
      chat,
      "tool-count=called",
      { ...more, messages: [user("?")] },
      "the history calls no tool, so none can be left out safely",
    ],
    [
      converse,
      "schema-keywords=plain",
      { tools: [odd] },
      [
        "- /toolConfig/tools/0/toolSpec/inputSchema/json/$schema",
        "- /toolConfig/tools/0/toolSpec/inputSchema/json/additionalProperties",
        "- /toolConfig/tools/0/toolSpec/inputSchema/json/properties/location/anyOf",
      ],
    ],
    [
      chat,
      "schema-keywords=plain",
      { tools: [odd] },
      [
        "- /tools/0/function/parameters/$schema",
        "- /tools/0/function/parameters/additionalProperties",
        "- /tools/0/function/parameters/properties/location/anyOf",
      ],
    ],
    [chat, "strict-tools=absent", { tools: [odd] }, ["- /tools/0/function/strict"]],
    [converse, "strict-tools=absent", { tools: [odd] }, ["- /toolConfig/tools/0/toolSpec/strict"]],
    [converse, "tool-choice=auto", {}, ['+ /toolConfig/toolChoice {"auto":{}}']],
    [chat, "tool-choice=auto", {}, ['+ /tool_choice "auto"']],
    [chat, "tool-choice=absent", { toolChoice: { kind: "required" } }, ["- /tool_choice"]],
    [converse, "tool-choice=absent", { toolChoice: { kind: "required" } }, ["- /toolConfig/toolChoice"]],
    [converse, "tool-choice=absent", { toolChoice: { kind: "none" } }, "nothing of the kind"],
    [chat, "parallel-switch=absent", { parallelToolCalls: false }, ["- /parallel_tool_calls"]],
    [converse, "parallel-switch=absent", { parallelToolCalls: false }, "nothing of the kind"],
  ]);
});

const off = { mode: "off", effort: null, budgetTokens: null } as const;

describe("settings", () => {
  check([
    [converse, "token-limit=8192", {}, ["/inferenceConfig/maxTokens 8192"]],
    [chat, "token-limit=8192", {}, ["/max_tokens 8192"]],
    [invoke, "token-limit=8192", {}, ["/max_tokens 8192"]],
    [chat, "token-limit=64", {}, "a model that reasons is cut at 64 tokens, which is a failure of its own"],
    [mistral, "token-limit=64", {}, ["/inferenceConfig/maxTokens 64"]],
    [
      { ...mistral, capabilities: { ...mistral.capabilities, maxOutputTokens: 4096 } },
      "token-limit=8192",
      {},
      "this target gives at most 4096 tokens",
    ],
    [converse, "sampling=default", {}, ["- /inferenceConfig/temperature"]],
    [converse, "sampling=temperature-0", { topP: 0.9 }, ["/inferenceConfig/temperature 0", "- /inferenceConfig/topP"]],
    [chat, "sampling=temperature-0.6", {}, ["/temperature 0.6"]],
    [chat, "sampling=top-p-0.95", {}, ["- /temperature", "+ /top_p 0.95"]],
    [converse, "sampling=top-p-0.95", { temperature: null, topP: 0.95 }, "nothing of the kind"],
    [chat, "sampling=temperature-1", {}, "nothing of the kind"],
    [moonshot, "sampling=temperature-0.6", {}, "this service takes a temperature of 1 alone"],
    [moonshot, "sampling=temperature-1", { temperature: 0.6 }, ["/temperature 1"]],
    [openrouter, "sampling=temperature-0", {}, "this service takes a temperature of 1 alone"],
    [chat, "stop-sequences=absent", { stopSequences: ["END"] }, ["- /stop"]],
    [converse, "stop-sequences=absent", { stopSequences: ["END"] }, ["- /inferenceConfig/stopSequences"]],
    [chat, "response-format=absent", { responseFormat: { kind: "json-object" } }, ["- /response_format"]],
    [converse, "response-format=absent", { responseFormat: { kind: "json-object" } }, "nothing of the kind"],
    [converse, "thinking=off-additional", {}, ['+ /additionalModelRequestFields {"thinking":{"type":"disabled"}}']],
    [chat, "thinking=off-field", {}, ['+ /thinking {"type":"disabled"}']],
    [chat, "thinking=off-template", {}, ['+ /chat_template_kwargs {"thinking":false}']],
    [invoke, "thinking=off-field", {}, ['+ /thinking {"type":"disabled"}']],
    [openrouter, "thinking=off", { temperature: null }, ['+ /reasoning {"enabled":false}']],
    [moonshot, "thinking=off", {}, "with reasoning off this service takes a temperature of 0.6 alone, and 1 is sent"],
    [moonshot, "thinking=off", { temperature: null }, ['+ /thinking {"type":"disabled"}']],
    [moonshot, "thinking=default", { reasoning: off }, ["- /thinking"]],
    [mistral, "thinking=off", {}, "nothing of the kind"],
    [openrouter, "thinking=default", { extra: { reasoning: { effort: "high" } } }, ["- /reasoning"]],
    [
      converse,
      "thinking=default",
      { extra: { additionalModelRequestFields: { thinking: { type: "enabled" }, top_a: 1 } } },
      ["- /additionalModelRequestFields/thinking"],
    ],
  ]);
});

const system: Message = { role: "system", parts: [text("Be brief.") as { kind: "text"; text: string }], name: null };
const marked: Message = { ...system, parts: [...system.parts, { kind: "cache-point", ttl: null }] };
const image = { kind: "image", source: { kind: "bytes", mediaType: "image/png", base64: "aGk=" } } as const;

describe("what stands around the question", () => {
  check([
    [converse, "system-message=absent", { messages: [system, ...base.messages] }, ["- /system"]],
    [chat, "system-message=absent", { messages: [system, ...base.messages] }, ["- /messages/0"]],
    [converse, "system-message=plain", {}, ['+ /system [{"text":"You are a helpful assistant."}]']],
    [chat, "system-message=plain", {}, ['+ /messages/0 {"role":"system","content":"You are a helpful assistant."}']],
    [
      chat,
      "developer-role=system",
      { messages: [{ ...system, role: "developer" }, ...base.messages] },
      ['/messages/0/role "system"'],
    ],
    [
      converse,
      "developer-role=system",
      { messages: [{ ...system, role: "developer" }, ...base.messages] },
      "this API has no role developer: the message is sent as the system's already",
    ],
    [converse, "cache-points=absent", { messages: [marked, ...base.messages] }, ["- /system/1"]],
    [chat, "cache-points=absent", { messages: [marked, ...base.messages] }, ['/messages/0/content "Be brief."']],
    [invoke, "cache-points=absent", { messages: [marked, ...base.messages] }, "nothing of the kind"],
    [
      converse,
      "media=absent",
      { messages: [{ role: "user", parts: [image], name: null }, ...base.messages.slice(1)] },
      ['/messages/0/content/0 {"text":"(attachment left out)"}'],
    ],
    [
      chat,
      "media=absent",
      { messages: [{ role: "user", parts: [image], name: null }, ...base.messages.slice(1)] },
      ['/messages/0/content "(attachment left out)"'],
    ],
    [
      converse,
      "unicode=ascii",
      { messages: [user("[ref 0a1b2c] Zürich – “now”, 65°?"), ...base.messages.slice(1)] },
      [`/messages/0/content/0/text "[ref 0a1b2c] Zurich - 'now', 65??"`],
    ],
    [
      chat,
      "unicode=ascii",
      withTurn(call("callSF001", "get_weather", '{"location":"Zürich"}')),
      ['/messages/1/tool_calls/0/function/arguments "{\\"location\\":\\"Zurich\\"}"'],
    ],
  ]);
});

const guard = { guardrailConfig: { guardrailIdentifier: "g" }, performanceConfig: { latency: "optimized" } };
const routed: JsonObject = {
  ...{ transforms: ["middle-out"], plugins: [{ id: "web" }], models: ["a/b"], preset: "p" },
  provider: { only: ["moonshotai"], allow_fallbacks: false, sort: "price", data_collection: "deny" },
};

describe("what a provider adds", () => {
  check([
    [converse, "guardrail=absent", { extra: guard }, ["- /guardrailConfig"]],
    [converse, "latency=absent", { extra: guard }, ["- /performanceConfig"]],
    [converse, "latency=standard", { extra: guard }, ['/performanceConfig/latency "standard"']],
    [converse, "service-tier=absent", { extra: { serviceTier: { type: "flex" } } }, ["- /serviceTier"]],
    [chat, "service-tier=absent", { extra: { service_tier: "flex" } }, ["- /service_tier"]],
    [
      converse,
      "model-fields=absent",
      { extra: { additionalModelRequestFields: { thinking: { type: "enabled" }, top_a: 1 } } },
      ["- /additionalModelRequestFields/top_a"],
    ],
    [converse, "guardrail=absent", {}, "nothing of the kind"],
    [invoke, "guardrail=absent", {}, "InvokeModel has it in a header, which the request does not hold"],
    [
      converse,
      "cache-points=present",
      {},
      "most models refuse a cache boundary, with a 403 or a 400 (BerriAI/litellm#39210)",
    ],
    [chat, "other-members=absent", { extra: { metadata: { a: "b" }, logprobs: true } }, ["- /metadata", "- /logprobs"]],
    [openrouter, "other-members=absent", {}, "nothing of the kind"],
    [openrouter, "transforms=absent", { extra: routed }, ["- /transforms"]],
    [openrouter, "plugins=absent", { extra: routed }, ["- /plugins"]],
    [openrouter, "plugins=no-compression", {}, ['+ /plugins [{"id":"context-compression","enabled":false}]']],
    [openrouter, "models=absent", { extra: routed }, ["- /models"]],
    [openrouter, "preset=absent", { extra: routed }, ["- /preset"]],
    [
      openrouter,
      "provider-preferences=pin-only",
      { extra: routed },
      ["- /provider/sort", "- /provider/data_collection"],
    ],
    [openrouter, "provider-preferences=require-parameters", {}, ["+ /provider/require_parameters true"]],
    [openrouter, "provider-preferences=deny-data", {}, ['+ /provider/data_collection "deny"']],
    [
      unpinned,
      "provider-preferences=require-parameters",
      {},
      "it can change the upstream, and routing is no factor: pin one upstream first",
    ],
    [chat, "provider-preferences=require-parameters", {}, "nothing of the kind"],
    [chat, "plugins=no-compression", {}, "nothing of the kind"],
  ]);

  test("levels that cost too much are left out with their price", () => {
    const { notAsked } = factorChoices(failing(chat, {}), { mostTokens: 4096, write: writtenBody });
    const why = "it can cost 7168 more tokens a call; the limit is 4096";
    expect(notAsked).toContainEqual({ factor: "token-limit", level: "8192", why });
  });
});
