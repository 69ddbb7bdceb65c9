import { expect, test } from "vitest";
import { afterTool, userAsks, weatherTool } from "../../../test/samples/transcripts.js";
import type { Warning } from "../../chat/reply.js";
import { type ChatRequest, plainRequest } from "../../chat/request.js";
import { compareRequests, isEquivalent } from "./compare-requests.js";

const base: ChatRequest = { ...plainRequest("moonshotai/kimi-k2.5", [userAsks]), temperature: 0, maxOutputTokens: 256 };

function stateOf(
  field: string,
  left: Partial<ChatRequest>,
  right: Partial<ChatRequest>,
  warnings: readonly Warning[] = [],
) {
  const compared = compareRequests(
    { request: { ...base, ...left }, warnings: [] },
    { request: { ...base, ...right }, warnings },
  );
  return compared.find((one) => one.field === field);
}

test("a field that both send alike is the same", () => {
  expect(stateOf("temperature", {}, {})).toMatchObject({ state: "same", left: "0", right: "0", why: null });
  expect(stateOf("messages", { messages: afterTool }, { messages: afterTool })?.state).toBe("same");
});

test("a field that neither sends is left to each service's default", () => {
  expect(stateOf("topP", {}, {})).toMatchObject({ state: "defaulted", left: null, right: null });
  const reasoning = { mode: "default", effort: null, budgetTokens: null } as const;
  expect(stateOf("reasoning", { reasoning }, { reasoning })?.state).toBe("defaulted");
});

test("zero is sent, and no default", () => {
  expect(stateOf("temperature", { temperature: 0 }, { temperature: null })).toMatchObject({ left: "0", right: null });
});

test("the model's id is translated", () => {
  expect(stateOf("model", {}, { model: "moonshotai.kimi-k2.5" })?.state).toBe("translated");
});

test("an empty list of tools is not the same as none", () => {
  expect(stateOf("tools", { tools: [] }, { tools: null })).toMatchObject({
    state: "defaulted",
    left: "[]",
    right: null,
  });
  expect(stateOf("tools", { tools: [weatherTool] }, { tools: [weatherTool] })?.state).toBe("same");
});

test.each([
  ["setting-dropped", "seed", "seed", "dropped"],
  ["dropped", "stopSequences[0]", "stopSequences", "dropped"],
  ["part-dropped", "messages[2].parts[0]", "messages", "dropped"],
  ["system-moved", "messages[0]", "messages", "translated"],
  ["tool-call-id-aliased", "messages[1].parts[0]", "toolCallIds", "translated"],
])("the warning %s on %s makes %s %s, and is told with its side", (id, field, name, state) => {
  const same = { seed: 7, messages: afterTool, stopSequences: ["END"] };
  expect(stateOf(name, same, same, [{ id, field, message: "it says why" }])).toMatchObject({
    state,
    why: "right: it says why",
  });
});

test("a warning about a field that no list knows is shown all the same", () => {
  const warning = { id: "dropped", field: "guardrailConfig", message: "not carried" };
  expect(stateOf("guardrailConfig", {}, {}, [warning])).toMatchObject({ state: "dropped", why: "right: not carried" });
});

test("other ids in the same history are different ids and the same messages", () => {
  const renamed = JSON.parse(JSON.stringify(afterTool).replaceAll("call_0", "functions.get_weather:0"));
  const compared = compareRequests(
    { request: { ...base, messages: afterTool }, warnings: [] },
    { request: { ...base, messages: renamed }, warnings: [] },
  );
  expect(compared.find(({ field }) => field === "messages")?.state).toBe("same");
  expect(compared.find(({ field }) => field === "toolCallIds")).toMatchObject({
    state: "different",
    left: '["call_0"]',
    right: '["functions.get_weather:0"]',
  });
  expect(isEquivalent(compared)).toBe(false);
});

test("two requests of one scenario are equivalent when only the model's id is translated", () => {
  const right = { request: { ...base, model: "moonshotai.kimi-k2.5" }, warnings: [] };
  expect(isEquivalent(compareRequests({ request: base, warnings: [] }, right))).toBe(true);
});
