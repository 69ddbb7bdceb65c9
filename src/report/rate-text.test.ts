import { expect, test } from "vitest";
import { identicalText, rateText } from "./rate-text.js";

test("an interval of two one-sided bounds is named as what it is", () => {
  const interval = [0.5, 1] as const;
  expect(rateText({ interval, intervalKind: "clopper-pearson one-sided 95 %" })).toBe(
    "50.0 % to 100.0 % (one-sided 95 % bounds, Clopper-Pearson)",
  );
  expect(rateText({ interval, intervalKind: "always-valid one-sided 95 %" })).toBe(
    "50.0 % to 100.0 % (one-sided 95 % bounds, always valid)",
  );
  expect(rateText({ interval, intervalKind: "another" })).toBe("50.0 % to 100.0 % (another)");
  expect(rateText({ interval: null, intervalKind: null })).toBe(null);
});

test("replies are called identical where there are several, all are one, and they are not empty", () => {
  const twelve = { trials: { eligible: 12 }, findings: [] };
  expect(identicalText({ ...twelve, distinctReplies: 1 })).toBe(
    "all 12 replies are identical, so they may be a single observation",
  );
  expect(identicalText({ ...twelve, distinctReplies: 2 })).toBe(null);
  expect(identicalText({ ...twelve, distinctReplies: 1, trials: { eligible: 1 } })).toBe(null);
  expect(identicalText({ ...twelve, distinctReplies: 1, findings: [{ id: "empty-reply", n: 12 }] })).toBe(null);
});
