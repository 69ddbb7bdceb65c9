import { describe, expect, test } from "vitest";
import type { Timers } from "../../../wire/transport/timers.js";
import { KeepAlive } from "./keep-alive.js";

/** A clock that a test moves. `set`: how many timers are set. */
function clock() {
  let nowMs = 0;
  let timers: { readonly atMs: number; readonly run: () => void }[] = [];
  let set = 0;
  const it: Timers = {
    now: () => nowMs,
    after: (delayMs, run) => {
      const timer = { atMs: nowMs + delayMs, run };
      timers.push(timer);
      set += 1;
      return () => {
        timers = timers.filter((one) => one !== timer);
      };
    },
  };
  const to = (ms: number) => {
    for (;;) {
      const next = timers.filter(({ atMs }) => atMs <= ms).sort((a, b) => a.atMs - b.atMs)[0];
      if (next === undefined) break;
      timers = timers.filter((one) => one !== next);
      nowMs = next.atMs;
      next.run();
    }
    nowMs = ms;
  };
  return { it, to, pending: () => timers.length, set: () => set };
}

function watch(keepAlive: KeepAlive, intervalMs: number, onSilence: () => void) {
  const watched = keepAlive.watch(intervalMs);
  watched.response = { writableNeedDrain: false, writableEnded: false, write: onSilence };
  return watched;
}

describe("a stream", () => {
  test("that is silent is noticed after each interval, until it ends", () => {
    const time = clock();
    const at: number[] = [];
    const watched = watch(new KeepAlive(time.it), 160, () => at.push(time.it.now()));
    time.to(179);
    expect(at).toEqual([]);
    time.to(510);
    expect(at).toEqual([180, 340, 500]);
    watched.end();
    time.to(5_000);
    expect(at).toHaveLength(3);
    expect(time.pending()).toBe(0);
  });

  test("that writes is not silent from then on", () => {
    const time = clock();
    const at: number[] = [];
    const watched = watch(new KeepAlive(time.it), 160, () => at.push(time.it.now()));
    for (let ms = 100; ms <= 1_000; ms += 100) {
      time.to(ms);
      watched.wrote();
    }
    expect(at).toEqual([]);
    time.to(1_180);
    expect(at).toEqual([1_180]);
  });

  test("with an interval of 0 is never noticed, and sets no timer", () => {
    const time = clock();
    const watched = watch(new KeepAlive(time.it), 0, () => expect.unreachable());
    watched.wrote();
    time.to(10_000);
    watched.end();
    expect(time.set()).toBe(0);
  });
});

test("many streams share one timer, and each is noticed at most an eighth of its interval late", () => {
  const time = clock();
  const keepAlive = new KeepAlive(time.it);
  const seen = new Map<number, number[]>();
  for (let start = 0; start < 100; start += 1) {
    time.to(start);
    const own: number[] = [];
    seen.set(start, own);
    watch(keepAlive, 1_600, () => own.push(time.it.now() - start));
    expect(time.pending()).toBe(1);
  }
  time.to(3_000);
  for (const [first] of seen.values()) {
    expect(first).toBeGreaterThanOrEqual(1_600);
    expect(first).toBeLessThanOrEqual(1_800);
  }
  expect(time.set()).toBeLessThan(18);
});

describe("work", () => {
  test("that is done in time is awaited, whether it succeeds or fails", async () => {
    const time = clock();
    const keepAlive = new KeepAlive(time.it);
    expect(await keepAlive.watch(100).outlasts(Promise.resolve(1))).toBe(1);
    await expect(keepAlive.watch(100).outlasts(Promise.reject(new Error("no")))).rejects.toThrow("no");
  });

  test("that takes longer is not", async () => {
    const time = clock();
    const waiting = new KeepAlive(time.it).watch(80).outlasts(new Promise(() => undefined));
    time.to(90);
    expect(await waiting).toBeNull();
  });
});
