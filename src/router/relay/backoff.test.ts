import { expect, test } from "vitest";
import { type ChatFailure, type FailurePhase, failureKinds } from "../../chat/failure.js";
import { isWorthRetrying, waitMs } from "./backoff.js";

const failure = (change: Pick<ChatFailure, "kind" | "phase">): ChatFailure => ({
  ...{ message: "", hint: "", code: null, status: null, requestId: null, retryAfterMs: null, raw: null },
  ...{ afterFinish: false },
  ...change,
});

test.each<[FailurePhase, readonly string[]]>([
  ["local", ["throttled", "network", "unavailable"]],
  ["connect", ["throttled", "network", "unavailable"]],
  ["refused", ["throttled", "network", "unavailable"]],
  ["body", ["throttled", "network", "unavailable", "model-error", "truncated", "protocol"]],
])("in the phase %s these are worth another attempt: %j", (phase, kinds) => {
  expect(failureKinds.filter((kind) => isWorthRetrying(failure({ kind, phase })))).toEqual(kinds);
});

const limits = { backoffMs: 101, maxBackoffMs: 1000 };

test.each([
  [1, 1, 101],
  [2, 1, 202],
  [3, 1, 404],
  [4, 1, 808],
  [5, 1, 1000],
  [60, 1, 1000],
  [1, 0, 0],
  [1, 0.5, 51],
  [5, 0.5, 500],
])("after attempt %d, with the random number %d, the wait is %d ms", (attempt, random, ms) => {
  expect(waitMs({ attempt, retryAfterMs: null }, limits, () => random)).toBe(ms);
});

test.each([
  [0, 0],
  [999, 999],
  [1000, 1000],
  [1001, 1000],
])("a service that asks for %d ms gets %d ms, without any chance", (retryAfterMs, ms) => {
  expect(waitMs({ attempt: 3, retryAfterMs }, limits, () => 0.5)).toBe(ms);
});
