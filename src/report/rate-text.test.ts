import { expect, test } from "vitest";
import { identicalText, rateText } from "./rate-text.js";

test("an interval of two one-sided bounds is named as what it is", () => {
  const interval = [0.5, 1] as const;
  expect(rateText({ interval, intervalKind: "clopper-pearson one-sided 95 %" })).toBe(
    "50.0 % to 100.0 % (90 % interval, Clopper-Pearson; each bound 95 %)",
  );
  expect(rateText({ interval, intervalKind: "always-valid one-sided 95 %" })).toBe(
    "50.0 % to 100.0 % (90 % interval, always valid; each bound 95 %)",
  );
  expect(rateText({ interval, intervalKind: "another" })).toBe("50.0 % to 100.0 % (another)");
  expect(rateText({ interval: null, intervalKind: null })).toBe(null);
});

test("replies are called identical where there are several, and all are one", () => {
  expect(identicalText({ distinctReplies: 1, trials: { eligible: 12 } })).toBe("all 12 replies are identical");
  expect(identicalText({ distinctReplies: 2, trials: { eligible: 12 } })).toBe(null);
  expect(identicalText({ distinctReplies: 1, trials: { eligible: 1 } })).toBe(null);
});
