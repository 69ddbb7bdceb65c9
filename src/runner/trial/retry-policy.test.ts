import { expect, test } from "vitest";
import { retryWithBackoff } from "./retry-policy.js";

test.each([
  ["1 s before the first retry", 1, null, 1_000],
  ["twice as long each time", 4, null, 8_000],
  ["at most a minute", 9, null, 60_000],
  ["as long as the service asks", 3, 250, 250],
  ["not at all when the service says 0", 3, 0, 0],
  ["at most a minute, whatever the service asks", 1, 3_600_000, 60_000],
])("waits %s", (_title, attempt, retryAfterMs, delayMs) => {
  expect(retryWithBackoff(5).delayMs(attempt, retryAfterMs)).toBe(delayMs);
});

test("an abort ends the wait without an error", async () => {
  const stop = new AbortController();
  const waiting = retryWithBackoff(1).sleep(3_600_000, stop.signal);
  stop.abort();
  await expect(waiting).resolves.toBeUndefined();
});
