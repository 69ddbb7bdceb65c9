import { expect, test } from "vitest";
import { type PromptReading, pairPrompts } from "./prompt-tokens.js";

const reading = (interaction: number, change: Partial<PromptReading> = {}): PromptReading => ({
  ...{ interaction, api: "messages", model: "claude", prompt: "p", tokens: 20 },
  ...change,
});
const agreements = (counts: readonly PromptReading[], replies: readonly PromptReading[]) =>
  pairPrompts("a.yaml", counts, replies).map(({ counted, reported, agrees }) => [
    counted.interaction,
    reported.interaction,
    agrees,
  ]);

test("a count and a reply of one API, model and prompt agree or differ, and nothing else is said", () => {
  expect(pairPrompts("a.yaml", [reading(0)], [reading(1, { tokens: 21 })])).toEqual([
    {
      file: "a.yaml",
      counted: { interaction: 0, api: "messages", model: "claude", tokens: 20 },
      reported: { interaction: 1, api: "messages", model: "claude", tokens: 21 },
      agrees: false,
    },
  ]);
  expect(agreements([reading(0)], [reading(1)])).toEqual([[0, 1, true]]);
});

test("one of another prompt is no pair", () => {
  expect(agreements([reading(0)], [reading(1, { prompt: "q" })])).toEqual([]);
});

test("across APIs and models there is no verdict, and none where there is a reply of the same", () => {
  const [other, another] = [reading(1, { api: "responses" }), reading(2, { model: "claude-2" })];
  expect(agreements([reading(0)], [other, another])).toEqual([
    [0, 1, null],
    [0, 2, null],
  ]);
  expect(agreements([reading(0)], [other, another, reading(3)])).toEqual([[0, 3, true]]);
});
