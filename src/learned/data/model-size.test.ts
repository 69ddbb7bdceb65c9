import { expect, test } from "vitest";
import { candidatesOf } from "./candidate.js";
import { billionsOf, sizedModels } from "./model-size.js";

test.each([
  ["70B", 70],
  ["1.5B", 1.5],
  [" 7 b ", 7],
  ["7.25B", 7.25],
  ["70Bit", null],
  ["x70B", null],
  ["7M", null],
  ["1T", null],
  ["8x7B", null],
  ["B", null],
  ["", null],
])("the size %j is %s billions", (size, billions) => {
  expect(billionsOf(size)).toBe(billions);
});

test("models are sorted by size, and without a size in billions there is nothing to sort", () => {
  const sized = candidatesOf({ a: { size: "70B" }, b: { size: "7M" }, c: { size: "1.5B" }, d: {} });
  expect(sizedModels(sized)).toEqual([
    { model: "c", billions: 1.5 },
    { model: "a", billions: 70 },
  ]);
  expect(() => sizedModels(candidatesOf({ b: { size: "7M" } }))).toThrow(
    "No models with size ending in 'B' found in `llm_data`.",
  );
});

test("one model with a size is enough to sort", () => {
  expect(sizedModels(candidatesOf({ a: {}, b: { size: "7B" } }))).toEqual([{ model: "b", billions: 7 }]);
});
