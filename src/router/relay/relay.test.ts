import fc from "fast-check";
import { expect, test } from "vitest";
import type { ChatEvent } from "../../chat/event.js";
import { burst } from "../../chat/events.js";
import type { ChatFailure, FailureKind } from "../../chat/failure.js";
import type { Reliability } from "../config/router-config.js";
import { isWorthRetrying, waitMs } from "./backoff.js";
import { createCooldown } from "./cooldown.js";
import { type RelayAttempt, relay } from "./relay.js";

const reliability: Reliability = {
  ...{ retries: 1, backoffMs: 100, maxBackoffMs: 1000, cooldownFailures: 2, cooldownMs: 50, emptyReplyGuard: true },
  deadlines: { firstByteMs: 1, idleMs: 1, totalMs: 1 },
};

const text = (words: string): readonly ChatEvent[] => [
  { kind: "text-start", part: 0 },
  { kind: "text-delta", part: 0, text: words },
  { kind: "finish", finish: { kind: "stop", raw: "stop", nativeRaw: null, stopSequence: null } },
  { kind: "reply-end" },
];
const thought: readonly ChatEvent[] = [
  { kind: "reasoning-start", part: 0, field: null },
  { kind: "reasoning-delta", part: 0, text: "Hm." },
  { kind: "reply-end" },
];
const cutByLimit: readonly ChatEvent[] = [
  { kind: "finish", finish: { kind: "length", raw: "length", nativeRaw: null, stopSequence: null } },
  { kind: "reply-end" },
];

const failure = (kind: FailureKind, retryAfterMs: number | null = null): ChatFailure => ({
  ...{ kind, phase: "refused", message: kind, hint: "", code: null, status: 503, requestId: null, retryAfterMs },
  ...{ raw: null, afterFinish: false },
});
const failed = (kind: FailureKind, retryAfterMs: number | null = null): readonly ChatEvent[] => [
  { kind: "reply-failed", failure: failure(kind, retryAfterMs) },
];

/** Asks models whose replies to come are given, one an attempt. */
async function ask(
  replies: { readonly [model: string]: readonly (readonly ChatEvent[])[] },
  change: { readonly whole?: boolean; readonly reliability?: Partial<Reliability> } = {},
) {
  const left = new Map(Object.entries(replies).map(([model, list]) => [model, [...list]]));
  const waits: number[] = [];
  const attempts: RelayAttempt[] = [];
  const relayed = await relay(
    {
      order: Object.keys(replies),
      send: (model) => burst(left.get(model)?.shift() ?? []),
      whole: change.whole ?? false,
      reliability: { ...reliability, ...change.reliability },
      onAttempt: (attempt) => attempts.push(attempt),
      sleep: async (ms) => {
        waits.push(ms);
      },
      random: () => 1,
    },
    new AbortController().signal,
  );
  return { relayed, waits, told: attempts.map(({ model, outcome, failure: why }) => `${model}=${why ?? outcome}`) };
}

test("the first model with something to say answers, and nobody is asked after it", async () => {
  const { relayed, told } = await ask({ a: [text("42")], b: [text("43")] });
  expect(relayed).toMatchObject({ kind: "begun", model: "a" });
  expect(told).toEqual(["a=answered"]);
});

test.each([
  ["a blank text", text(" \n")],
  ["a thought and nothing else", thought],
  ["nothing at all", []],
  ["an end without a word", [{ kind: "reply-end" }] as const],
])("%s is asked of the next model", async (_title, events) => {
  for (const whole of [false, true]) {
    const { relayed, told } = await ask({ a: [events], b: [text("42")] }, { whole });
    expect(relayed).toMatchObject({ kind: "begun", model: "b" });
    expect(told).toEqual(["a=empty", "b=answered"]);
  }
});

test("a reply that its limit cut before any word has said so, and is no empty one", async () => {
  expect((await ask({ a: [cutByLimit], b: [text("42")] })).relayed).toMatchObject({ kind: "begun", model: "a" });
});

test("without the guard an empty reply is a reply", async () => {
  const off = { reliability: { emptyReplyGuard: false } };
  expect((await ask({ a: [thought], b: [text("42")] }, off)).relayed).toMatchObject({ kind: "begun", model: "a" });
});

test("a service that is down is asked again after a wait, and then the next one", async () => {
  const { told, waits } = await ask({ a: [failed("unavailable"), failed("throttled", 250)], b: [text("42")] });
  expect(told).toEqual(["a=unavailable", "a=throttled", "b=answered"]);
  expect(waits).toEqual([100]);
  const asked = await ask({ a: [failed("throttled", 250), text("42")] });
  expect(asked).toMatchObject({ told: ["a=throttled", "a=answered"], waits: [250] });
});

test("what would be refused again is not asked again, but of the next model", async () => {
  const { told } = await ask({ a: [failed("invalid-request")], b: [failed("credentials")] });
  expect(told).toEqual(["a=invalid-request", "b=credentials"]);
});

test("a failure after something was sent is the reply's own: nobody else is asked", async () => {
  const cut = [...text("4").slice(0, 2), ...failed("truncated")];
  const { relayed, told } = await ask({ a: [cut], b: [text("42")] });
  expect([relayed.kind, told]).toEqual(["begun", ["a=answered"]]);
  // Where nothing was sent, since all of it is waited for, it is.
  expect((await ask({ a: [cut, cut], b: [text("42")] }, { whole: true })).relayed).toMatchObject({ model: "b" });
});

test("when all fail the last failure is told, when all are empty that is", async () => {
  expect((await ask({ a: [thought], b: [failed("quota")] })).relayed).toMatchObject({
    kind: "failed",
    failure: { kind: "quota" },
  });
  expect((await ask({ a: [failed("quota")], b: [thought] })).relayed.kind).toBe("empty");
});

test("waits grow, are never above their limit, and follow what the service asks", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 30 }), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, at) => {
      const wait = waitMs({ attempt, retryAfterMs: null }, reliability, () => at);
      expect(wait).toBeGreaterThanOrEqual(0);
      expect(wait).toBeLessThanOrEqual(Math.min(1000, 100 * 2 ** (attempt - 1)));
    }),
  );
  expect(waitMs({ attempt: 1, retryAfterMs: 90_000 }, reliability, () => 0)).toBe(1000);
  expect(isWorthRetrying(failure("invalid-request"))).toBe(false);
});

test("a model rests after failures in a row, for its time", () => {
  const cooldown = createCooldown({ failures: 2, restMs: 50 });
  cooldown.failed("a", 0);
  cooldown.answered("a");
  cooldown.failed("a", 1);
  expect(cooldown.isResting("a", 2)).toBe(false);
  cooldown.failed("a", 10);
  expect([cooldown.isResting("a", 59), cooldown.isResting("a", 60), cooldown.isResting("b", 20)]).toEqual([
    true,
    false,
    false,
  ]);
});
