import { readFileSync } from "node:fs";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { EventStreamCodec } from "@smithy/core/event-streams";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { beside } from "../../../test/support/beside.js";
import type { NamedHeader } from "./event-headers.js";
import {
  createEventStreamParser,
  type EventFrame,
  type EventStreamOptions,
  encodeEventFrame,
  encodeTypedFrame,
  stringHeader,
} from "./event-stream.js";
import type { EventHeader } from "./frame.js";
import { WireFormatError } from "./wire-format-error.js";

const codec = new EventStreamCodec(
  (bytes) => (typeof bytes === "string" ? bytes : Buffer.from(bytes).toString("utf8")),
  (text) => Buffer.from(text, "utf8"),
);
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const plain = (bytes: Uint8Array): number[] => [...bytes];
const event = (type: string, payload: string): Uint8Array =>
  encodeEventFrame(
    [
      [":message-type", "event"],
      [":event-type", type],
      [":content-type", "application/json"],
    ],
    utf8(payload),
  );
const stream = [
  event("messageStart", '{"role":"assistant"}'),
  event("contentBlockDelta", '{"delta":{"text":"é"}}'),
  event("messageStop", "{}"),
];

function readAll(
  chunks: readonly Uint8Array[],
  options?: EventStreamOptions,
): { frames: EventFrame[]; pendingBytes: number } {
  const parser = createEventStreamParser(options);
  const frames = chunks.flatMap((chunk) => [...parser.push(chunk)]);
  return { frames, ...parser.end() };
}

function faultOf(bytes: Uint8Array, options?: EventStreamOptions): WireFormatError {
  try {
    readAll([bytes], options);
  } catch (error) {
    if (error instanceof WireFormatError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

/** A frame written by hand, with whatever it declares; both checksums hold. */
function frameDeclaring({
  total,
  headerBytes,
  body,
}: {
  total: number;
  headerBytes: number;
  body: Uint8Array;
}): Buffer {
  const bytes = Buffer.alloc(16 + body.length);
  bytes.writeUInt32BE(total, 0);
  bytes.writeUInt32BE(headerBytes, 4);
  bytes.writeUInt32BE(crc32(bytes.subarray(0, 8)), 8);
  bytes.set(body, 12);
  bytes.writeUInt32BE(crc32(bytes.subarray(0, -4)), bytes.length - 4);
  return bytes;
}

function framed(headerBlock: Uint8Array): Buffer {
  return frameDeclaring({ total: 16 + headerBlock.length, headerBytes: headerBlock.length, body: headerBlock });
}

test("a frame is its headers and its payload", () => {
  const { frames, pendingBytes } = readAll(stream);
  expect(frames.map((frame) => stringHeader(frame, ":event-type"))).toEqual([
    "messageStart",
    "contentBlockDelta",
    "messageStop",
  ]);
  expect(frames.map(({ payload }) => Buffer.from(payload).toString())).toEqual([
    '{"role":"assistant"}',
    '{"delta":{"text":"é"}}',
    "{}",
  ]);
  expect(pendingBytes).toBe(0);
});

test("an encoded frame has the bytes that the format asks for", () => {
  const frame = Buffer.from(encodeEventFrame([[":event-type", "messageStart"]], utf8("{}")));
  expect(frame.subarray(12, 39)).toEqual(Buffer.from("\x0b:event-type\x07\x00\x0cmessageStart", "latin1"));
  expect([frame.readUInt32BE(0), frame.readUInt32BE(4), frame.length]).toEqual([45, 27, 45]);
});

test("stringHeader is null for a header of another type and for an absent one", () => {
  const { frames } = readAll([encodeTypedFrame([["n", { type: "integer", value: 1 }]], utf8(""))]);
  expect(frames.map((frame) => [stringHeader(frame, "n"), stringHeader(frame, "m")])).toEqual([[null, null]]);
});

test("the last value of a repeated header counts, as in the AWS SDK", () => {
  const bytes = encodeEventFrame(
    [
      ["a", "1"],
      ["b", "2"],
      ["a", "3"],
    ],
    utf8(""),
  );
  expect(readAll([bytes]).frames.map((frame) => [...frame.headers].map(([name, { value }]) => [name, value]))).toEqual([
    [
      ["a", "3"],
      ["b", "2"],
    ],
  ]);
  expect(codec.decode(bytes).headers["a"]).toEqual({ type: "string", value: "3" });
});

test("a body of zero bytes has no frame and nothing pending", () => {
  expect(readAll([new Uint8Array(0)])).toEqual({ frames: [], pendingBytes: 0 });
});

test("at every cut the whole frames are read and the rest is counted", () => {
  const bytes = Buffer.concat(stream);
  const ends = stream.map((_, index) => Buffer.concat(stream.slice(0, index + 1)).length);
  for (let cut = 0; cut <= bytes.length; cut += 1) {
    const whole = ends.filter((end) => end <= cut);
    for (const chunks of [[bytes.subarray(0, cut)], [...bytes.subarray(0, cut)].map((byte) => Uint8Array.of(byte))]) {
      const { frames, pendingBytes } = readAll(chunks);
      expect([frames.length, pendingBytes]).toEqual([whole.length, cut - (whole.at(-1) ?? 0)]);
    }
  }
});

test("split at every byte the frames are the same", () => {
  const bytes = Buffer.concat(stream);
  const expected = readAll([bytes]).frames.map(comparable);
  for (let at = 0; at <= bytes.length; at += 1) {
    expect(readAll([bytes.subarray(0, at), bytes.subarray(at)]).frames.map(comparable)).toEqual(expected);
  }
});

test("the payload of a frame that lies in one chunk is not copied", () => {
  const [first] = stream;
  if (first === undefined) throw new Error("no frame");
  const [frame] = createEventStreamParser().push(first);
  expect(frame?.payload.buffer).toBe(first.buffer);
});

test("the payload of a frame that came in pieces does not change when the pieces do, nor with the next frame", () => {
  const parser = createEventStreamParser();
  const pieces = Buffer.concat(stream);
  const copy = Uint8Array.from(pieces);
  const frames: EventFrame[] = [];
  for (let at = 0; at < copy.length; at += 7) {
    const piece = copy.slice(at, at + 7);
    frames.push(...parser.push(piece));
    piece.fill(0);
  }
  expect(frames.map(comparable)).toEqual(readAll([pieces]).frames.map(comparable));
});

test.each([
  ["prelude-checksum", 0],
  ["prelude-checksum", 5],
  ["prelude-checksum", 9],
  ["message-checksum", 14],
  ["message-checksum", 80],
  ["message-checksum", -1],
] as const)("one flipped bit is a fault: %s at byte %i", (kind, at) => {
  const bytes = Buffer.concat([event("messageStart", '{"role":"assistant"}')]);
  const index = at < 0 ? bytes.length + at : at;
  bytes.writeUInt8(bytes.readUInt8(index) ^ 1, index);
  expect(faultOf(bytes).kind).toBe(kind);
});

test("any one flipped bit of a stream is a fault, with the frames before it kept", () => {
  const bytes = Buffer.concat(stream);
  const firstEnd = stream[0]?.length ?? 0;
  fc.assert(
    fc.property(fc.nat(bytes.length * 8 - 1), (bit) => {
      const broken = Buffer.from(bytes);
      broken.writeUInt8(broken.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      const fault = faultOf(broken);
      expect(fault.frames.length > 0).toBe(bit >> 3 >= firstEnd);
    }),
  );
});

test.each([0, 15, 2 ** 31, 2 ** 32 - 1, 16 + 24 * 1024 * 1024 + 128 * 1024 + 1])(
  "a frame that declares %i bytes is refused at its prelude",
  (total) => {
    const prelude = frameDeclaring({ total, headerBytes: 0, body: new Uint8Array(0) }).subarray(0, 12);
    expect(faultOf(prelude).kind).toBe("frame-length");
  },
);

test("a frame of the cap is read and one byte more is refused", () => {
  const bytes = encodeEventFrame([], new Uint8Array(84));
  expect(readAll([bytes], { maxFrameBytes: 100 }).frames).toHaveLength(1);
  expect(faultOf(bytes, { maxFrameBytes: 99 }).kind).toBe("frame-length");
});

test("headers that are longer than their frame are refused", () => {
  expect(faultOf(frameDeclaring({ total: 20, headerBytes: 5, body: new Uint8Array(4) })).kind).toBe("header-length");
});

test.each([
  ["a name that ends beyond the block", [200, 97]],
  ["a name without a type", [1, 97]],
  ["a string without its length", [1, 97, 7, 0]],
  ["a string longer than the block", [1, 97, 7, 0, 9, 98]],
  ["an integer cut short", [1, 97, 4, 0, 0]],
])("a header block with %s is refused", (_, block) => {
  expect(faultOf(framed(Uint8Array.from(block))).kind).toBe("header-length");
});

test("header type 10 does not exist", () => {
  expect(faultOf(framed(Uint8Array.of(1, 97, 10))).kind).toBe("header-type");
});

test("an HTML page is not an event stream", () => {
  expect(faultOf(utf8("<html><body>502 Bad Gateway</body></html>")).kind).toBe("prelude-checksum");
});

test("after a fault every push throws, with no frame a second time, and the refused bytes are counted", () => {
  const parser = createEventStreamParser();
  const broken = Buffer.concat([...stream.slice(0, 1), utf8("garbage garbage!")]);
  expect(() => parser.push(broken)).toThrow(WireFormatError);
  try {
    parser.push(broken);
    expect.unreachable();
  } catch (error) {
    expect(error).toMatchObject({ kind: "prelude-checksum", frames: [] });
  }
  expect(parser.end()).toEqual({ pendingBytes: 16 });
});

test.each([
  ["a name", () => encodeEventFrame([["n".repeat(256), ""]], utf8(""))],
  ["a value", () => encodeEventFrame([["n", "v".repeat(65_536)]], utf8(""))],
])("%s that does not fit its length field is refused when encoding", (_, encode) => {
  expect(encode).toThrow(RangeError);
});

const header: fc.Arbitrary<EventHeader> = fc.oneof(
  fc.boolean().map((value) => ({ type: "boolean", value }) as const),
  fc.integer({ min: -128, max: 127 }).map((value) => ({ type: "byte", value }) as const),
  fc.integer({ min: -32_768, max: 32_767 }).map((value) => ({ type: "short", value }) as const),
  fc.integer().map((value) => ({ type: "integer", value }) as const),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((value) => ({ type: "long", value }) as const),
  fc.uint8Array().map((value) => ({ type: "binary", value }) as const),
  fc.string({ unit: "grapheme" }).map((value) => ({ type: "string", value }) as const),
  fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n }).map((value) => ({ type: "timestamp", value }) as const),
  fc.uuid().map((value) => ({ type: "uuid", value }) as const),
);
const name = fc.string({ minLength: 1, maxLength: 20 }).filter((text) => text !== "__proto__");
const headers = fc.uniqueArray(fc.tuple(name, header), { selector: ([key]) => key, maxLength: 6 });

test("what was encoded is decoded under any chunking, with any headers", () => {
  const frames = fc.array(fc.tuple(headers, fc.uint8Array({ maxLength: 300 })), { maxLength: 5 });
  fc.assert(
    fc.property(frames, fc.integer({ min: 1, max: 100 }), (written, size) => {
      const bytes = Buffer.concat(written.map(([named, payload]) => encodeTypedFrame(named, payload)));
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
        bytes.subarray(at * size, (at + 1) * size),
      );
      const { frames, pendingBytes } = readAll(chunks);
      expect(frames.map(comparable)).toEqual(
        written.map(([named, payload]) => ({ headers: named.map(shownHeader), payload: plain(payload) })),
      );
      expect(pendingBytes).toBe(0);
    }),
  );
});

test("the AWS codec writes the same bytes and reads ours", () => {
  const strings = fc.array(fc.tuple(name, fc.string({ unit: "grapheme" })), { maxLength: 5 });
  fc.assert(
    fc.property(strings, fc.uint8Array(), (pairs, body) => {
      const unique = [...new Map(pairs)];
      const theirs = Object.fromEntries(unique.map(([key, value]) => [key, { type: "string" as const, value }]));
      // Object keys that look like numbers come first: only the order given to both matters.
      const ours = encodeEventFrame(
        Object.keys(theirs).map((key) => [key, theirs[key]?.value ?? ""]),
        body,
      );
      expect(plain(codec.encode({ headers: theirs, body }))).toEqual(plain(ours));
      const decoded = codec.decode(ours);
      expect(decoded.headers).toEqual(theirs);
      expect(plain(decoded.body)).toEqual(plain(body));
    }),
  );
});

const vectors = beside("corpus-fuzz/smithy-lang+smithy-typescript/packages/eventstream-codec/test_vectors");

describe.skipIf(!vectors.isThere)(vectors.title("AWS test vectors"), () => {
  const bytesOf = (path: string): Buffer => readFileSync(join(vectors.path, path));

  test.each(["all_headers", "int32_header", "payload_one_str_header", "empty_message", "payload_no_headers"])(
    "%s decodes to what AWS wrote down, and encodes to the same bytes",
    (vector) => {
      const bytes = bytesOf(`encoded/positive/${vector}`);
      const expected = JSON.parse(bytesOf(`decoded/positive/${vector}`).toString()) as Vector;
      const { frames, pendingBytes } = readAll([bytes]);
      expect(frames.map(comparable)).toEqual([
        { headers: expected.headers.map(headerOfVector), payload: plain(Buffer.from(expected.payload, "base64")) },
      ]);
      expect(pendingBytes).toBe(0);
      expect(frames.map((frame) => plain(encodeTypedFrame(frame.headers, frame.payload)))).toEqual([plain(bytes)]);
    },
  );

  test.each([
    ["corrupted_payload", "message-checksum"],
    ["corrupted_length", "prelude-checksum"],
    ["corrupted_headers", "message-checksum"],
    ["corrupted_header_len", "prelude-checksum"],
  ])("%s is refused: %s", (vector, kind) => {
    expect(faultOf(bytesOf(`encoded/negative/${vector}`)).kind).toBe(kind);
  });
});

type Vector = {
  readonly headers: readonly {
    readonly name: string;
    readonly type: number;
    readonly value: string | number | boolean;
  }[];
  readonly payload: string;
};

function headerOfVector({ name, type, value }: Vector["headers"][number]): unknown {
  const types = ["boolean", "boolean", "byte", "short", "integer", "long", "binary", "string", "timestamp", "uuid"];
  const bytes = Buffer.from(String(value), "base64");
  const values: { readonly [type: number]: unknown } = {
    5: typeof value === "number" ? BigInt(value) : null,
    6: plain(bytes),
    7: bytes.toString(),
    8: typeof value === "number" ? BigInt(value) : null,
    9: "01020304-0506-0708-090a-0b0c0d0e0f10",
  };
  return [name, { type: types[type], value: values[type] ?? value }];
}

function comparable({ headers, payload }: EventFrame): { headers: unknown; payload: number[] } {
  return { headers: [...headers].map(shownHeader), payload: plain(payload) };
}

/** Bytes as a list of numbers, so that a Buffer and a Uint8Array compare equal. */
function shownHeader([name, header]: NamedHeader): unknown {
  return [name, header.type === "binary" ? { type: header.type, value: plain(header.value) } : header];
}
