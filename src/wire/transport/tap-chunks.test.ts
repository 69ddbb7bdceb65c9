import { describe, expect, test } from "vitest";
import { scriptedExchange } from "../../../test/support/wire-doubles.js";
import { TransportError } from "../exchange.js";
import { type ChunksEnd, tapChunks } from "./tap-chunks.js";

const done = { done: true, value: undefined };

async function tapped(
  texts: readonly string[],
  options: Parameters<typeof scriptedExchange>[1] = {},
  signal?: AbortSignal,
) {
  const exchange = scriptedExchange(texts, options);
  const controller = new AbortController();
  const request = { method: "GET", url: "https://service.test/", headers: [], body: null };
  const { chunks } = await exchange(request, controller.signal);
  const seen: string[] = [];
  const ends: ChunksEnd[] = [];
  const iterator = tapChunks(chunks, signal ?? controller.signal, {
    onChunk: (bytes) => seen.push(Buffer.from(bytes).toString()),
    onEnd: (end) => ends.push(end),
  });
  return { iterator, seen, ends, abort: (reason: unknown) => controller.abort(reason), left: exchange.left };
}

describe("a tap", () => {
  test("sees every chunk as it passes, and the end once", async () => {
    const { iterator, seen, ends, abort } = await tapped(["a", "b"]);
    const passed: string[] = [];
    for await (const chunk of iterator) {
      passed.push(Buffer.from(chunk).toString());
      expect(seen).toEqual(passed);
    }
    expect([passed, ends]).toEqual([["a", "b"], [{ kind: "eof" }]]);
    expect(await iterator.next()).toEqual(done);
    await iterator.return?.();
    abort("late");
    expect(ends).toEqual([{ kind: "eof" }]);
  });

  test("sees what broke the body, and so does its reader", async () => {
    const broken = new TransportError("reset", "it broke");
    const { iterator, ends, abort } = await tapped(["a"], { after: broken });
    await iterator.next();
    await expect(iterator.next()).rejects.toBe(broken);
    abort("late");
    expect(ends).toEqual([{ kind: "broken", error: broken }]);
  });

  test("sees an error of another kind as a fault, and its reader sees it as it was", async () => {
    const broken = Object.assign(new Error("system"), { code: "ECONNRESET" });
    const { iterator, ends } = await tapped([], { after: broken });
    await expect(iterator.next()).rejects.toBe(broken);
    expect(ends).toMatchObject([{ kind: "broken", error: { kind: "reset", code: "ECONNRESET" } }]);
  });

  test("sees that its reader left, and leaves the source", async () => {
    const { iterator, ends, left, abort } = await tapped(["a", "b"]);
    await iterator.next();
    expect(left()).toBe(false);
    expect(await iterator.return?.()).toEqual(done);
    expect(left()).toBe(true);
    abort("late");
    expect(ends).toEqual([{ kind: "left" }]);
  });

  test("ends with an abort, even if nothing reads, and sees no chunk after it", async () => {
    const { iterator, seen, ends, abort } = await tapped(["a", "b"]);
    await iterator.next();
    abort("enough");
    expect(ends).toMatchObject([{ kind: "broken", error: { kind: "aborted", cause: "enough" } }]);
    await iterator.next();
    await iterator.next();
    expect(seen).toEqual(["a"]);
    expect(ends).toHaveLength(1);
  });

  test("of a signal that is aborted already is over at once", async () => {
    const { iterator, seen, ends } = await tapped(["a"], {}, AbortSignal.abort("before"));
    expect(ends).toMatchObject([{ kind: "broken", error: { kind: "aborted", cause: "before" } }]);
    await iterator.next();
    expect([seen, ends.length]).toEqual([[], 1]);
  });
});
