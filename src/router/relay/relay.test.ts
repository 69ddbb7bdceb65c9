import fc from "fast-check";
import { expect, test } from "vitest";
import type { ChatEvent } from "../../chat/event.js";
import { asChatEvents, burst } from "../../chat/events.js";
import type { ChatFailure, FailureKind } from "../../chat/failure.js";
import { plainRequest } from "../../chat/request.js";
import { Stop } from "../../chat/stop-signal.js";
import type { Reliability } from "../config/router-config.js";
import { waitMs } from "./backoff.js";
import type { GuardMode } from "./guard-mode.js";
import { relay } from "./relay.js";

const reliability: Reliability = {
  ...{ retries: 1, backoffMs: 100, maxBackoffMs: 1000, cooldownFailures: 2, cooldownMs: 50 },
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

/** Asks models with scripted replies, one for each attempt. */
async function ask(
  replies: { readonly [model: string]: readonly (readonly ChatEvent[])[] },
  change: {
    readonly whole?: boolean;
    readonly guard?: GuardMode;
    readonly reliability?: Partial<Reliability>;
    /** When the caller disconnects: while a model is asked, or during the wait for its next attempt. */
    readonly leaves?: "asking" | "waiting";
  } = {},
) {
  const gone = new Stop();
  const left = new Map(Object.entries(replies).map(([model, list]) => [model, [...list]]));
  const waits: number[] = [];
  const relayed = await relay(
    {
      order: Object.keys(replies),
      request: plainRequest("", []),
      guardOf: () => change.guard ?? "hold",
      send: (model) => {
        if (change.leaves === "asking") gone.abort();
        return burst(left.get(model)?.shift() ?? []);
      },
      whole: change.whole ?? false,
      reliability: { ...reliability, ...change.reliability },
      onAttempt: () => undefined,
      sleep: async (ms) => {
        waits.push(ms);
        if (change.leaves === "waiting") gone.abort();
      },
      random: () => 1,
    },
    gone,
  );
  return {
    relayed,
    waits,
    outcomes: relayed.attempts.map(({ model, outcome, failure: why }) => `${model}=${why ?? outcome}`),
  };
}

test("the first model with something to say answers, and nobody is asked after it", async () => {
  const { relayed, outcomes } = await ask({ a: [text("42")], b: [text("43")] });
  expect(relayed).toMatchObject({ kind: "begun", model: "a" });
  expect(outcomes).toEqual(["a=answered"]);
});

test.each([
  ["a blank text", text(" \n")],
  ["a thought and nothing else", thought],
  ["nothing at all", []],
  ["an end without a word", [{ kind: "reply-end" }] as const],
])("%s is asked of the next model", async (_title, events) => {
  for (const whole of [false, true]) {
    const { relayed, outcomes } = await ask({ a: [events], b: [text("42")] }, { whole });
    expect(relayed).toMatchObject({ kind: "begun", model: "b" });
    expect(outcomes).toEqual(["a=empty", "b=answered"]);
  }
});

test("a reply that its limit cut before any word has said so, and is no empty one", async () => {
  expect((await ask({ a: [cutByLimit], b: [text("42")] })).relayed).toMatchObject({ kind: "begun", model: "a" });
});

test("without the guard an empty reply is a reply", async () => {
  expect((await ask({ a: [thought], b: [text("42")] }, { guard: "off" })).relayed).toMatchObject({
    kind: "begun",
    model: "a",
  });
});

test("a service that is down is asked again after a wait, and then the next one", async () => {
  const { outcomes, waits } = await ask({ a: [failed("unavailable"), failed("throttled", 250)], b: [text("42")] });
  expect(outcomes).toEqual(["a=unavailable", "a=throttled", "b=answered"]);
  expect(waits).toEqual([100]);
  const asked = await ask({ a: [failed("throttled", 250), text("42")] });
  expect(asked).toMatchObject({ outcomes: ["a=throttled", "a=answered"], waits: [250] });
});

test("what would be refused again is not asked again, but of the next model", async () => {
  const { outcomes } = await ask({ a: [failed("invalid-request")], b: [failed("credentials")] });
  expect(outcomes).toEqual(["a=invalid-request", "b=credentials"]);
});

test("a failure after something was sent is the reply's own: nobody else is asked", async () => {
  const cut = [...text("4").slice(0, 2), ...failed("truncated")];
  const { relayed, outcomes } = await ask({ a: [cut], b: [text("42")] });
  expect([relayed.kind, outcomes]).toEqual(["begun", ["a=answered"]]);
  // Without streaming, nothing has been sent, so the next model is asked.
  expect((await ask({ a: [cut, cut], b: [text("42")] }, { whole: true })).relayed).toMatchObject({ model: "b" });
});

test("when all fail the last failure is outcomes, when all are empty that is", async () => {
  expect((await ask({ a: [thought], b: [failed("quota")] })).relayed).toMatchObject({
    kind: "failed",
    failure: { kind: "quota" },
  });
  expect((await ask({ a: [failed("quota")], b: [thought] })).relayed.kind).toBe("empty");
});

test("waits grow and are never above their limit", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 30 }), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, at) => {
      const wait = waitMs({ attempt, retryAfterMs: null }, reliability, () => at);
      expect(wait).toBeGreaterThanOrEqual(0);
      expect(wait).toBeLessThanOrEqual(Math.min(1000, 100 * 2 ** (attempt - 1)));
    }),
  );
});

test.each([
  [
    "a refusal",
    [
      { kind: "refusal-start", part: 0 },
      { kind: "refusal-delta", part: 0, text: "I will not." },
    ],
  ],
  ["a call", [{ kind: "tool-call-start", part: 0, id: "c", name: "f", argumentsText: null }]],
  ["an image", [{ kind: "other-part", part: 0, raw: { images: [{ type: "image_url" }] } }]],
] as const)("%s is an answer", async (_title, events) => {
  const reply: readonly ChatEvent[] = [...events, { kind: "reply-end" }];
  for (const whole of [false, true]) {
    const { relayed } = await ask({ a: [reply], b: [text("42")] }, { whole });
    expect(relayed).toMatchObject({ kind: "begun", model: "a", before: whole ? reply : events });
  }
});

test.each(["text", "refusal"] as const)("a blank %s is none", async (kind) => {
  const blank: readonly ChatEvent[] = [
    { kind: `${kind}-start`, part: 0 },
    { kind: `${kind}-delta`, part: 0, text: " \n\t" },
    { kind: "reply-end" },
  ];
  expect((await ask({ a: [blank], b: [text("42")] })).relayed).toMatchObject({ kind: "begun", model: "b" });
});

test.each([
  ["length", "begun"],
  ["content-filter", "begun"],
  ["stop", "empty"],
  ["tool-calls", "empty"],
  ["other", "empty"],
] as const)("without a word, a reply that finishes with %s is %s", async (kind, outcome) => {
  const finish = { kind, raw: kind, nativeRaw: null, stopSequence: null };
  const { relayed } = await ask({ a: [[{ kind: "finish", finish }, { kind: "reply-end" }]] });
  expect(relayed.kind).toBe(outcome);
});

test("a finish that says that generation failed is a failure, with the status and the id of the reply", async () => {
  const finish = { kind: "error", raw: "malformed_tool_use", nativeRaw: null, stopSequence: null } as const;
  const reply = [
    { kind: "reply-start", status: 200, requestId: "r-1" },
    { kind: "finish", finish },
    { kind: "reply-end" },
  ] as const;
  const { relayed, outcomes } = await ask({ a: [reply, reply] });
  expect(relayed).toMatchObject({ kind: "failed", failure: { kind: "model-error", status: 200, requestId: "r-1" } });
  expect(outcomes).toEqual(["a=model-error", "a=model-error"]);
});

test("what a reply warned of before it began is outcomes with it, whole and in pieces", async () => {
  const warning = { id: "left-out", field: "top_k", message: "no such member" };
  const reply: readonly ChatEvent[] = [{ kind: "warning", warning }, ...text("42")];
  const pieces = (await ask({ a: [reply] })).relayed;
  expect(pieces).toMatchObject({ kind: "begun", reply: null, warnings: [warning], before: reply.slice(0, 3) });
  if (pieces.kind !== "begun") throw new Error("nothing began");
  expect(pieces.rest.ready()).toEqual(reply[3]);
  const whole = (await ask({ a: [reply] }, { whole: true })).relayed;
  expect(whole).toMatchObject({ kind: "begun", warnings: [warning], before: reply });
  expect(whole.kind === "begun" && whole.rest.ready()).toBeNull();
  expect(whole.kind === "begun" && whole.reply?.parts).toEqual([{ kind: "text", text: "42" }]);
});

test("events that come one by one are waited for", async () => {
  async function* slowly(): AsyncGenerator<ChatEvent> {
    yield* text("42");
  }
  const options = {
    ...{ order: ["a"], send: () => asChatEvents(slowly()), whole: false, onAttempt: () => undefined },
    ...{ request: plainRequest("", []), guardOf: () => "hold" as const },
  };
  const relayed = await relay({ ...options, reliability, sleep: async () => {}, random: () => 1 }, new Stop());
  expect(relayed).toMatchObject({ kind: "begun", model: "a", before: text("42").slice(0, 2) });
});

test("every outcome lists all attempts so far", async () => {
  const first = { model: "a", outcome: "failed", failure: "quota" };
  const after = async (second: readonly ChatEvent[]) =>
    (await ask({ a: [failed("quota")], b: [second] })).relayed.attempts;
  expect(await after(text("42"))).toEqual([first, { model: "b", outcome: "answered", failure: null }]);
  expect(await after(thought)).toEqual([first, { model: "b", outcome: "empty", failure: null }]);
  expect(await after(failed("quota"))).toEqual([first, { ...first, model: "b" }]);
});

test.each([
  [0, 1],
  [1, 2],
  [3, 4],
])("with %d retries a model is asked %d times", async (retries, times) => {
  const { outcomes, waits } = await ask({ a: Array(9).fill(failed("unavailable")) }, { reliability: { retries } });
  expect(outcomes).toEqual(Array(times).fill("a=unavailable"));
  expect(waits).toEqual([100, 200, 400].slice(0, retries));
});

test.each([
  ["a failure", failed("unavailable"), "failed"],
  ["an empty reply", thought, "empty"],
] as const)("after %s nobody is asked again for a caller that has gone", async (_title, reply, kind) => {
  const { relayed, outcomes, waits } = await ask({ a: [reply, reply], b: [text("42")] }, { leaves: "asking" });
  expect([relayed.kind, outcomes.length, waits]).toEqual([kind, 1, []]);
});

test("a caller who goes during a wait is not waited for again", async () => {
  const down = failed("unavailable");
  const change = { leaves: "waiting", reliability: { retries: 5 } } as const;
  const { relayed, outcomes, waits } = await ask({ a: Array(9).fill(down), b: [text("42")] }, change);
  expect([relayed.kind, outcomes, waits]).toEqual(["failed", ["a=unavailable", "a=unavailable"], [100]]);
});

test("an order without models is a mistake of the caller", async () => {
  await expect(ask({})).rejects.toThrow(RangeError);
});
