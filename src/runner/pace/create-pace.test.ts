import { expect, test } from "vitest";
import { type ManualTimers, manualTimers } from "../../../test/support/wire-doubles.js";
import { createPace } from "./create-pace.js";
import type { Slowed } from "./lane.js";
import type { CallEnd, PaceLimits, Passage } from "./pace.js";

const forever = new AbortController().signal;
const answered: CallEnd = { usedTokens: null, slowDown: null };
const throttled = (retryAfterMs: number | null): CallEnd => ({ usedTokens: 0, slowDown: { retryAfterMs } });

/** A pace whose calls write down when they may go, in milliseconds since the start. */
function paced(limits: Partial<PaceLimits>) {
  const timers: ManualTimers = manualTimers();
  const slowed: Slowed[] = [];
  const pace = createPace(
    { lanes: {}, quotas: {}, quotaShare: 1, ...limits },
    { timers, onSlowed: (one) => slowed.push(one) },
  );
  const went: (readonly [name: string, atMs: number | string])[] = [];
  const ends = new Map<string, (end: CallEnd) => Promise<void>>();
  const ask = (
    name: string,
    { provider = "a", quotas = [], tokens = 1, signal = forever }: Partial<Call> = {},
  ): Promise<Passage> =>
    pace.take({ provider, quotas, tokens }, signal).then((passage) => {
      went.push([name, passage.kind === "go" ? timers.now() : passage.kind]);
      if (passage.kind === "go") ends.set(name, passage.done);
      return passage;
    });
  /** Lets so much time pass, in steps of `stepMs`. */
  const pass = async (ms: number, stepMs = 100): Promise<void> => {
    await timers.advance(0);
    for (let passed = 0; passed < ms; passed += stepMs) await timers.advance(stepMs);
  };
  const end = async (name: string, how: CallEnd): Promise<void> => {
    await ends.get(name)?.(how);
    await timers.advance(0);
  };
  return { ask, pass, end, went, slowed, timers };
}

type Call = {
  readonly provider: string;
  readonly quotas: readonly string[];
  readonly tokens: number;
  readonly signal: AbortSignal;
};

test("without limits every call goes at once", async () => {
  const { ask, pass, went } = paced({});
  for (const name of ["1", "2", "3"]) void ask(name);
  await pass(100);
  expect(went).toEqual([
    ["1", 0],
    ["2", 0],
    ["3", 0],
  ]);
});

test("requests a minute are spaced evenly, in their order, and a quiet minute saves nothing up", async () => {
  const { ask, pass, went } = paced({ lanes: { a: { requestsPerMinute: 30, inFlight: null } } });
  for (const name of ["1", "2", "3"]) void ask(name);
  await pass(60_000);
  for (const name of ["4", "5"]) void ask(name);
  await pass(3_000);
  expect(went).toEqual([
    ["1", 0],
    ["2", 2_000],
    ["3", 4_000],
    ["4", 60_000],
    ["5", 62_000],
  ]);
});

test("no more than inFlight calls are under way at once, and the lanes of others do not wait", async () => {
  const { ask, pass, end, went } = paced({ lanes: { a: { requestsPerMinute: null, inFlight: 2 } } });
  for (const name of ["1", "2", "3"]) void ask(name);
  void ask("other", { provider: "b" });
  await pass(500);
  expect(went.map(([name]) => name)).toEqual(["1", "2", "other"]);
  await end("2", answered);
  expect(went.at(-1)).toEqual(["3", 500]);
});

test("retry-after makes all calls of the lane wait, which then go one after the other", async () => {
  const { ask, pass, end, went, slowed } = paced({});
  void ask("1");
  void ask("elsewhere", { provider: "b" });
  await pass(100);
  await end("1", throttled(30_000));
  for (const name of ["2", "3", "4"]) void ask(name);
  void ask("elsewhere too", { provider: "b" });
  await pass(40_000, 50);
  expect(slowed).toEqual([{ provider: "a", waitMs: 30_000, perMinute: 240 }]);
  expect(went.slice(2)).toEqual([
    ["elsewhere too", 100],
    ["2", 30_100],
    ["3", 30_350],
    ["4", 30_600],
  ]);
});

test("without retry-after the wait and the spacing double each time, and calls under way say nothing new", async () => {
  const { ask, pass, end, slowed, timers } = paced({});
  for (const name of ["1", "2", "3"]) void ask(name);
  await pass(100);
  for (const name of ["1", "2", "3"]) await end(name, throttled(null));
  for (const name of ["4", "5", "6"]) {
    void ask(name);
    await pass(60_000);
    await end(name, throttled(null));
  }
  expect(slowed.map(({ waitMs, perMinute }) => [waitMs, perMinute])).toEqual([
    [1_000, 240],
    [2_000, 120],
    [4_000, 60],
    [8_000, 30],
  ]);
  expect(timers.pending()).toBe(0);
});

test("a lane whose calls are answered again returns to its own pace, and not above it", async () => {
  const { ask, pass, end, went } = paced({ lanes: { a: { requestsPerMinute: 600, inFlight: null } } });
  void ask("first");
  await pass(100);
  await end("first", throttled(null));
  for (let at = 0; at < 40; at += 1) {
    const name = String(at);
    void ask(name);
    await pass(2_000);
    await end(name, answered);
  }
  went.length = 0;
  for (const name of ["1", "2"]) void ask(name);
  await pass(1_000);
  expect(went.map(([, at]) => Number(at) - Number(went[0]?.[1]))).toEqual([0, 100]);
});

test("a quota spaces calls by the tokens that they reserve, at the share of the quota, over all lanes", async () => {
  const quotas = { q: { tokensPerMinute: 60_000, tokensPerDay: null } };
  const { ask, pass, went } = paced({ quotas, quotaShare: 0.2 });
  // 12,000 tokens a minute: 200 in each second.
  void ask("1", { quotas: ["q"], tokens: 1_000 });
  void ask("2", { quotas: ["q"], tokens: 400, provider: "b" });
  void ask("3", { quotas: ["q"], tokens: 200 });
  void ask("free", { tokens: 5_000 });
  await pass(10_000);
  expect(went).toEqual([
    ["1", 0],
    ["free", 0],
    ["2", 5_000],
    ["3", 7_000],
  ]);
});

test("what a call reserved and did not use comes back when it ends", async () => {
  const quotas = { q: { tokensPerMinute: 60_000, tokensPerDay: null } };
  const { ask, pass, end, went } = paced({ quotas });
  void ask("1", { quotas: ["q"], tokens: 10_000 });
  void ask("2", { quotas: ["q"], tokens: 10_000 });
  await pass(1_000);
  await end("1", { usedTokens: 3_000, slowDown: null });
  await pass(5_000);
  expect(went).toEqual([
    ["1", 0],
    ["2", 3_000],
  ]);
});

test("a call that reserves more than a minute of the whole quota could never go, and is refused by name", async () => {
  const quotas = { "bedrock q": { tokensPerMinute: 1_000, tokensPerDay: null } };
  const { ask, timers } = paced({ quotas, quotaShare: 0.2 });
  expect(await ask("1", { quotas: ["bedrock q"], tokens: 1_001 })).toEqual({
    kind: "refused",
    reason: "a call reserves 1001 tokens, and the quota bedrock q has 1000 a minute",
  });
  expect((await ask("2", { quotas: ["bedrock q"], tokens: 1_000 })).kind).toBe("go");
  expect(timers.pending()).toBe(0);
});

test("tokens a day are refused when the share is used up, after the calls under way have given back theirs", async () => {
  const quotas = { q: { tokensPerMinute: null, tokensPerDay: 10_000 } };
  const { ask, pass, end, went } = paced({ quotas, quotaShare: 0.5 });
  const call = { quotas: ["q"], tokens: 3_000 };
  void ask("1", call);
  void ask("2", call);
  await pass(1_000);
  expect(went).toEqual([["1", 0]]);
  await end("1", { usedTokens: 1_000, slowDown: null });
  await pass(1_000);
  expect(went.at(-1)).toEqual(["2", 1_000]);
  await end("2", answered);
  // 4,000 of 5,000 are used.
  expect(await ask("3", call)).toEqual({
    kind: "refused",
    reason: "--quota-share 0.5 of the tokens a day of q is used up",
  });
  // A smaller one would fit; what is left out does not depend on the size of a call.
  expect((await ask("4", { ...call, tokens: 10 })).kind).toBe("refused");
});

test("a call that waits when its signal aborts is stopped, and those behind it go on", async () => {
  const { ask, pass, went, timers } = paced({ lanes: { a: { requestsPerMinute: 1, inFlight: null } } });
  const stop = new AbortController();
  void ask("1");
  void ask("2", { signal: stop.signal });
  void ask("3");
  await pass(1_000);
  stop.abort();
  void ask("late", { signal: stop.signal });
  await pass(60_000);
  expect(went).toEqual([
    ["1", 0],
    ["2", "stopped"],
    ["late", "stopped"],
    ["3", 60_000],
  ]);
  expect(timers.pending()).toBe(0);
});
