import { describe, expect, test } from "vitest";
import { hang, jsonPost, manualTimers, readBody, scriptedExchange } from "../../../test/support/wire-doubles.js";
import { withDeadlines } from "../../../test/support/with-deadlines.js";
import type { StopSignal } from "../../chat/stop-signal.js";
import type { Exchange } from "../exchange.js";
import type { Deadlines } from "./deadline-clock.js";

const request = jsonPost("https://service.test/", {});
const none: Deadlines = { firstByteMs: null, idleMs: null, totalMs: null };
const tick = () => new Promise((resolve) => setImmediate(resolve));

/** Answers one chunk each time it is told to. */
function pacedExchange(): { exchange: Exchange; send: (text: string) => void; upstream: () => StopSignal | null } {
  let send: (text: string) => void = () => {};
  let upstream: StopSignal | null = null;
  const exchange: Exchange = async (_request, signal) => {
    upstream = signal;
    async function* chunks() {
      for (;;) {
        const next = new Promise<string>((resolve) => {
          send = resolve;
        });
        yield Buffer.from(await Promise.race([next, hang(signal)]));
      }
    }
    return { status: 200, headers: [], chunks: chunks() };
  };
  return { exchange, send: (text) => send(text), upstream: () => upstream };
}

describe("the deadline for the first byte", () => {
  test("strikes when no headers come, is the abort reason upstream and carries its milliseconds", async () => {
    const timers = manualTimers();
    let upstream: StopSignal | null = null;
    const silent: Exchange = (_request, signal) => {
      upstream = signal;
      return hang(signal);
    };
    const work = withDeadlines(silent, { ...none, firstByteMs: 100 }, timers)(request, new AbortController().signal);
    const failed = expect(work).rejects.toMatchObject({ kind: "first-byte-timeout", deadlineMs: 100 });
    await timers.advance(99);
    expect(upstream).toMatchObject({ aborted: false });
    await timers.advance(1);
    await failed;
    expect(upstream).toMatchObject({ aborted: true, reason: { kind: "first-byte-timeout" } });
    expect(timers.pending()).toBe(0);
  });

  test("strikes also when the upstream ignores its signal, and what comes later is closed", async () => {
    const timers = manualTimers();
    const late = scriptedExchange(["too late"]);
    let answer = () => {};
    const deaf: Exchange = async (asked, signal) => {
      await new Promise<void>((resolve) => {
        answer = resolve;
      });
      return late(asked, signal);
    };
    const work = withDeadlines(deaf, { ...none, firstByteMs: 100 }, timers)(request, new AbortController().signal);
    const failed = expect(work).rejects.toMatchObject({ kind: "first-byte-timeout" });
    await timers.advance(100);
    await failed;
    answer();
    await tick();
    expect(late.left()).toBe(true);
  });

  test("is over once the headers are there", async () => {
    const timers = manualTimers();
    const exchange = withDeadlines(scriptedExchange(["a"]), { ...none, firstByteMs: 100 }, timers);
    const response = await exchange(request, new AbortController().signal);
    await timers.advance(1000);
    expect(await readBody(response)).toEqual({ text: "a", error: null });
  });
});

describe("the idle deadline", () => {
  test("ends the body when the next chunk does not arrive, after the chunks that did", async () => {
    const timers = manualTimers();
    const exchange = withDeadlines(scriptedExchange(["a"], { after: "hang" }), { ...none, idleMs: 50 }, timers);
    const reading = readBody(await exchange(request, new AbortController().signal));
    await tick();
    await timers.advance(50);
    expect(await reading).toMatchObject({ text: "a", error: { kind: "idle-timeout", deadlineMs: 50 } });
    expect(timers.pending()).toBe(0);
  });

  test("begins anew with each chunk, keep-alive comments included; the total deadline does not", async () => {
    const timers = manualTimers();
    const paced = pacedExchange();
    const exchange = withDeadlines(paced.exchange, { ...none, idleMs: 50, totalMs: 100 }, timers);
    const reading = readBody(await exchange(request, new AbortController().signal));
    for (let beat = 0; beat < 3; beat += 1) {
      await tick();
      await timers.advance(30);
      paced.send(": keep-alive\n\n");
    }
    await tick();
    await timers.advance(10);
    const { text, error } = await reading;
    expect(text).toBe(": keep-alive\n\n".repeat(3));
    expect(error).toMatchObject({ kind: "total-timeout", deadlineMs: 100 });
    expect(paced.upstream()).toMatchObject({ aborted: true });
  });

  test("does not run while the reader takes its time", async () => {
    const timers = manualTimers();
    const exchange = withDeadlines(scriptedExchange(["a", "b"]), { ...none, idleMs: 50 }, timers);
    const iterator = (await exchange(request, new AbortController().signal)).chunks[Symbol.asyncIterator]();
    await iterator.next();
    await timers.advance(1000);
    expect(await iterator.next()).toMatchObject({ done: false });
  });
});

describe("the total deadline", () => {
  test("strikes while the reader is busy, and is what the next read throws", async () => {
    const timers = manualTimers();
    const exchange = withDeadlines(scriptedExchange(["a", "b"]), { ...none, totalMs: 50 }, timers);
    const iterator = (await exchange(request, new AbortController().signal)).chunks[Symbol.asyncIterator]();
    await iterator.next();
    await timers.advance(50);
    await expect(iterator.next()).rejects.toMatchObject({ kind: "total-timeout", deadlineMs: 50 });
  });

  test.each<[string, (iterator: AsyncIterator<Uint8Array>) => Promise<unknown>]>([
    ["the end", (iterator) => iterator.next()],
    ["a reader that leaves", (iterator) => iterator.return?.() ?? Promise.resolve()],
  ])("is cancelled by %s", async (_title, finish) => {
    const timers = manualTimers();
    const exchange = withDeadlines(scriptedExchange([]), { ...none, totalMs: 50 }, timers);
    await finish((await exchange(request, new AbortController().signal)).chunks[Symbol.asyncIterator]());
    expect(timers.pending()).toBe(0);
  });

  test("is cancelled when the exchange fails, whose error stays what it is", async () => {
    const timers = manualTimers();
    const failing: Exchange = () => Promise.reject(new Error("refused"));
    const work = withDeadlines(failing, { ...none, totalMs: 50 }, timers)(request, new AbortController().signal);
    await expect(work).rejects.toThrow("refused");
    expect(timers.pending()).toBe(0);
  });
});

test("the caller's abort passes through with its reason, before and inside the body", async () => {
  const before = new AbortController();
  const silent = withDeadlines((_request, signal) => hang(signal), { ...none, totalMs: 50 }, manualTimers());
  const work = expect(silent(request, before.signal)).rejects.toMatchObject({ kind: "aborted", cause: "enough" });
  before.abort("enough");
  await work;

  const inside = new AbortController();
  const stream = withDeadlines(scriptedExchange(["a"], { after: "hang" }), { ...none, idleMs: 50 }, manualTimers());
  const reading = readBody(await stream(request, inside.signal));
  await tick();
  inside.abort("enough");
  expect(await reading).toMatchObject({ text: "a", error: { kind: "aborted", cause: "enough" } });
});
