import fc from "fast-check";
import { expect, test } from "vitest";
import { isDeeperThan } from "../../../../wire/json.js";
import { isNestedDeeperThan } from "./nesting.js";

test("it says what a walk level by level says", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), fc.nat(7), (value, max) => {
      expect(isNestedDeeperThan(value, max)).toBe(isDeeperThan(value, max));
    }),
  );
});

test("a million levels are no danger to it", () => {
  const deep: unknown = JSON.parse(`${"[".repeat(1_000_000)}${"]".repeat(1_000_000)}`);
  expect(isNestedDeeperThan(deep, 128)).toBe(true);
});
