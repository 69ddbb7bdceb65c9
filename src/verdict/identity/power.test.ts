import { expect, test } from "vitest";
import type { IdentityCall } from "./call.js";
import { powerOf } from "./power.js";

/** `count` answers to six prompts, of either side in turn. */
function calls(count: number): readonly IdentityCall[] {
  return Array.from({ length: count }, (_, at) => ({
    ...{ number: at + 1, call: at + 1, phase: 0, arm: "base", prompt: `p${at % 6}`, side: at % 4 < 2 ? "A" : "B" },
    ...{ answer: ["73", "73", "42", "7"][Math.floor(at / 6) % 4] ?? "", excluded: null },
    ...{ inputTokens: null, hasReasoned: false, isCopy: false },
  }));
}

const foundIn = (count: number) => powerOf(calls(count), 0.01).map(({ found }) => found);

test("300 answers find another model for certain, and less of the smaller shares", () => {
  const [whole = 0, third = 0, tenth = 0] = foundIn(300);
  expect(whole).toBe(50);
  expect(third).toBeGreaterThan(tenth);
  expect(tenth).toBeLessThan(25);
});

test("a handful of answers finds nothing", () => {
  expect(foundIn(6)).toEqual([0, 0, 0]);
  expect(foundIn(0)).toEqual([0, 0, 0]);
});
