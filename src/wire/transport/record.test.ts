import { expect, test } from "vitest";
import { hang, jsonPost, manualTimers, readBody, scriptedExchange } from "../../../test/support/wire-doubles.js";
import { withDeadlines } from "../../../test/support/with-deadlines.js";
import { type Exchange, type RecordedExchange, TransportError } from "../exchange.js";
import { recordExchange } from "./record.js";

const request = jsonPost("https://service.test/", { a: 1 });
const startedAt = "2026-02-10T12:00:00.000Z";

/** A clock on which every look takes ten milliseconds. */
function steppingClock() {
  let now = -10;
  const next = () => {
    now += 10;
    return now;
  };
  return { now: next, date: () => new Date(startedAt) };
}

function recorder(exchange: Exchange): { exchange: Exchange; sunk: RecordedExchange[] } {
  const sunk: RecordedExchange[] = [];
  return { exchange: recordExchange(exchange, (recorded) => sunk.push(recorded), steppingClock()), sunk };
}

test("a whole exchange is kept with the arrival of every chunk", async () => {
  const { exchange, sunk } = recorder(scriptedExchange(["one", "two"], { headers: [["x-a", "1"]] }));
  await readBody(await exchange(request, new AbortController().signal));
  expect(sunk).toEqual([
    {
      startedAt,
      request,
      response: { status: 200, headers: [["x-a", "1"]] },
      firstByteMs: 10,
      chunks: [
        [20, Buffer.from("one")],
        [30, Buffer.from("two")],
      ],
      end: "eof",
      error: null,
    },
  ]);
});

test("a body that breaks ends as reset, with what broke it and the bytes before", async () => {
  const broken = new TransportError("reset", "read ECONNRESET", { code: "ECONNRESET" });
  const { exchange, sunk } = recorder(scriptedExchange(["one"], { after: broken }));
  const read = await readBody(await exchange(request, new AbortController().signal));
  expect(read.error).toBe(broken);
  expect(sunk).toMatchObject([
    {
      end: "reset",
      chunks: [[20, Buffer.from("one")]],
      error: { kind: "reset", code: "ECONNRESET", message: "read ECONNRESET", deadlineMs: null },
    },
  ]);
});

test.each(["dns", "refused", "reset", "tls", "closed", "protocol"] as const)(
  "a failure before the headers (%s) ends as connect-error without a response",
  async (kind) => {
    const { exchange, sunk } = recorder(() => Promise.reject(new TransportError(kind, "no")));
    await expect(exchange(request, new AbortController().signal)).rejects.toMatchObject({ kind });
    expect(sunk).toMatchObject([
      { end: "connect-error", response: null, firstByteMs: null, chunks: [], error: { kind } },
    ]);
  },
);

test("an abort before the headers ends as client-abort", async () => {
  const controller = new AbortController();
  const { exchange, sunk } = recorder((_request, signal) => hang(signal));
  const work = exchange(request, controller.signal).catch(() => {});
  controller.abort();
  await work;
  expect(sunk).toMatchObject([{ end: "client-abort", response: null, error: { kind: "aborted" } }]);
});

test("an abort inside a body that is no longer read ends as client-abort at once, and only once", async () => {
  const controller = new AbortController();
  const { exchange, sunk } = recorder(scriptedExchange(["one", "two"]));
  const iterator = (await exchange(request, controller.signal)).chunks[Symbol.asyncIterator]();
  await iterator.next();
  expect(sunk).toEqual([]);
  controller.abort();
  expect(sunk).toMatchObject([{ end: "client-abort", error: { kind: "aborted" } }]);
  await iterator.next();
  await iterator.return?.();
  expect(sunk).toHaveLength(1);
  expect(sunk[0]?.chunks).toHaveLength(1);
});

test("a reader that stops ends as client-abort, and the upstream is left", async () => {
  const upstream = scriptedExchange(["one", "two"]);
  const { exchange, sunk } = recorder(upstream);
  for await (const _chunk of (await exchange(request, new AbortController().signal)).chunks) break;
  expect(upstream.left()).toBe(true);
  expect(sunk).toMatchObject([
    { end: "client-abort", error: { kind: "aborted", message: "the reader stopped before the end of the body" } },
  ]);
});

test.each(["inside", "outside"] as const)("a deadline set %s the recorder is in the record", async (where) => {
  const timers = manualTimers();
  const deadlines = { firstByteMs: null, idleMs: 50, totalMs: null };
  const stalled = scriptedExchange(["one"], { after: "hang" });
  const inner = recorder(where === "inside" ? withDeadlines(stalled, deadlines, timers) : stalled);
  const exchange = where === "inside" ? inner.exchange : withDeadlines(inner.exchange, deadlines, timers);
  const reading = readBody(await exchange(request, new AbortController().signal));
  await new Promise((resolve) => setImmediate(resolve));
  await timers.advance(50);
  await reading;
  expect(inner.sunk).toMatchObject([{ end: "client-abort", error: { kind: "idle-timeout", deadlineMs: 50 } }]);
});
