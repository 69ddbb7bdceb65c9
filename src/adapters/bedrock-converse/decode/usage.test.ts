import { expect, test } from "vitest";
import { decodeUsage } from "./usage.js";

test.each([
  [{ inputTokens: 4, cacheReadInputTokens: 3, cacheWriteInputTokens: 2 }, [9, 3, 2]],
  [{ inputTokens: 4, cacheReadInputTokens: 3 }, [7, 3, null]],
  [{ inputTokens: 4, cacheWriteInputTokens: 2 }, [6, null, 2]],
  [{ inputTokens: 4 }, [4, null, null]],
  [{ inputTokens: 0 }, [0, null, null]],
  [{ cacheReadInputTokens: 3 }, [null, 3, null]],
])("the prompt of %j is the sum of its parts", (raw, counts) => {
  const { usage, oddity } = decodeUsage(raw);
  expect([usage.inputTokens, usage.cacheReadTokens, usage.cacheWriteTokens]).toEqual(counts);
  expect(oddity).toBeNull();
});

test.each([
  ["12", 12, true],
  ["0", 0, true],
  ["123456789012345", 123456789012345, true],
  ["1234567890123456", null, false],
  ["12a", null, false],
  ["a12", null, false],
  ["", null, false],
  [12, 12, false],
])("a count that came as %j is %s, and its form is noted: %s", (outputTokens, count, isOdd) => {
  const { usage, oddity } = decodeUsage({ outputTokens });
  expect(usage.outputTokens).toBe(count);
  if (isOdd) expect(oddity).toContain("outputTokens");
  else expect(oddity).toBeNull();
});
