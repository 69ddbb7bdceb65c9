import { expect, test } from "vitest";
import { decodeHeaders, encodeHeaders } from "./event-headers.js";
import type { EventHeader } from "./frame.js";
import { WireFormatError } from "./wire-format-error.js";

/** The bytes of a block in hexadecimal, spaces between the fields. */
const block = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex.replaceAll(" ", ""), "hex"));

function faultOf(hex: string): { kind: string; message: string } {
  try {
    decodeHeaders(block(hex));
  } catch (error) {
    if (error instanceof WireFormatError) return { kind: error.kind, message: error.message };
    throw error;
  }
  throw new Error("nothing was thrown");
}

// Name "n" is 01 6e; after it the type, for some types a length of two bytes, and the value.
const headers: readonly [what: string, hex: string, header: EventHeader][] = [
  ["true", "01 6e 00", { type: "boolean", value: true }],
  ["false", "01 6e 01", { type: "boolean", value: false }],
  ["a byte", "01 6e 02 7f", { type: "byte", value: 127 }],
  ["a byte below zero", "01 6e 02 80", { type: "byte", value: -128 }],
  ["a short", "01 6e 03 01 02", { type: "short", value: 258 }],
  ["a short below zero", "01 6e 03 ff fe", { type: "short", value: -2 }],
  ["an integer", "01 6e 04 01 02 03 04", { type: "integer", value: 16_909_060 }],
  ["an integer below zero", "01 6e 04 80 00 00 00", { type: "integer", value: -2_147_483_648 }],
  ["a long", "01 6e 05 00 20 00 00 00 00 00 01", { type: "long", value: 9_007_199_254_740_993n }],
  ["a long below zero", "01 6e 05 ff ff ff ff ff ff ff ff", { type: "long", value: -1n }],
  ["no bytes", "01 6e 06 00 00", { type: "binary", value: new Uint8Array(0) }],
  ["bytes", "01 6e 06 00 03 00 ff 0a", { type: "binary", value: Uint8Array.of(0, 255, 10) }],
  ["an empty string", "01 6e 07 00 00", { type: "string", value: "" }],
  ["a string of two-byte characters", "01 6e 07 00 03 c3 a9 21", { type: "string", value: "é!" }],
  ["a time", "01 6e 08 00 00 01 00 00 00 00 02", { type: "timestamp", value: 1_099_511_627_778n }],
  ["a time before 1970", "01 6e 08 ff ff ff ff ff ff ff ff", { type: "timestamp", value: -1n }],
  [
    "a uuid",
    "01 6e 09 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f 10",
    { type: "uuid", value: "01020304-0506-0708-090a-0b0c0d0e0f10" },
  ],
];

test.each(headers)("%s is read from its bytes, and written as them", (_, hex, header) => {
  expect(decodeHeaders(block(hex))).toEqual([["n", header]]);
  expect([...encodeHeaders([["n", header]])]).toEqual([...block(hex)]);
});

test.each(headers)("behind another header and before one, %s ends where its type says", (_, hex, header) => {
  const around = "01 61 07 00 01 78";
  const text: EventHeader = { type: "string", value: "x" };
  expect(decodeHeaders(block(`${around} ${hex} ${around}`))).toEqual([
    ["a", text],
    ["n", header],
    ["a", text],
  ]);
});

test("a block of no bytes has no headers", () => {
  expect(decodeHeaders(new Uint8Array(0))).toEqual([]);
  expect(encodeHeaders([])).toHaveLength(0);
});

test("a name may be empty, of several bytes a character, and 255 bytes long", () => {
  expect(decodeHeaders(block("00 00"))).toEqual([["", { type: "boolean", value: true }]]);
  expect(decodeHeaders(block("02 c3 a9 01"))).toEqual([["é", { type: "boolean", value: false }]]);
  const long = "n".repeat(255);
  const written = encodeHeaders([[long, { type: "boolean", value: true }]]);
  expect(written).toHaveLength(257);
  expect(decodeHeaders(written)).toEqual([[long, { type: "boolean", value: true }]]);
});

test("a part of a larger memory is read from where it begins", () => {
  const memory = Uint8Array.of(9, 9, 1, 110, 3, 1, 2, 9);
  expect(decodeHeaders(memory.subarray(2, 7))).toEqual([["n", { type: "short", value: 258 }]]);
});

test("bytes of a header are its own, not a view of the block", () => {
  const bytes = block("01 6e 06 00 01 07");
  const [first] = decodeHeaders(bytes);
  bytes.fill(0);
  expect(first).toEqual(["n", { type: "binary", value: Uint8Array.of(7) }]);
});

const ends = { name: "a header name ends", length: "a header's length ends", value: "a header's value ends" };

test.each([
  ["01", ends.name],
  ["01 6e", ends.name],
  ["02 6e 00", ends.name],
  ["ff 6e 00", ends.name],
  ["00", ends.name],
  ["01 6e 06", ends.length],
  ["01 6e 06 00", ends.length],
  ["01 6e 07", ends.length],
  ["01 6e 07 00", ends.length],
  ["01 6e 06 00 01", ends.value],
  ["01 6e 07 00 01", ends.value],
  ["01 6e 07 00 03 78 78", ends.value],
  // 256 bytes by the first byte of the length, of which one is there.
  ["01 6e 07 01 00 78", ends.value],
  ["01 6e 02", ends.value],
  ["01 6e 03 00", ends.value],
  ["01 6e 04 00 00 00", ends.value],
  ["01 6e 05 00 00 00 00 00 00 00", ends.value],
  ["01 6e 08 00 00 00 00 00 00 00", ends.value],
  ["01 6e 09 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00", ends.value],
  // The first header is whole, the second is not.
  ["01 6e 00 01 6e", ends.name],
])("the block %s is refused: %s beyond it", (hex, message) => {
  expect(faultOf(hex)).toEqual({ kind: "header-length", message: `${message} beyond the block` });
});

test.each([10, 11, 255])("type %i does not exist", (type) => {
  expect(faultOf(`01 6e ${type.toString(16).padStart(2, "0")} 00 00 00`)).toEqual({
    kind: "header-type",
    message: `header type ${type} does not exist (0 to 9 do)`,
  });
});

test("a name over 255 bytes is refused, counted in bytes", () => {
  const flag: EventHeader = { type: "boolean", value: true };
  const refused = (name: string) => () => encodeHeaders([[name, flag]]);
  expect(refused("n".repeat(256))).toThrow(new RangeError("header name of 256 bytes: 255 are allowed"));
  expect(refused("é".repeat(128))).toThrow(new RangeError("header name of 256 bytes: 255 are allowed"));
  expect(encodeHeaders([[`${"é".repeat(127)}n`, flag]])).toHaveLength(257);
});

test.each(["string", "binary"] as const)("a %s of 65,535 bytes is written, one byte more is refused", (type) => {
  const of = (length: number): EventHeader =>
    type === "string" ? { type, value: "v".repeat(length) } : { type, value: new Uint8Array(length).fill(118) };
  const written = encodeHeaders([["n", of(65_535)]]);
  expect([written.length, written[3], written[4]]).toEqual([65_540, 255, 255]);
  expect(decodeHeaders(written)).toEqual([["n", of(65_535)]]);
  expect(() => encodeHeaders([["n", of(65_536)]])).toThrow(
    new RangeError("header value of 65536 bytes: 65535 are allowed"),
  );
});

test.each<EventHeader>([
  { type: "byte", value: 128 },
  { type: "byte", value: -129 },
  { type: "short", value: 32_768 },
  { type: "short", value: -32_769 },
  { type: "integer", value: 2_147_483_648 },
  { type: "long", value: 2n ** 63n },
  { type: "timestamp", value: 2n ** 63n },
])("a number beyond its field is refused: $type $value", (header) => {
  expect(() => encodeHeaders([["n", header]])).toThrow(RangeError);
});
