import { describe, expect, test } from "vitest";
import { targetNamed } from "../../../../test/samples/catalog-targets.js";
import type { JsonValue } from "../../../chat/json.js";
import type { Message } from "../../../chat/message.js";
import { historyProblem } from "./history-problem.js";
import { twoRequestProof } from "./two-request-proof.js";

const converse = targetNamed("kimi-k2.5/bedrock/converse-stream");

/** The body of the public case: one call, its id at two places. */
const body = (id: string, temperature: number): JsonValue => ({
  messages: [
    { role: "user", content: [{ text: "[ref 0a1b2c] What is the weather?" }] },
    { role: "assistant", content: [{ toolUse: { toolUseId: id, name: "get_weather", input: {} } }] },
    { role: "user", content: [{ toolResult: { toolUseId: id, content: [{ text: "65" }] } }] },
  ],
  inferenceConfig: { maxTokens: 1024, temperature },
});

const places = ["/messages/1/content/0/toolUse/toolUseId", "/messages/2/content/0/toolResult/toolUseId"];

describe("the proof of two requests", () => {
  test("names every place that differs, with the patch from one to the other", () => {
    const bodies = { failing: body("callSF001", 1), changed: body("functions.get_weather:0", 1) };
    const proof = twoRequestProof(bodies, ["id-form"], converse);
    expect(proof).toEqual({
      ...bodies,
      patch: places.flatMap((path) => [
        { op: "test", path, value: "callSF001" },
        { op: "replace", path, value: "functions.get_weather:0" },
      ]),
      pointers: places,
      stray: [],
    });
  });

  test("names what no changed factor may touch", () => {
    const bodies = { failing: body("callSF001", 1), changed: body("functions.get_weather:0", 0) };
    expect(twoRequestProof(bodies, ["id-form"], converse).stray).toEqual(["/inferenceConfig/temperature"]);
    expect(twoRequestProof(bodies, ["id-form", "sampling"], converse).stray).toEqual([]);
    expect(twoRequestProof(bodies, ["sampling"], converse).stray).toEqual(places);
    expect(twoRequestProof(bodies, [], converse).stray).toEqual([...places, "/inferenceConfig/temperature"]);
  });

  test("says nothing of stray places in a body family that is not described", () => {
    const llama = targetNamed("llama-3.3-70b/bedrock/invoke-model@us-profile");
    const proof = twoRequestProof({ failing: { prompt: "a" }, changed: { prompt: "b" } }, ["unicode"], llama);
    expect([proof.pointers, proof.stray]).toEqual([["/prompt"], null]);
  });
});

const user: Message = { role: "user", parts: [{ kind: "text", text: "?" }], name: null };
const calls = (...ids: readonly string[]): Message => ({
  ...{ role: "assistant", name: null },
  parts: ids.map((id) => ({ kind: "tool-call", id, name: "a", argumentsText: "{}" })),
});
const result = (toolCallId: string | null): Message => ({
  ...{ role: "tool", toolCallId, toolName: null, parts: [], status: null },
});
const said: Message = { role: "assistant", parts: [{ kind: "text", text: "So." }], name: null };
const system: Message = { role: "system", parts: [], name: null };

describe("the order of a history", () => {
  test.each<readonly [string, readonly Message[], string | null]>([
    ["a question", [system, user], null],
    ["two questions", [user, user], null],
    ["a call and its result", [user, calls("a"), result("a")], null],
    ["two calls, answered in another order", [user, calls("a", "b"), result("b"), result("a"), said, user], null],
    ["two calls with one id", [user, calls("a", "a"), result("a"), result("a")], null],
    ["a result without a call", [user, result("a")], "messages[1] is the result of no call before it"],
    [
      "a result of an older call",
      [user, calls("a"), result("a"), said, user, result("a")],
      "messages[5] is the result of no call before it",
    ],
    [
      "a result too much",
      [user, calls("a"), result("a"), result("a")],
      "messages[3] is the result of no call before it",
    ],
    ["a missing result", [user, calls("a", "b"), result("a")], "the result of b is missing"],
    ["a question before the result", [user, calls("a"), user], "messages[2] stands before the result of a"],
    ["the assistant first", [said], "messages[0] is the assistant's, before the user has said anything"],
    ["the assistant twice", [user, said, said], "messages[2] follows another turn of the assistant"],
    ["nothing said", [{ role: "user", parts: [], name: null }], "messages[0] has no content"],
  ])("%s", (_, messages, problem) => {
    expect(historyProblem(messages)).toBe(problem);
  });
});
