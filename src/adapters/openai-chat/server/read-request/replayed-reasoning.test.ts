import { expect, test } from "vitest";
import type { JsonValue } from "../../../../chat/json.js";
import type { AssistantMessage, Message, ReasoningPart } from "../../../../chat/message.js";
import { readReplayedReasoning } from "./replayed-reasoning.js";

const reasoning = (change: Partial<ReasoningPart>): ReasoningPart => ({
  ...{ kind: "reasoning", text: null, signature: null, redacted: null, details: null, field: null },
  ...change,
});
const text = { kind: "text", text: "42" } as const;
const message = (...parts: AssistantMessage["parts"]): AssistantMessage => ({ role: "assistant", parts, name: null });
const mended = (...parts: AssistantMessage["parts"]) => readReplayedReasoning([message(...parts)])[0]?.parts;
const detailed = (detail: JsonValue, change: Partial<ReasoningPart> = {}) =>
  reasoning({ details: [detail], field: "reasoning_details", ...change });

test("messages without reasoning stay as they are", () => {
  const messages: readonly Message[] = [{ role: "user", parts: [text], name: null }, message(text)];
  const read = readReplayedReasoning(messages);
  expect(read).toEqual(messages);
  expect(read[1]).toBe(messages[1]);
});

test("one text in two members is one part, two texts are two, and each further one stays", () => {
  const [one, same, other] = [
    reasoning({ text: "Hm", field: "reasoning" }),
    reasoning({ text: "Hm", field: "reasoning_content" }),
    reasoning({ text: "Oh" }),
  ];
  expect(mended(one, text)).toEqual([one, text]);
  expect(mended(one, same, text, other)).toEqual([reasoning({ text: "Hm" }), other, text]);
  expect(mended(one, other, same)).toEqual([one, other, same]);
});

test.each<[JsonValue, Partial<ReasoningPart>]>([
  [
    { type: "reasoning.text", text: "Hm", signature: "s" },
    { text: "Hm", signature: "s" },
  ],
  [
    { type: "reasoning.text", text: "Hm", signature: "s", format: "anthropic-claude-v1" },
    { text: "Hm", signature: "s" },
  ],
  [
    { type: "reasoning.text", text: "Hm", signature: "s", format: null },
    { text: "Hm", signature: "s" },
  ],
  [{ type: "reasoning.text", text: "Hm", signature: "s", format: "openai-responses-v1" }, { text: "Hm" }],
  [{ type: "reasoning.text", text: "Hm", signature: "s", format: "not-anthropic" }, { text: "Hm" }],
  [{ type: "reasoning.summary", summary: "Hm", signature: "s" }, { text: "Hm" }],
  [{ type: "reasoning.encrypted", data: "d" }, { redacted: "d" }],
  [{ type: "reasoning.encrypted", data: "d", format: "google-gemini-v1" }, {}],
  [{ type: "reasoning.other", text: "Hm" }, {}],
  ["Hm", {}],
  [null, {}],
])("the detail %j is a part of its own: %j", (detail, expected) => {
  expect(mended(reasoning({ details: [detail] }), text)).toEqual([detailed(detail, expected), text]);
});

test("details that have a text stand in the place of the texts, opaque ones stand behind them", () => {
  const spoken = { type: "reasoning.text", text: "Hm", signature: "s" };
  const hidden = { type: "reasoning.encrypted", data: "d" };
  const plain = reasoning({ text: "Hm", field: "reasoning" });
  expect(mended(plain, reasoning({ details: [spoken, hidden] }))).toEqual([
    detailed(spoken, { text: "Hm", signature: "s" }),
    detailed(hidden, { redacted: "d" }),
  ]);
  expect(mended({ ...plain, details: [hidden] })).toEqual([plain, detailed(hidden, { redacted: "d" })]);
  expect(mended(reasoning({ details: [hidden] }))).toEqual([detailed(hidden, { redacted: "d" })]);
});

test("an empty list of details stays where it is", () => {
  const empty = reasoning({ details: [], field: "reasoning_details" });
  expect(mended(empty, text)).toEqual([empty, text]);
});
