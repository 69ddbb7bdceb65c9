import { describe, expect, test, vi } from "vitest";
import { manualTimers, readBody, recording } from "../../../test/support/wire-doubles.js";
import type { RecordedExchange } from "../exchange.js";
import { playBack } from "./play-back.js";

const never = new AbortController().signal;
const settled = () => new Promise((resolve) => setImmediate(resolve));

async function piecesOf(recorded: RecordedExchange, rechunk: number | null): Promise<readonly string[]> {
  const { chunks } = await playBack(recorded, never, { rechunk, speed: null, timers: manualTimers() });
  const pieces: string[] = [];
  for await (const chunk of chunks) pieces.push(Buffer.from(chunk).toString());
  return pieces;
}

const inChunks = (...texts: readonly string[]) =>
  recording({ chunks: texts.map((text, at) => [at * 10, Buffer.from(text)]) });

describe("a body", () => {
  test.each<[what: string, chunks: string[], rechunk: number | null, pieces: string[]]>([
    ["comes in its own chunks, empty ones too", ["ab", "", "c"], null, ["ab", "", "c"]],
    ["comes byte by byte", ["ab", "", "c"], 1, ["a", "b", "c"]],
    ["comes in pieces that cross its chunks", ["ab", "cd", "e"], 3, ["abc", "de"]],
    ["comes in pieces that fill it", ["ab", "cd"], 2, ["ab", "cd"]],
    ["comes in one piece that is larger", ["ab", "cd"], 9, ["abcd"]],
    ["of nothing has no piece", [], 3, []],
    ["of empty chunks has no piece", ["", ""], 3, []],
  ])("%s", async (_what, chunks, rechunk, pieces) => {
    expect(await piecesOf(inChunks(...chunks), rechunk)).toEqual(pieces);
  });

  test("is over once it has ended, and once its reader has left", async () => {
    const play = async () => {
      const { chunks } = await playBack(inChunks("a", "b"), never, {
        rechunk: null,
        speed: null,
        timers: manualTimers(),
      });
      return chunks[Symbol.asyncIterator]();
    };
    const whole = await play();
    await whole.next();
    await whole.next();
    expect([await whole.next(), await whole.next()]).toEqual(Array(2).fill({ done: true, value: undefined }));
    const left = await play();
    expect(await left.return?.()).toEqual({ done: true, value: undefined });
    expect(await left.next()).toEqual({ done: true, value: undefined });
  });

  test("that broke breaks once, and is over after that", async () => {
    const error = { kind: "reset", code: "ECONNRESET", message: "it broke", deadlineMs: null } as const;
    const { chunks } = await playBack(recording({ chunks: [], end: "reset", error }), never, {
      rechunk: null,
      speed: null,
      timers: manualTimers(),
    });
    const iterator = chunks[Symbol.asyncIterator]();
    await expect(iterator.next()).rejects.toMatchObject(error);
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
  });
});

describe("a piece arrives when the last of its bytes arrived", () => {
  test.each<[rechunk: number | null, times: number[]]>([
    [null, [10, 20, 40]],
    [1, [10, 10, 20, 40, 40, 40]],
    [2, [10, 40, 40]],
    [3, [20, 40]],
    [4, [40, 40]],
    [9, [40]],
  ])("cut into %s", async (rechunk, times) => {
    const recorded = recording({
      firstByteMs: 0,
      chunks: [
        [10, Buffer.from("ab")],
        [20, Buffer.from("c")],
        [40, Buffer.from("def")],
      ],
    });
    const timers = manualTimers();
    const { chunks } = await playBack(recorded, never, { rechunk, speed: 1, timers });
    const seen: number[] = [];
    const reading = (async () => {
      for await (const _ of chunks) seen.push(timers.now());
    })();
    for (let ms = 0; ms < 50; ms += 1) await timers.advance(1);
    await reading;
    expect(seen).toEqual(times);
  });
});

describe("at a pace", () => {
  test("waits for what is still to come alone, and for nothing that is due", async () => {
    const timers = manualTimers();
    const recorded = recording({
      firstByteMs: 10,
      chunks: [
        [30, Buffer.from("a")],
        [31, Buffer.from("b")],
      ],
    });
    const playing = playBack(recorded, never, { rechunk: null, speed: 1, timers });
    expect(timers.pending()).toBe(1);
    await timers.advance(10);
    const iterator = (await playing).chunks[Symbol.asyncIterator]();
    await timers.advance(21);
    expect(Buffer.from((await iterator.next()).value ?? []).toString()).toBe("a");
    expect(Buffer.from((await iterator.next()).value ?? []).toString()).toBe("b");
    expect(timers.pending()).toBe(0);
  });

  test("a response that never arrived breaks after its deadline", async () => {
    const timers = manualTimers();
    const error = { kind: "first-byte-timeout", code: null, message: "late", deadlineMs: 100 } as const;
    const recorded = recording({ response: null, firstByteMs: 5, chunks: [], end: "client-abort", error });
    let broke = false;
    const playing = playBack(recorded, never, { rechunk: null, speed: 2, timers }).catch((thrown: unknown) => {
      broke = true;
      return thrown;
    });
    await timers.advance(49);
    expect(broke).toBe(false);
    await timers.advance(1);
    expect(await playing).toMatchObject(error);
  });

  test.each([null, { kind: "dns", code: null, message: "no host", deadlineMs: null } as const])(
    "a response that never came, of no deadline, breaks at once: %j",
    async (error) => {
      const timers = manualTimers();
      const recorded = recording({ response: null, firstByteMs: 5, chunks: [], end: "connect-error", error });
      await expect(playBack(recorded, never, { rechunk: null, speed: 1, timers })).rejects.toMatchObject({
        kind: error?.kind ?? "refused",
      });
    },
  );

  test("counts from the request, whenever that was, and waits for a fraction of a millisecond too", async () => {
    const timers = manualTimers();
    await timers.advance(1000);
    const playing = playBack(recording({ firstByteMs: 0.5 }), never, { rechunk: null, speed: 1, timers });
    expect(timers.pending()).toBe(1);
    await timers.advance(0.5);
    expect((await playing).status).toBe(200);
  });

  test("an abort between two pieces is thrown at once, and no listener is left behind", async () => {
    const timers = manualTimers();
    const controller = new AbortController();
    const { signal } = controller;
    const added = vi.spyOn(signal, "addEventListener");
    const removed = vi.spyOn(signal, "removeEventListener");
    const playing = playBack(recording({ firstByteMs: 10 }), signal, { rechunk: null, speed: 1, timers });
    await timers.advance(10);
    const { chunks } = await playing;
    expect(removed.mock.calls).toEqual(added.mock.calls);
    expect(added).toHaveBeenCalledTimes(1);
    controller.abort("enough");
    await expect(chunks[Symbol.asyncIterator]().next()).rejects.toMatchObject({ kind: "aborted", cause: "enough" });
    expect(timers.pending()).toBe(0);
  });

  test("an abort ends the waiting with its reason, and nothing is left behind", async () => {
    const timers = manualTimers();
    const controller = new AbortController();
    const playing = playBack(recording({ firstByteMs: 10 }), controller.signal, { rechunk: null, speed: 1, timers });
    controller.abort("enough");
    await expect(playing).rejects.toMatchObject({ kind: "aborted", cause: "enough" });
    expect(timers.pending()).toBe(0);
    await settled();
  });
});

test.each([
  ["reset", "reset"],
  ["connect-error", "refused"],
  ["client-abort", "aborted"],
] as const)("a recording that ends with %s and has no error breaks with %s", async (end, kind) => {
  const response = await playBack(recording({ end }), never, { rechunk: null, speed: null, timers: manualTimers() });
  expect(await readBody(response)).toMatchObject({
    text: "whole",
    error: { kind, message: `the recording ends with ${end} and has no error` },
  });
});
