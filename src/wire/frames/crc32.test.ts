import { crc32 as crc32OfZlib } from "node:zlib";
import { expect, test } from "vitest";
import { crc32 } from "./crc32.js";

const ascii = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, "latin1"));

test.each([
  ["", 0x00000000],
  ["a", 0xe8b7be43],
  ["abc", 0x352441c2],
  ["12345678", 0x9ae0daaf],
  ["123456789", 0xcbf43926],
  ["abcdefghijklmnopqrstuvwxyz", 0x4c2750bd],
])("of %j it is the published value", (text, expected) => {
  expect(crc32(ascii(text), 0, text.length)).toBe(expected);
});

/** Bytes that take every value, in an order without a period of eight. */
const bytes = Uint8Array.from({ length: 520 }, (_, at) => (at * 167 + (at >> 8)) & 255);

test("matches zlib at every length, also around the step of eight and where zlib takes over", () => {
  for (let length = 0; length <= 260; length += 1) {
    expect([length, crc32(bytes, 0, length)]).toEqual([length, crc32OfZlib(bytes.subarray(0, length))]);
  }
});

test("matches zlib for every single byte", () => {
  for (let byte = 0; byte < 256; byte += 1) {
    const alone = Uint8Array.of(byte);
    expect([byte, crc32(alone, 0, 1)]).toEqual([byte, crc32OfZlib(alone)]);
  }
});

test.each([
  [0, 3],
  [1, 9],
  [5, 21],
  [3, 203],
  [7, 260],
  [260, 520],
])("from byte %i to byte %i nothing around them counts", (start, end) => {
  const expected = crc32OfZlib(bytes.subarray(start, end));
  expect(crc32(bytes, start, end)).toBe(expected);
  // The same bytes as a view into a larger memory.
  const within = new Uint8Array(new Uint8Array([9, 9, 9, ...bytes]).buffer, 3);
  expect(crc32(within, start, end)).toBe(expected);
});
