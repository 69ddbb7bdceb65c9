import { describe, expect, test } from "vitest";
import type { ChatEvent } from "../chat/event.js";
import { type ChunkIterator, TransportError } from "../wire/exchange.js";
import { type BodyDecoder, readEvents, wholeBody } from "./read-events.js";

const delta = (text: string): ChatEvent => ({ kind: "text-delta", part: 0, text });
const end: ChatEvent = { kind: "reply-end" };
const over = { done: true, value: undefined };
const bytesOf = (text: string) => new TextEncoder().encode(text);

/** Every letter is a delta; a dot ends the reply. */
function letters(begin: readonly ChatEvent[] = []): BodyDecoder {
  let isOver = false;
  return {
    begin,
    push: (bytes) => {
      const text = new TextDecoder().decode(bytes);
      isOver = text.includes(".");
      return [...text].map((letter) => (letter === "." ? end : delta(letter)));
    },
    isOver: () => isOver,
    end: () => [delta("end")],
    fail: (error) => [delta(String(error))],
  };
}

/** A source whose chunks a test hands out one by one, with or without a way to leave it. */
function handed(leaving: Pick<ChunkIterator, "return" | "ready"> = {}) {
  const asked: ((step: IteratorResult<Uint8Array>) => void)[] = [];
  const iterator: ChunkIterator = {
    next: () => new Promise((resolve) => asked.push(resolve)),
    ...leaving,
  };
  return {
    chunks: { [Symbol.asyncIterator]: () => iterator },
    asked: () => asked.length,
    hand: (text: string | null) =>
      asked.shift()?.(text === null ? { done: true, value: undefined } : { done: false, value: bytesOf(text) }),
  };
}

describe("ready", () => {
  test("hands out what is there, each event once, and null where one would have to wait", async () => {
    const { chunks, hand } = handed();
    const events = readEvents(chunks, letters([delta("begin")]));
    expect([events.ready(), events.ready(), events.ready()]).toEqual([delta("begin"), null, null]);
    const next = events.next();
    hand("abc");
    expect(await next).toEqual({ done: false, value: delta("a") });
    expect([events.ready(), events.ready(), events.ready()]).toEqual([delta("b"), delta("c"), null]);
  });

  test("hands out the events of all chunks that have arrived, and those of the end, without asking for more", () => {
    const arrived: (string | null)[] = ["ab", "", "c", null];
    const ready = () => {
      const text = arrived.shift();
      if (text === undefined) return null;
      return text === null ? { done: true as const, value: undefined } : { done: false as const, value: bytesOf(text) };
    };
    const { chunks, asked } = handed({ ready });
    const events = readEvents(chunks, letters([delta("begin")]));
    const found = Array.from({ length: 6 }, () => events.ready());
    expect(found).toEqual([...["begin", "a", "b", "c", "end"].map(delta), null]);
    expect(asked()).toBe(0);
  });

  test("hands out nothing of the chunks after the last event of a reply", async () => {
    const arrived = ["a.", "b"];
    const ready = () => {
      const text = arrived.shift();
      return text === undefined ? null : { done: false as const, value: bytesOf(text) };
    };
    const events = readEvents(handed({ ready }).chunks, letters());
    expect([events.ready(), events.ready(), events.ready()]).toEqual([delta("a"), end, null]);
    expect(await events.next()).toEqual(over);
    expect(arrived).toEqual(["b"]);
  });

  test("hands out nothing to one who is in front of a caller that waits", async () => {
    const { chunks, hand, asked } = handed();
    const events = readEvents(chunks, letters());
    const waiting = [events.next(), events.next()];
    expect([events.ready(), asked()]).toEqual([null, 1]);
    hand("abc");
    expect(events.ready()).toBeNull();
    expect(await Promise.all(waiting)).toEqual([
      { done: false, value: delta("a") },
      { done: false, value: delta("b") },
    ]);
    expect([events.ready(), events.ready()]).toEqual([delta("c"), null]);
  });

  test("hands out nothing of a body that was left, and nobody is asked any more", async () => {
    const { chunks, hand, asked } = handed();
    const events = readEvents(chunks, letters());
    const first = events.next();
    hand("abc");
    await first;
    expect(await events.return?.()).toEqual(over);
    expect(events.ready()).toBeNull();
    expect(await events.next()).toEqual(over);
    expect(asked()).toBe(0);
  });
});

describe("next", () => {
  test("after the end says so again and again, and asks for no more bytes", async () => {
    const { chunks, hand, asked } = handed();
    const events = readEvents(chunks, letters());
    const first = events.next();
    hand(null);
    expect(await first).toEqual({ done: false, value: delta("end") });
    expect([await events.next(), await events.next()]).toEqual([over, over]);
    expect(asked()).toBe(0);
  });

  test("after the reply's last event reads no further, from a source that can be left or not", async () => {
    let left = 0;
    const leaving = {
      return: () => {
        left += 1;
        return Promise.reject(new Error("already gone"));
      },
    };
    for (const way of [{}, leaving]) {
      const { chunks, hand, asked } = handed(way);
      const events = readEvents(chunks, letters());
      const first = events.next();
      hand(".");
      expect(await first).toEqual({ done: false, value: end });
      expect(await events.next()).toEqual(over);
      expect(asked()).toBe(0);
    }
    expect(left).toBe(1);
  });

  test("of a body that was left meanwhile tells nothing of the bytes that still came", async () => {
    const { chunks, hand } = handed();
    const events = readEvents(chunks, letters());
    const waiting = events.next();
    await events.return?.();
    hand("abc");
    expect(await waiting).toEqual(over);
    expect([events.ready(), await events.next()]).toEqual([null, over]);
  });
});

describe("a body that says nothing before it is whole", () => {
  const reader = (maxBytes: number) => {
    const read: (readonly [string, string | null])[] = [];
    const decoder = wholeBody(maxBytes, (bytes, error) => {
      read.push([bytes.toString(), error === null ? null : `${error.kind}: ${error.message}`]);
      return [end];
    });
    return { decoder, read };
  };

  test("is read once, at its end, with all its bytes", () => {
    const { decoder, read } = reader(10);
    expect([decoder.begin, decoder.push(bytesOf("ab")), decoder.push(bytesOf("cd"))]).toEqual([[], [], []]);
    expect([decoder.isOver(), read]).toEqual([false, []]);
    expect(decoder.end()).toEqual([end]);
    expect(read).toEqual([["abcd", null]]);
  });

  test("that is empty is read as empty", () => {
    const { decoder, read } = reader(10);
    decoder.end();
    expect(read).toEqual([["", null]]);
  });

  test("of exactly the limit is read, and of one byte more only what was within it, as a body too large", () => {
    const within = reader(4);
    within.decoder.push(bytesOf("ab"));
    expect([within.decoder.push(bytesOf("cd")), within.decoder.isOver()]).toEqual([[], false]);
    const beyond = reader(4);
    beyond.decoder.push(bytesOf("abc"));
    expect([beyond.decoder.push(bytesOf("de")), beyond.decoder.isOver()]).toEqual([[end], true]);
    expect(beyond.read).toEqual([["abc", "too-large: the body is larger than 4 bytes, the most that we read"]]);
  });

  test("that broke is read with what broke it, and an error that is none of the wire is thrown", () => {
    const { decoder, read } = reader(10);
    decoder.push(bytesOf("ab"));
    expect(decoder.fail(new TransportError("reset", "gone"))).toEqual([end]);
    expect(read).toEqual([["ab", "reset: gone"]]);
    expect(() => decoder.fail(new TypeError("ours"))).toThrow(new TypeError("ours"));
  });
});
