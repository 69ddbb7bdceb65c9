import { expect, test } from "vitest";
import { createCooldown } from "./cooldown.js";

test("a model rests from the last failure that is one too many until its time is over", () => {
  const cooldown = createCooldown({ failures: 2, restMs: 50 });
  cooldown.recordFailure("a", 10);
  expect(cooldown.isResting("a", 10)).toBe(false);
  cooldown.recordFailure("a", 20);
  expect([20, 69, 70].map((now) => cooldown.isResting("a", now))).toEqual([true, true, false]);
  // Still failing: each failure begins the rest again.
  cooldown.recordFailure("a", 80);
  expect([129, 130].map((now) => cooldown.isResting("a", now))).toEqual([true, false]);
});

test("an answer ends the rest at once and the row of failures", () => {
  const cooldown = createCooldown({ failures: 2, restMs: 50 });
  for (const now of [0, 1]) cooldown.recordFailure("a", now);
  cooldown.recordAnswer("a");
  expect(cooldown.isResting("a", 2)).toBe(false);
  cooldown.recordFailure("a", 3);
  expect(cooldown.isResting("a", 4)).toBe(false);
});

test("each model has a row of its own", () => {
  const cooldown = createCooldown({ failures: 1, restMs: 50 });
  cooldown.recordFailure("a", 0);
  expect([cooldown.isResting("a", 0), cooldown.isResting("b", 0)]).toEqual([true, false]);
});
