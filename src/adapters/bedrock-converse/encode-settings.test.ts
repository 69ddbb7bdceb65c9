import { describe, expect, test } from "vitest";
import { faithful } from "../../../test/support/converse-encode.js";
import { assistant, user, userText, weather } from "../../../test/support/converse-messages.js";
import { converseTarget, question } from "../../../test/support/converse-wire.js";

describe("settings, faithfully", () => {
  test("R24 R25 R26 R27 settings go out unclamped under Converse's names, and nothing is sent for what is not set", () => {
    const stopSequences = ["", "END"];
    const { body, warnings } = faithful(question.messages, {
      maxOutputTokens: 7,
      temperature: 1.7,
      topP: 0,
      stopSequences,
    });
    expect(body["inferenceConfig"]).toEqual({ maxTokens: 7, temperature: 1.7, topP: 0, stopSequences });
    expect(warnings).toEqual([]);
    expect(Object.keys(faithful(question.messages).body)).toEqual(["messages"]);
  });

  test("R23 seed, penalties and parallel calls have no word in Converse and are warnings", () => {
    const { body, warnings } = faithful(question.messages, {
      seed: 1,
      presencePenalty: 0,
      frequencyPenalty: 0.5,
      parallelToolCalls: false,
    });
    expect(Object.keys(body)).toEqual(["messages"]);
    expect(warnings).toEqual([
      "dropped parallelToolCalls",
      "dropped seed",
      "dropped presencePenalty",
      "dropped frequencyPenalty",
    ]);
  });

  test("R41 choices, log probabilities and a bias have no word in Converse and are warnings", () => {
    const { body, warnings } = faithful(question.messages, { choices: 2, logprobs: 0, logitBias: { 7: -100 } });
    expect(Object.keys(body)).toEqual(["messages"]);
    expect(warnings).toEqual(["dropped choices", "dropped logprobs", "dropped logitBias"]);
  });

  test("R23 Claude is told not to call in parallel in its own words", () => {
    const target = converseTarget("converse", { reasoningDialect: "claude-thinking" });
    const { body, warnings } = faithful(question.messages, { parallelToolCalls: false, tools: [weather] }, target);
    expect(body["additionalModelRequestFields"]).toEqual({
      tool_choice: { type: "auto", disable_parallel_tool_use: true },
    });
    expect(warnings).toEqual([]);
  });

  test.each([
    ["claude-thinking", { top_k: 5 }, []],
    ["nova-reasoning", { inferenceConfig: { topK: 5 } }, []],
    [null, { top_k: 5 }, ["assumed-field topK"]],
  ] as const)("R28 topK for %s is %j", (reasoningDialect, fields, warnings) => {
    const encoded = faithful(question.messages, { topK: 5 }, converseTarget("converse", { reasoningDialect }));
    expect(encoded.body["additionalModelRequestFields"]).toEqual(fields);
    expect(encoded.warnings).toEqual(warnings);
  });

  test.each([
    [
      "claude-thinking",
      { mode: "on", effort: null, budgetTokens: 2048 },
      { additionalModelRequestFields: { thinking: { type: "enabled", budget_tokens: 2048 } } },
      [],
    ],
    ["claude-thinking", { mode: "on", effort: "high", budgetTokens: null }, { outputConfig: { effort: "high" } }, []],
    [
      "claude-thinking",
      { mode: "off", effort: null, budgetTokens: null },
      { additionalModelRequestFields: { thinking: { type: "disabled" } } },
      [],
    ],
    ["claude-thinking", { mode: "on", effort: null, budgetTokens: null }, {}, ["dropped reasoning"]],
    [
      "nova-reasoning",
      { mode: "on", effort: "low", budgetTokens: null },
      { additionalModelRequestFields: { reasoningConfig: { type: "enabled", maxReasoningEffort: "low" } } },
      [],
    ],
    [
      "effort-flat",
      { mode: "on", effort: "low", budgetTokens: 5 },
      { additionalModelRequestFields: { reasoning_effort: "low" } },
      ["dropped reasoning.budgetTokens"],
    ],
    ["effort-flat", { mode: "off", effort: null, budgetTokens: null }, {}, ["dropped reasoning"]],
    [
      "moonshot-thinking",
      { mode: "off", effort: null, budgetTokens: null },
      { additionalModelRequestFields: { thinking: { type: "disabled" } } },
      ["assumed-field reasoning"],
    ],
    [null, { mode: "on", effort: "low", budgetTokens: null }, {}, ["dropped reasoning"]],
    ["claude-thinking", { mode: "default", effort: "low", budgetTokens: 9 }, {}, []],
  ] as const)("R33 reasoning for %s, asked as %j, is %j", (reasoningDialect, reasoning, members, warnings) => {
    const encoded = faithful(question.messages, { reasoning }, converseTarget("converse", { reasoningDialect }));
    const { messages: _, ...rest } = encoded.body;
    expect(rest).toEqual(members);
    expect(encoded.warnings).toEqual(warnings);
  });

  test("R34 a JSON schema goes into outputConfig.textFormat as text, JSON mode alone has no word", () => {
    const schema = { type: "object", properties: { b: {}, a: {} } };
    const { body } = faithful(question.messages, {
      responseFormat: { kind: "json-schema", name: "s", schema, strict: true },
    });
    expect(body["outputConfig"]).toEqual({
      textFormat: {
        type: "json_schema",
        structure: { jsonSchema: { schema: '{"type":"object","properties":{"b":{},"a":{}}}', name: "s" } },
      },
    });
    expect(faithful(question.messages, { responseFormat: { kind: "json-object" } }).warnings).toEqual([
      "dropped responseFormat",
    ]);
    expect(faithful(question.messages, { responseFormat: { kind: "text" } }).warnings).toEqual([]);
  });

  test("R35 cache points go out where they stand, however many", () => {
    const point = { kind: "cache-point", ttl: null } as const;
    const { body } = faithful([user({ kind: "text", text: "a" }, point, point, point, point, point)]);
    const content = (body["messages"] as { content: unknown[] }[])[0]?.content;
    expect(content).toEqual([{ text: "a" }, ...Array.from({ length: 5 }, () => ({ cachePoint: { type: "default" } }))]);
  });

  test("R36 R37 the target's and the request's own members are merged, additional fields in depth", () => {
    const target = {
      ...converseTarget(),
      extra: { serviceTier: { type: "flex" }, additionalModelRequestFields: { a: { b: 1 } } },
    };
    const { body, warnings } = faithful(
      question.messages,
      {
        topK: 3,
        extra: {
          guardrailConfig: { guardrailIdentifier: "g" },
          additionalModelRequestFields: { a: { c: 2 } },
          messages: [],
        },
      },
      target,
    );
    expect(body).toEqual({
      messages: [],
      serviceTier: { type: "flex" },
      guardrailConfig: { guardrailIdentifier: "g" },
      additionalModelRequestFields: { top_k: 3, a: { b: 1, c: 2 } },
    });
    expect(warnings).toEqual(["assumed-field topK", "extra-replaces extra.messages"]);
  });

  test("R38 a prefill goes out as it is", () => {
    const { body, warnings } = faithful([userText("q"), assistant({ kind: "text", text: "The answer: " })]);
    expect(body["messages"]).toMatchObject([{}, { role: "assistant", content: [{ text: "The answer: " }] }]);
    expect(warnings).toEqual([]);
  });
});
