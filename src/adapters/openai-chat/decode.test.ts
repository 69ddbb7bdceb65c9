import { describe, expect, test } from "vitest";
import { fold } from "../../chat/fold.js";
import { noAliases } from "../adapter.js";
import { startState } from "./decode/stream-state.js";
import { decode } from "./decode.js";

const usage = { prompt_tokens: 1, completion_tokens: 0, total_tokens: 1 };

function replyOf(body: unknown) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return fold(decode(startState({ status: 200, requestId: null, aliases: noAliases }), text));
}

function completion(message: unknown, finish: string | null = "stop") {
  return { id: "gen-1", model: "m", choices: [{ index: 0, message, finish_reason: finish }], usage };
}

describe("decode", () => {
  test("reads a completion with everything that a message can carry", () => {
    const message = {
      role: "assistant",
      content: "Let me look.",
      reasoning: "Hm",
      reasoning_details: [{ type: "reasoning.text", text: "Hm", index: 0 }],
      refusal: null,
      tool_calls: [
        { id: "functions.f:0", type: "function", function: { name: "f", arguments: '{"a":1}' } },
        { id: "functions.f:1", type: "function", function: { name: "f", arguments: "" } },
      ],
    };
    expect(replyOf({ ...completion(message, "tool_calls"), provider: "Moonshot AI" })).toMatchObject({
      id: "gen-1",
      upstream: "Moonshot AI",
      completeness: "complete",
      parts: [
        { kind: "reasoning", text: "Hm", field: "reasoning", details: [{ text: "Hm" }] },
        { kind: "text", text: "Let me look." },
        { kind: "tool-call", id: "functions.f:0", argumentsText: '{"a":1}' },
        { kind: "tool-call", id: "functions.f:1", argumentsText: "" },
      ],
      finish: { kind: "tool-calls" },
      usage: { outputTokens: 0 },
      notes: [],
    });
  });

  test("reads calls of one id as two calls, by their place", () => {
    const call = { id: "call_0", type: "function", function: { name: "f", arguments: "{}" } };
    expect(replyOf(completion({ content: null, tool_calls: [call, call] })).parts).toHaveLength(2);
  });

  test.each([
    [null, []],
    ["", [{ kind: "text", text: "" }]],
    ["x", [{ kind: "text", text: "x" }]],
  ])("keeps content %j apart from the others", (content, parts) => {
    expect(replyOf(completion({ role: "assistant", content })).parts).toEqual(parts);
  });

  test("reads a body after the white space that keeps a connection alive", () => {
    expect(replyOf(`\n         \n\n         \n${JSON.stringify(completion({ content: "x" }))}`).completeness).toBe(
      "complete",
    );
  });

  test("is complete without a finish, which stays null", () => {
    expect(replyOf(completion({ content: "" }, null))).toMatchObject({
      completeness: "complete",
      finish: null,
      parts: [{ text: "" }],
    });
  });

  test.each([
    [{ choices: [] }],
    [{ choices: [{ index: 0, finish_reason: "stop" }] }],
    [{ choices: [{ index: 0, message: null }] }],
  ])("S6 reads a body without a message as an empty reply, and notes it: %j", (body) => {
    expect(replyOf(body)).toMatchObject({
      completeness: "complete",
      parts: [],
      notes: [{ id: "message-missing" }, { id: "usage-missing" }],
    });
  });

  test.each(["", "  \n "])("calls an empty body truncated: %j", (body) => {
    expect(replyOf(body)).toMatchObject({ completeness: "truncated", failure: { kind: "truncated", status: 200 } });
  });

  test("calls every body that was cut short truncated", () => {
    const whole = JSON.stringify(completion({ content: "18 °C" }));
    for (let length = 0; length < whole.length; length += 1) {
      expect([length, replyOf(whole.slice(0, length)).completeness]).toEqual([length, "truncated"]);
    }
  });

  test.each(["{]", "<html>", "[]", "1", '{"choices":1}', "{}", '{"choices":null}'])(
    "calls %s a protocol failure",
    (body) => {
      expect(replyOf(body)).toMatchObject({ completeness: "failed", failure: { kind: "protocol", phase: "body" } });
    },
  );

  test("reads an error inside a 200 as that error", () => {
    const error = { code: 402, message: "Insufficient credits" };
    expect(replyOf({ error, user_id: "u" })).toMatchObject({
      completeness: "failed",
      status: 200,
      failure: { kind: "quota", phase: "body", code: "402", message: "Insufficient credits" },
    });
  });

  test("reads index 0 alone when there are several choices", () => {
    const choice = (index: number, content: string) => ({ index, message: { content }, finish_reason: "stop" });
    expect(replyOf({ choices: [choice(1, "b"), choice(0, "a")], usage })).toMatchObject({
      parts: [{ text: "a" }],
      notes: [{ id: "choices-ignored" }],
    });
  });
});
