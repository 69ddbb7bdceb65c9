import { describe, expect, test } from "vitest";
import { assistant, text, userText, weather } from "../../../test/support/converse-messages.js";
import { faithful, responsesTarget } from "../../../test/support/responses-encode.js";
import type { ChatRequest, ReasoningSetting, ResponseFormat, ToolChoice } from "../../chat/request.js";
import type { Target } from "../../chat/target.js";
import { unknownCapabilities } from "../../chat/unset.js";

const openRouter = responsesTarget({ reasoningDialect: "openrouter" });
const set = (over: Partial<ChatRequest>, target?: Target) => faithful([userText("q")], over, target);

describe("settings, faithfully", () => {
  test.each<[ToolChoice, unknown]>([
    [{ kind: "auto" }, "auto"],
    [{ kind: "none" }, "none"],
    [{ kind: "required" }, "required"],
    [
      { kind: "tool", name: "get_weather" },
      { type: "function", name: "get_weather" },
    ],
  ])("R17 and R18 send the tool choice %j, and all tools beside it", (toolChoice, sent) => {
    const { body, warnings } = set({ tools: [weather], toolChoice });
    expect(body["tool_choice"]).toEqual(sent);
    expect(body["tools"]).toHaveLength(1);
    expect(warnings).toEqual([]);
  });

  test("R19 warns of a tool name that the API refuses, and sends it", () => {
    const { body, warnings } = set({ tools: [{ ...weather, name: "get weather" }] });
    expect(body["tools"]).toMatchObject([{ name: "get weather" }]);
    expect(warnings).toEqual(["limit-broken tools[0].name"]);
  });

  test("R20 and R21 leave out a description that is null, keep an empty one, and say that there are no parameters", () => {
    const tools = [
      { name: "a", description: null, parameters: null, strict: null },
      { name: "b", description: "", parameters: {}, strict: true },
      { name: "c", description: "C", parameters: {}, strict: false },
    ];
    expect(set({ tools }).body["tools"]).toEqual([
      { type: "function", name: "a", parameters: null },
      { type: "function", name: "b", description: "", parameters: {}, strict: true },
      { type: "function", name: "c", description: "C", parameters: {}, strict: false },
    ]);
  });

  test("R40 never leaves out tools, also not an empty list of them", () => {
    const { body, warnings } = set({ tools: [], toolChoice: { kind: "auto" } });
    expect(body).toMatchObject({ tools: [], tool_choice: "auto" });
    expect(warnings).toEqual(["limit-broken tools", "limit-broken toolChoice"]);
  });

  test("leaves tools to a list in extra that has them too, with tools of other kinds, and warns of one that it lacks", () => {
    const hosted = { type: "web_search" };
    const list = [hosted, { type: "function", name: "get_weather", parameters: {}, strict: true }];
    const whole = set({ tools: [weather], toolChoice: { kind: "auto" }, extra: { tools: list } });
    expect([whole.body["tools"], whole.warnings]).toEqual([list, []]);
    const lacking = set({ tools: [weather], extra: { tools: [hosted] } });
    expect([lacking.body["tools"], lacking.warnings]).toEqual([[hosted], ["extra-replaces extra.tools"]]);
  });

  test("R23 and R24 send parallel_tool_calls as it was set, and the one limit of tokens", () => {
    expect(
      set({ parallelToolCalls: false, maxOutputTokens: 7 }, responsesTarget({ maxCompletionTokens: true })).body,
    ).toMatchObject({
      parallel_tool_calls: false,
      max_output_tokens: 7,
    });
  });

  test("R25 and R26 send a temperature out of range and both of temperature and top_p, and warn", () => {
    const { body, warnings } = set({ temperature: 3, topP: 0 }, responsesTarget({ temperatureOrTopP: true }));
    expect(body).toMatchObject({ temperature: 3, top_p: 0 });
    expect(warnings).toEqual(["limit-broken temperature", "limit-broken topP"]);
  });

  test("R27, R28 and R41 drop what the API has not, and warn of each", () => {
    const { body, warnings } = set({
      stopSequences: ["END"],
      seed: 0,
      logitBias: { "5": -1 },
      topK: 4,
      choices: 2,
    });
    expect(Object.keys(body)).toEqual(["model", "input", "store"]);
    expect(warnings).toEqual([
      "dropped stopSequences",
      "dropped seed",
      "dropped logitBias",
      "dropped topK",
      "dropped choices",
    ]);
  });

  test("R28 sends top_k to OpenRouter, which has it", () => {
    expect(set({ topK: 4 }, openRouter)).toMatchObject({ body: { top_k: 4 }, warnings: [] });
  });

  test("R23 sends penalties, and warns where the service is not known to have them", () => {
    const over = { presencePenalty: 0, frequencyPenalty: 1.5 };
    const sent = { presence_penalty: 0, frequency_penalty: 1.5 };
    expect(set(over)).toMatchObject({
      body: sent,
      warnings: ["assumed-field presencePenalty", "assumed-field frequencyPenalty"],
    });
    expect(set(over, openRouter)).toMatchObject({ body: sent, warnings: [] });
  });

  test("R41 asks for log probabilities by include, beside encrypted reasoning, with so many alternatives", () => {
    const include = ["message.output_text.logprobs"];
    expect(set({ logprobs: 0 })).toMatchObject({ body: { include }, warnings: [] });
    expect(set({ logprobs: 0 }).body).not.toHaveProperty("top_logprobs");
    const reasoning: ReasoningSetting = { mode: "on", effort: null, budgetTokens: null };
    const both = set({ logprobs: 2, reasoning }).body;
    expect([both["include"], both["top_logprobs"]]).toEqual([["reasoning.encrypted_content", ...include], 2]);
  });

  const off: ReasoningSetting = { mode: "off", effort: null, budgetTokens: null };
  const on: ReasoningSetting = { ...off, mode: "on" };
  test.each<[ReasoningSetting, Target, unknown, readonly string[]]>([
    [{ ...on, mode: "default" }, responsesTarget(), undefined, []],
    [{ ...on, effort: "high" }, responsesTarget(), { effort: "high" }, []],
    [{ ...on, effort: "high", budgetTokens: 9 }, responsesTarget(), { effort: "high" }, ["budgetTokens"]],
    [on, responsesTarget(), undefined, ["mode"]],
    [off, responsesTarget(), { effort: "none" }, []],
    [on, openRouter, { enabled: true }, []],
    [off, openRouter, { enabled: false }, []],
    [{ ...on, effort: "low", budgetTokens: 9 }, openRouter, { effort: "low", max_tokens: 9 }, []],
  ])("R33 says the reasoning setting %j", (reasoning, target, sent, dropped) => {
    const { body, warnings } = set({ reasoning }, target);
    expect(body["reasoning"]).toEqual(sent);
    expect(warnings).toEqual(dropped.map((member) => `reasoning-setting-dropped reasoning.${member}`));
  });

  const able = responsesTarget({}, { capabilities: { ...unknownCapabilities, reasoning: true } });
  const encrypted = { type: "reasoning", id: "rs_1", summary: [], encrypted_content: "x" };
  test.each<[string, Partial<ChatRequest>, Target, unknown]>([
    ["for a model that is not known to reason", {}, responsesTarget(), undefined],
    ["for a model that reasons", {}, able, ["reasoning.encrypted_content"]],
    ["for a request that wants it", { reasoning: on }, openRouter, ["reasoning.encrypted_content"]],
    ["where reasoning is turned off", { reasoning: off }, able, undefined],
  ])("asks for encrypted reasoning %s: or not", (_, over, target, include) => {
    expect(set(over, target).body["include"]).toEqual(include);
  });

  test("asks for encrypted reasoning again where the history has it", () => {
    const part = {
      kind: "reasoning",
      text: null,
      signature: null,
      redacted: null,
      details: [encrypted],
      field: null,
    } as const;
    expect(faithful([userText("q"), assistant(part, text("a")), userText("r")]).body["include"]).toEqual([
      "reasoning.encrypted_content",
    ]);
  });

  test.each<[ResponseFormat, unknown]>([
    [{ kind: "text" }, { type: "text" }],
    [{ kind: "json-object" }, { type: "json_object" }],
    [
      { kind: "json-schema", name: "s", schema: { type: "object" }, strict: true },
      { type: "json_schema", name: "s", schema: { type: "object" }, strict: true },
    ],
    [
      { kind: "json-schema", name: "s", schema: {}, strict: null },
      { type: "json_schema", name: "s", schema: {} },
    ],
  ])("R34 sends the response format %j flat, under text", (responseFormat, format) => {
    expect(set({ responseFormat }).body["text"]).toEqual({ format });
  });

  test("R36 and R37 carry members of the provider's own at the top level, unchanged, and say what they replace", () => {
    const target = responsesTarget({}, { extra: { provider: { only: ["x"] }, store: true } });
    const { body, warnings } = set({ extra: { truncation: "auto", previous_response_id: "resp_1" } }, target);
    expect(body).toMatchObject({
      ...{ provider: { only: ["x"] }, store: true },
      ...{ truncation: "auto", previous_response_id: "resp_1" },
    });
    expect(warnings).toEqual(["extra-replaces target.extra.store"]);
  });

  test("R39 sends the provider's model id in the body as it is", () => {
    expect(set({}, responsesTarget({}, { providerModelId: "arn:aws:bedrock:x/y:0" })).body["model"]).toBe(
      "arn:aws:bedrock:x/y:0",
    );
  });
});
