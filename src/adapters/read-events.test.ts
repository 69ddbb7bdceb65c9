import { expect, test } from "vitest";
import type { ChatEvent } from "../chat/event.js";
import { TransportError } from "../wire/exchange.js";
import { type BodyDecoder, readEvents } from "./read-events.js";

/** Every byte is a delta; 0 is the reply's last event, and 9 tells nothing. */
function byteDecoder(): BodyDecoder {
  let isOver = false;
  return {
    begin: [{ kind: "reply-start", status: 200, requestId: null }],
    push: (bytes) =>
      [...bytes].flatMap((byte): ChatEvent[] => {
        if (byte === 0) isOver = true;
        return byte === 9 ? [] : [byte === 0 ? { kind: "reply-end" } : delta(byte)];
      }),
    isOver: () => isOver,
    end: () => [delta(100)],
    fail: (error) => {
      if (error instanceof TransportError) return [delta(200)];
      throw error;
    },
  };
}

function delta(byte: number): ChatEvent {
  return { kind: "text-delta", part: byte, text: "" };
}

function partOf(event: ChatEvent): number | string {
  return event.kind === "text-delta" ? event.part : event.kind;
}

/** Chunks that note when they were asked for, and when they were let go. */
function body(chunks: readonly (readonly number[])[], fault: Error | null = null) {
  const log: string[] = [];
  const waiting = chunks.map((bytes) => Uint8Array.from(bytes));
  const iterator: AsyncIterableIterator<Uint8Array> = {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      const value = waiting.shift();
      log.push(value === undefined ? "end" : `read ${value.join(",")}`);
      if (value !== undefined) return { done: false, value };
      if (fault !== null) throw fault;
      return { done: true, value: undefined };
    },
    async return() {
      log.push("left");
      return { done: true, value: undefined };
    },
  };
  return { iterator, log };
}

async function all(events: AsyncIterable<ChatEvent>): Promise<readonly (number | string)[]> {
  const told: (number | string)[] = [];
  for await (const event of events) told.push(partOf(event));
  return told;
}

test("events come in order, whatever each chunk tells", async () => {
  const { iterator, log } = body([[1, 2], [9], [], [3]]);
  expect(await all(readEvents(iterator, byteDecoder()))).toEqual(["reply-start", 1, 2, 3, 100]);
  expect(log).toEqual(["read 1,2", "read 9", "read ", "read 3", "end"]);
});

test("a chunk is not asked for before the events of the last one were taken", async () => {
  const { iterator, log } = body([[1, 2], [3]]);
  const events = readEvents(iterator, byteDecoder());
  await events.next();
  expect(log).toEqual([]);
  await events.next();
  await events.next();
  expect(log).toEqual(["read 1,2"]);
});

test("a caller that does not wait gets every event once, in order", async () => {
  const events = readEvents(body([[1], [9], [2, 3], [4]]).iterator, byteDecoder());
  const asked = await Promise.all(Array.from({ length: 9 }, () => events.next()));
  const told = asked.map(({ done, value }) => (done === true ? "done" : partOf(value)));
  expect(told).toEqual(["reply-start", 1, 2, 3, 4, 100, "done", "done", "done"]);
  expect(await events.next()).toEqual({ done: true, value: undefined });
});

test("the body is left once the reply's last event was told", async () => {
  const { iterator, log } = body([[1, 0], [2]]);
  expect(await all(readEvents(iterator, byteDecoder()))).toEqual(["reply-start", 1, "reply-end"]);
  expect(log).toEqual(["read 1,0", "left"]);
});

test("a reader that stops leaves the body, and is told no more", async () => {
  const { iterator, log } = body([[1, 2], [3]]);
  const events = readEvents(iterator, byteDecoder());
  for await (const event of events) if (partOf(event) === 1) break;
  expect(log).toEqual(["read 1,2", "left"]);
  expect(await events.next()).toEqual({ done: true, value: undefined });
});

test("what still comes after the reader has left is not read", async () => {
  const events = readEvents(body([[1], [2]]).iterator, byteDecoder());
  await events.next();
  const late = events.next();
  await events.return?.();
  expect(await late).toEqual({ done: true, value: undefined });
  expect(await events.next()).toEqual({ done: true, value: undefined });
});

test("a broken body tells what the decoder makes of it, after all that came before", async () => {
  const { iterator } = body([[1]], new TransportError("reset", "gone"));
  expect(await all(readEvents(iterator, byteDecoder()))).toEqual(["reply-start", 1, 200]);
});

test("an error that is none of the wire is thrown", async () => {
  const { iterator } = body([[1]], new RangeError("a mistake of ours"));
  await expect(all(readEvents(iterator, byteDecoder()))).rejects.toThrow("a mistake of ours");
});
