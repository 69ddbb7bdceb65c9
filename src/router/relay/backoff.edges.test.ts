import { describe, expect, test } from "vitest";
import { type ChatFailure, type FailureKind, type FailurePhase, failureKinds } from "../../chat/failure.js";
import { isWorthRetrying, waitMs } from "./backoff.js";

const failure = (kind: FailureKind, phase: FailurePhase): ChatFailure => ({
  ...{ kind, phase, message: "", hint: "", code: null, status: null, requestId: null, retryAfterMs: null },
  ...{ raw: null, afterFinish: false },
});

describe("isWorthRetrying", () => {
  /** What passes by itself, wherever it happens, and what may go better when a reply that had begun broke. */
  const always = ["throttled", "network", "unavailable"];
  const inBody = ["model-error", "truncated", "protocol"];

  test.each(failureKinds)("%s", (kind) => {
    const phases = ["local", "connect", "refused", "body"] as const;
    const worth = phases.filter((phase) => isWorthRetrying(failure(kind, phase)));
    expect(worth).toEqual(always.includes(kind) ? phases : inBody.includes(kind) ? ["body"] : []);
  });
});

describe("waitMs", () => {
  const limits = { backoffMs: 100, maxBackoffMs: 1000 };

  test("doubles with every attempt up to the limit", () => {
    const waits = [1, 2, 3, 4, 5, 30].map((attempt) => waitMs({ attempt, retryAfterMs: null }, limits, () => 1));
    expect(waits).toEqual([100, 200, 400, 800, 1000, 1000]);
  });

  test("draws between nothing and that, in whole milliseconds", () => {
    const wait = (at: number) => waitMs({ attempt: 2, retryAfterMs: null }, limits, () => at);
    expect([wait(0), wait(0.25), wait(0.5), wait(0.5026)]).toEqual([0, 50, 100, 101]);
  });

  test("is what the service asks, unless that is beyond the limit; asked for nothing, nothing", () => {
    const wait = (retryAfterMs: number) => waitMs({ attempt: 4, retryAfterMs }, limits, () => 1);
    expect([wait(0), wait(7), wait(1000), wait(1001)]).toEqual([0, 7, 1000, 1000]);
  });
});
