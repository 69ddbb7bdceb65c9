import { crc32 } from "node:zlib";
import { describe, expect, test, vi } from "vitest";
import {
  createEventStreamParser,
  type EventFrame,
  type EventStreamOptions,
  encodeEventFrame,
  stringHeader,
} from "./event-stream.js";
import { WireFormatError } from "./wire-format-error.js";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const frameOf = (headers: readonly (readonly [string, string])[], payload = ""): Uint8Array =>
  encodeEventFrame(headers, bytesOf(payload));
const named = (name: string): Uint8Array => frameOf([[":event-type", name]], "{}");
const typesOf = (frames: readonly EventFrame[]): (string | null)[] =>
  frames.map((frame) => stringHeader(frame, ":event-type"));

/** Twelve bytes whose checksum holds, whatever they declare. */
function prelude(total: number, headerBytes: number): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt32BE(total, 0);
  bytes.writeUInt32BE(headerBytes, 4);
  bytes.writeUInt32BE(crc32(bytes.subarray(0, 8)), 8);
  return bytes;
}

function faultOf(act: () => unknown): WireFormatError {
  try {
    act();
  } catch (error) {
    if (error instanceof WireFormatError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("header blocks that look alike", () => {
  const value = "the-quick-brown-fox-jumps-over-it";

  test.each([0, 1, 2, 3, 15, 16, 31, 32])("are read apart when they differ at character %i alone", (at) => {
    const other = `${value.slice(0, at)}X${value.slice(at + 1)}`;
    const bytes = Buffer.concat([named(value), named(other), named(value), named(other)]);
    expect(typesOf(createEventStreamParser().push(bytes))).toEqual([value, other, value, other]);
  });

  test("are read apart when a name differs, at its every character", () => {
    for (const name of ["Xbcd", "aXcd", "abXd", "abcX"]) {
      const parser = createEventStreamParser();
      const frames = parser.push(Buffer.concat([frameOf([["abcd", "1"]]), frameOf([[name, "1"]])]));
      expect(frames.map(({ headers }) => [...headers.keys()])).toEqual([["abcd"], [name]]);
    }
  });

  test("are read apart when one is the beginning of the other, in both orders", () => {
    const one = [["a", "1"]] as const;
    const two = [...one, ["b", "2"]] as const;
    const keys = (bytes: readonly Uint8Array[]): string[][] =>
      createEventStreamParser()
        .push(Buffer.concat(bytes))
        .map(({ headers }) => [...headers.keys()]);
    expect(keys([frameOf(one), frameOf(two)])).toEqual([["a"], ["a", "b"]]);
    expect(keys([frameOf(two), frameOf(one)])).toEqual([["a", "b"], ["a"]]);
    expect(keys([frameOf([]), frameOf(one), frameOf([])])).toEqual([[], ["a"], []]);
  });

  test("of two streams are read apart too", () => {
    expect(typesOf(createEventStreamParser().push(named("abcd")))).toEqual(["abcd"]);
    expect(typesOf(createEventStreamParser().push(named("abxd")))).toEqual(["abxd"]);
    expect(typesOf(createEventStreamParser().push(named("abcd")))).toEqual(["abcd"]);
  });

  test("more of them than a stream keeps are all read right, again and again", () => {
    const names = Array.from({ length: 20 }, (_, index) => `event-${index}`);
    const parser = createEventStreamParser();
    for (let round = 0; round < 3; round += 1) {
      expect(names.flatMap((name) => typesOf(parser.push(named(name))))).toEqual(names);
    }
  });

  test("a chunk that is reused does not change what was kept", () => {
    const parser = createEventStreamParser();
    const chunk = Uint8Array.from(named("first-of-two"));
    expect(typesOf(parser.push(chunk))).toEqual(["first-of-two"]);
    chunk.set(named("other-of-two"));
    expect(typesOf(parser.push(chunk))).toEqual(["other-of-two"]);
    expect(typesOf(parser.push(named("first-of-two")))).toEqual(["first-of-two"]);
  });
});

/** The maps of headers that one parser gives for the same frame twice: the same object when it was kept. */
describe("what is kept of header blocks", () => {
  /** The module as at the start of a process: nothing kept yet. */
  async function freshParser(): Promise<() => ReturnType<typeof createEventStreamParser>> {
    vi.resetModules();
    const module = await import("./event-stream.js");
    return () => module.createEventStreamParser();
  }

  const headersOf = (parser: ReturnType<typeof createEventStreamParser>, bytes: Uint8Array): unknown =>
    parser.push(bytes)[0]?.headers;
  /** A frame whose header block has so many bytes: name "n", its length, type and length of value take 5. */
  const ofBlock = (blockBytes: number): Uint8Array => frameOf([["n", "v".repeat(blockBytes - 5)]]);

  test("a block of 256 bytes is kept, one of 257 is read anew", async () => {
    const parser = (await freshParser())();
    expect(headersOf(parser, ofBlock(256))).toBe(headersOf(parser, ofBlock(256)));
    expect(headersOf(parser, ofBlock(257))).not.toBe(headersOf(parser, ofBlock(257)));
  });

  test("a stream keeps its first eight blocks", async () => {
    const parser = (await freshParser())();
    const twice = (index: number): [unknown, unknown] => [
      headersOf(parser, named(`e${index}`)),
      headersOf(parser, named(`e${index}`)),
    ];
    const kept = Array.from({ length: 10 }, (_, index) => twice(index)).map(([first, second]) => first === second);
    expect(kept).toEqual([true, true, true, true, true, true, true, true, false, false]);
  });

  test("streams share the first sixty-four blocks of the process", async () => {
    const create = await freshParser();
    const shared = Array.from({ length: 66 }, (_, index) => {
      const bytes = named(`e${index}`);
      const first = headersOf(create(), bytes);
      return headersOf(create(), bytes) === first;
    });
    expect(shared).toEqual([...Array(64).fill(true), false, false]);
  });
});

describe("the limits of a prelude", () => {
  const pendingAfter = (bytes: Uint8Array, options?: EventStreamOptions): number => {
    const parser = createEventStreamParser(options);
    expect(parser.push(bytes)).toEqual([]);
    return parser.end().pendingBytes;
  };

  test("16 bytes are the shortest frame", () => {
    expect(pendingAfter(prelude(16, 0))).toBe(12);
    expect(faultOf(() => pendingAfter(prelude(15, 0))).message).toBe(
      "a frame declares 15 bytes; 16 to 25296912 are allowed",
    );
  });

  test("the longest by default has 24 MiB of payload and 128 KiB of headers, as the protocol allows", () => {
    expect(pendingAfter(prelude(25_165_824 + 131_072 + 16, 131_072))).toBe(12);
    expect(faultOf(() => pendingAfter(prelude(25_165_824 + 131_072 + 17, 0))).kind).toBe("frame-length");
  });

  test.each([
    ["20 MB in pieces of 64 KiB", 20_000_000, 64 * 1024],
    ["1 MB in pieces of 16 bytes", 1_000_000, 16],
  ])("a frame of %s costs a copy of each byte or two", (_, size, pieceBytes) => {
    const setBytes = Uint8Array.prototype.set;
    let copied = 0;
    vi.spyOn(Uint8Array.prototype, "set").mockImplementation(function (this: Uint8Array, from, at) {
      copied += from.length;
      setBytes.call(this, from, at);
    });
    const parser = createEventStreamParser();
    parser.push(prelude(size, 0));
    const piece = new Uint8Array(pieceBytes);
    for (let sent = 12; sent + pieceBytes < size; sent += pieceBytes) parser.push(piece);
    vi.restoreAllMocks();
    expect(copied).toBeGreaterThan(size / 2);
    expect(copied).toBeLessThan(3 * size);
  });

  test("headers may fill the whole frame, and no more", () => {
    expect(pendingAfter(prelude(20, 4))).toBe(12);
    const fault = faultOf(() => pendingAfter(prelude(20, 5)));
    expect([fault.kind, fault.message]).toEqual(["header-length", "a frame of 20 bytes declares 5 bytes of headers"]);
  });

  test("they hold for a frame in pieces too, at its twelfth byte and not before", () => {
    const bytes = prelude(101, 0);
    const parser = createEventStreamParser({ maxFrameBytes: 100 });
    for (const byte of bytes.subarray(0, 11)) expect(parser.push(Uint8Array.of(byte))).toEqual([]);
    expect(parser.end()).toEqual({ pendingBytes: 11 });
    expect(faultOf(() => parser.push(bytes.subarray(11))).kind).toBe("frame-length");
    expect(parser.end()).toEqual({ pendingBytes: 12 });
  });

  test("they are found before the rest of the frame has come, in one chunk with a frame before it", () => {
    const parser = createEventStreamParser();
    const fault = faultOf(() => parser.push(Buffer.concat([named("a"), prelude(15, 0)])));
    expect([fault.kind, typesOf(fault.frames)]).toEqual(["frame-length", ["a"]]);
    expect(parser.end()).toEqual({ pendingBytes: 12 });
  });
});

describe("what is pending", () => {
  test("after a frame that came in pieces: nothing, or what came behind it", () => {
    const bytes = Buffer.concat([named("a"), named("b"), named("c")]);
    const first = named("a").length;
    for (const cut of [1, 11, 12, 13, first - 1]) {
      for (const end of [first, first + 5, 2 * first, 2 * first + 13, 3 * first]) {
        const parser = createEventStreamParser();
        expect(parser.push(bytes.subarray(0, cut))).toEqual([]);
        expect(parser.end()).toEqual({ pendingBytes: cut });
        const whole = Math.floor(end / first);
        expect(typesOf(parser.push(bytes.subarray(cut, end)))).toEqual(["a", "b", "c"].slice(0, whole));
        expect(parser.end()).toEqual({ pendingBytes: end - whole * first });
        expect(typesOf(parser.push(bytes.subarray(end)))).toEqual(["a", "b", "c"].slice(whole));
        expect(parser.end()).toEqual({ pendingBytes: 0 });
      }
    }
  });

  test("of a frame of 16 bytes in pieces: nothing once its last byte has come", () => {
    const bytes = frameOf([]);
    expect(bytes).toHaveLength(16);
    const parser = createEventStreamParser();
    expect(parser.push(bytes.subarray(0, 15))).toEqual([]);
    expect(parser.push(bytes.subarray(15))).toHaveLength(1);
    expect(parser.end()).toEqual({ pendingBytes: 0 });
  });

  test("a long frame and a short one after it, both in pieces, are each as long as they say", () => {
    const parser = createEventStreamParser();
    const long = frameOf([[":event-type", "long"]], "x".repeat(2000));
    const short = named("short");
    const frames = [long, short, long].flatMap((bytes) => [
      ...parser.push(bytes.subarray(0, 14)),
      ...parser.push(bytes.subarray(14)),
    ]);
    expect(frames.map(({ payload }) => payload.length)).toEqual([2000, 2, 2000]);
  });

  test("a frame with a wrong checksum is counted whole, in pieces and in one", () => {
    const broken = Uint8Array.from(named("a"));
    broken[broken.length - 1] = (broken.at(-1) ?? 0) ^ 1;
    for (const cut of [0, 5, 20]) {
      const parser = createEventStreamParser();
      parser.push(broken.subarray(0, cut));
      expect(faultOf(() => parser.push(broken.subarray(cut))).kind).toBe("message-checksum");
      expect(parser.end()).toEqual({ pendingBytes: broken.length });
    }
  });

  test("garbage behind a frame that came in pieces is counted without the frame, which is kept", () => {
    const parser = createEventStreamParser();
    const bytes = Buffer.concat([named("a"), bytesOf("garbage garbage!!")]);
    parser.push(bytes.subarray(0, 20));
    const fault = faultOf(() => parser.push(bytes.subarray(20)));
    expect([fault.kind, typesOf(fault.frames)]).toEqual(["prelude-checksum", ["a"]]);
    expect(parser.end()).toEqual({ pendingBytes: 17 });
  });

  test("eleven bytes of garbage are not judged yet, twelve are", () => {
    const parser = createEventStreamParser();
    expect(parser.push(bytesOf("garbage gar"))).toEqual([]);
    expect(faultOf(() => parser.push(bytesOf("b"))).kind).toBe("prelude-checksum");
    expect(faultOf(() => createEventStreamParser().push(bytesOf("garbage garb"))).kind).toBe("prelude-checksum");
  });
});

describe("the words of a fault", () => {
  test("name both checksums with all eight digits", () => {
    // The CRC of eight zero bytes is 6522df69; declared are zeros.
    expect(faultOf(() => createEventStreamParser().push(new Uint8Array(12))).message).toBe(
      "the prelude checksum of a frame is 00000000, its bytes give 6522df69",
    );
  });

  test("name the checksum of the message as such", () => {
    const bytes = Buffer.concat([prelude(16, 0), Buffer.alloc(4)]);
    const computed = crc32(bytes.subarray(0, 12)).toString(16);
    expect(faultOf(() => createEventStreamParser().push(bytes)).message).toBe(
      `the message checksum of a frame is 00000000, its bytes give ${computed.padStart(8, "0")}`,
    );
  });

  test("are the same on every later push, also of nothing", () => {
    const parser = createEventStreamParser();
    const first = faultOf(() => parser.push(Buffer.concat([named("a"), new Uint8Array(12)])));
    expect(first.frames).toHaveLength(1);
    for (const bytes of [named("b"), new Uint8Array(0)]) {
      const later = faultOf(() => parser.push(bytes));
      expect([later.kind, later.message, later.frames]).toEqual([first.kind, first.message, []]);
    }
  });
});

test("the bytes of an encoded frame are an array of their own", () => {
  const bytes = named("a");
  expect(Buffer.isBuffer(bytes)).toBe(false);
  expect(bytes.buffer.byteLength >= bytes.length).toBe(true);
});
