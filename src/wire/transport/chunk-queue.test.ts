import { describe, expect, test } from "vitest";
import { TransportError } from "../exchange.js";
import { ChunkQueue } from "./chunk-queue.js";

const mebibyte = 1024 * 1024;
const over = { done: true, value: undefined };
const bytes = (length: number) => new Uint8Array(length);
const broken = new TransportError("reset", "it broke");

function queueOf(maxBodyBytes = 10 * mebibyte) {
  const calls: string[] = [];
  const faults: TransportError[] = [];
  const controller = new AbortController();
  const source = {
    pause: () => void calls.push("pause"),
    resume: () => void calls.push("resume"),
    leave: (fault: TransportError) => void faults.push(fault),
  };
  const queue = new ChunkQueue(source, { signal: controller.signal, maxBodyBytes, deadlines: null });
  const lengths = async (count: number) => {
    const read: number[] = [];
    for (let at = 0; at < count; at += 1) read.push((await queue.next()).value?.length ?? -1);
    return read;
  };
  return { queue, calls, faults, abort: (reason: unknown) => controller.abort(reason), lengths };
}

describe("what a body brings", () => {
  test("is read in its order, before it is asked for and after", async () => {
    const { queue, lengths, calls, faults } = queueOf();
    queue.push(bytes(1));
    queue.push(bytes(2));
    expect(await lengths(2)).toEqual([1, 2]);
    const waiting = queue.next();
    queue.push(bytes(3));
    expect((await waiting).value).toHaveLength(3);
    queue.push(bytes(0));
    expect(await lengths(1)).toEqual([0]);
    expect([calls, faults, queue.end]).toEqual([[], [], null]);
  });

  test("is read before its end, which stays the end", async () => {
    const { queue, lengths, faults } = queueOf();
    queue.push(bytes(1));
    queue.finish("eof");
    queue.push(bytes(9));
    expect(await lengths(1)).toEqual([1]);
    expect([await queue.next(), await queue.next(), await queue.return()]).toEqual([over, over, over]);
    expect([queue.end, faults]).toEqual(["eof", []]);
  });

  test("is there without waiting once it has arrived, and so is its end", async () => {
    const { queue } = queueOf();
    expect(queue.ready()).toBeNull();
    queue.push(bytes(1));
    queue.push(bytes(2));
    expect(queue.ready()).toEqual({ done: false, value: bytes(1) });
    expect(queue.ready()).toEqual({ done: false, value: bytes(2) });
    expect(queue.ready()).toBeNull();
    queue.finish("eof");
    expect([queue.ready(), queue.ready()]).toEqual([over, over]);
  });

  test("is not there without waiting where it broke or was aborted: the next read says why", async () => {
    const broke = queueOf();
    broke.queue.push(bytes(1));
    broke.queue.finish(broken);
    expect([broke.queue.ready(), broke.queue.ready()]).toEqual([{ done: false, value: bytes(1) }, null]);
    await expect(broke.queue.next()).rejects.toBe(broken);
    const aborted = queueOf();
    aborted.queue.push(bytes(1));
    aborted.abort(new Error("enough"));
    expect(aborted.queue.ready()).toBeNull();
    await expect(aborted.queue.next()).rejects.toMatchObject({ kind: "aborted" });
  });

  test("is read before what broke it, which every later read says again", async () => {
    const { queue, lengths, faults } = queueOf();
    queue.push(bytes(1));
    queue.finish(broken);
    queue.finish("eof");
    queue.finish(new TransportError("closed", "later"));
    expect(await lengths(1)).toEqual([1]);
    await expect(queue.next()).rejects.toBe(broken);
    await expect(queue.next()).rejects.toBe(broken);
    expect([queue.end, faults]).toEqual([broken, []]);
  });

  test("ends and breaks for a reader that waits", async () => {
    const ended = queueOf().queue;
    const last = ended.next();
    ended.finish("eof");
    expect(await last).toEqual(over);
    const broke = queueOf().queue;
    const failed = broke.next();
    broke.finish(broken);
    await expect(failed).rejects.toBe(broken);
  });

  test("is for one reader at a time", async () => {
    const { queue } = queueOf();
    const first = queue.next();
    await expect(queue.next()).rejects.toThrow(new RangeError("a body is read one chunk after the other"));
    queue.push(bytes(1));
    expect((await first).value).toHaveLength(1);
    expect(queue[Symbol.asyncIterator]()).toBe(queue);
  });
});

describe("a body of more than its cap", () => {
  test("may be as large as that, and not a byte larger", async () => {
    const { queue, faults, lengths } = queueOf(10);
    queue.push(bytes(4));
    queue.push(bytes(6));
    queue.push(bytes(0));
    expect(faults).toEqual([]);
    queue.push(bytes(1));
    expect(faults).toMatchObject([
      { kind: "too-large", message: "the body is larger than 10 bytes, the most that we read" },
    ]);
    expect(await lengths(3)).toEqual([4, 6, 0]);
    await expect(queue.next()).rejects.toBe(faults[0]);
    queue.push(bytes(1));
    expect(faults).toHaveLength(1);
  });

  test("breaks for a reader that waits", async () => {
    const { queue, faults } = queueOf(10);
    const waiting = queue.next();
    queue.push(bytes(11));
    await expect(waiting).rejects.toMatchObject({ kind: "too-large" });
    expect(faults).toHaveLength(1);
  });
});

describe("the source", () => {
  test("pauses when it is more than a mebibyte ahead, and goes on when it no longer is", async () => {
    const { queue, calls, lengths } = queueOf();
    queue.push(bytes(mebibyte));
    expect(calls).toEqual([]);
    queue.push(bytes(1));
    expect(calls).toEqual(["pause"]);
    queue.push(bytes(1));
    expect(calls).toEqual(["pause"]);
    await lengths(1);
    expect(calls).toEqual(["pause", "resume"]);
    await lengths(2);
    expect(calls).toEqual(["pause", "resume"]);
    queue.push(bytes(mebibyte + 1));
    expect(calls).toEqual(["pause", "resume", "pause"]);
  });

  test("goes on when exactly a mebibyte is left", async () => {
    const { queue, calls, lengths } = queueOf();
    queue.push(bytes(1));
    queue.push(bytes(1));
    queue.push(bytes(mebibyte));
    expect(calls).toEqual(["pause"]);
    await lengths(1);
    expect(calls).toEqual(["pause"]);
    await lengths(1);
    expect(calls).toEqual(["pause", "resume"]);
  });

  test("is not ahead of a reader that waits", async () => {
    const { queue, calls } = queueOf();
    const waiting = queue.next();
    queue.push(bytes(2 * mebibyte));
    expect((await waiting).value).toHaveLength(2 * mebibyte);
    expect(calls).toEqual([]);
  });

  test("is left once by a reader that leaves, whose later reads say so", async () => {
    const { queue, faults } = queueOf();
    queue.push(bytes(1));
    expect([await queue.return(), await queue.return()]).toEqual([over, over]);
    expect(faults).toMatchObject([{ kind: "aborted", message: "the reader stopped reading" }]);
    queue.push(bytes(1));
    expect(queue.end).toBe(faults[0]);
  });
});

describe("an abort", () => {
  test("is thrown at once, also before what had come", async () => {
    const { queue, faults, abort } = queueOf();
    queue.push(bytes(1));
    abort("enough");
    await expect(queue.next()).rejects.toMatchObject({ kind: "aborted", cause: "enough" });
    expect(faults).toMatchObject([{ kind: "aborted", cause: "enough" }]);
  });

  test("breaks for a reader that waits", async () => {
    const { queue, faults, abort } = queueOf();
    const waiting = queue.next();
    abort("enough");
    await expect(waiting).rejects.toMatchObject({ kind: "aborted", cause: "enough" });
    expect(faults).toHaveLength(1);
  });

  test("after the end leaves nothing, and is thrown all the same", async () => {
    const { queue, faults, abort } = queueOf();
    queue.finish("eof");
    abort("enough");
    expect([queue.end, faults]).toEqual(["eof", []]);
    await expect(queue.next()).rejects.toMatchObject({ kind: "aborted", cause: "enough" });
  });
});
