import { expect, test } from "vitest";
import type { JsonValue } from "../chat/json.js";
import { otherChoicesNote, withOtherChoice } from "./other-choices.js";

const noteOf = (...choices: readonly JsonValue[]): string | null =>
  otherChoicesNote(choices.reduce<Parameters<typeof withOtherChoice>[0]>(withOtherChoice, []));

const read = "only the choice with index 0 is read and judged";

test.each<[string, JsonValue[], string | null]>([
  ["none", [], null],
  ["a text", [{ index: 1, message: { content: "a" }, finish_reason: "stop" }], `choice 1 also came; ${read}`],
  [
    "a call",
    [{ index: 1, message: { content: null, tool_calls: [{}] }, finish_reason: "tool_calls" }],
    `choice 1 also came; ${read}`,
  ],
  ["a legacy text", [{ index: 1, text: "a", finish_reason: "stop" }], `choice 1 also came; ${read}`],
  [
    "a blank",
    [{ index: 1, message: { content: " ", tool_calls: [] }, stop_reason: "stop" }],
    `choice 1 also came; ${read}; choice 1 is blank`,
  ],
  [
    "a blank that was cut",
    [{ index: 1, message: {}, finish_reason: "length" }],
    `choice 1 also came; ${read}; choice 1 is blank and cut by the token limit`,
  ],
  [
    "chunks of one choice",
    [
      { index: 1, delta: { content: "" } },
      { index: 1, delta: { content: "a" } },
      { index: 1, delta: {}, finish_reason: "stop" },
    ],
    `choice 1 also came; ${read}`,
  ],
  [
    "two choices, one without a finish",
    [
      { index: 1, delta: { content: "a" }, finish_reason: "stop" },
      { index: 2, delta: { content: "b" } },
    ],
    `2 more choices came; ${read}; choice 2 is without a finish`,
  ],
  [
    "what is no choice",
    ["x"],
    `choice without an index also came; ${read}; choice without an index is blank and without a finish`,
  ],
])("%s", (_, choices, expected) => {
  expect(noteOf(...choices)).toBe(expected);
});

test("of more choices than any service makes, no more are remembered", () => {
  const many = Array.from({ length: 1_000 }, (_, index) => ({
    index: index + 1,
    message: { content: "a" },
    finish_reason: "stop",
  }));
  expect(noteOf(...many)).toBe(`128 more choices came; ${read}`);
});
