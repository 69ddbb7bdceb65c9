import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { runFrame, zstdOf } from "../../test/support/zstd-samples.js";
import { maxBodyBytes } from "./compressed/limits.js";
import { plainBody } from "./foreign-body.js";

const bytes = (text: string) => new TextEncoder().encode(text);
const said = (...encodings: readonly string[]) => [
  ...encodings.map((one) => ["content-encoding", one] as const),
  ["date", "today"] as const,
];
const text = '{"word": "hi"}';

/** Text that no compression makes much smaller, so that a cut leaves a beginning. */
const long = JSON.stringify(Array.from({ length: 4000 }, (_, index) => (index * 7919) % 1000));

const plainText = (body: Uint8Array, ...encodings: readonly string[]) =>
  Buffer.from(plainBody(new Uint8Array(body), said(...encodings)).bytes).toString();

describe("a recorded body is given without compression", () => {
  test.each([
    ["gzip that the header names", gzipSync(text), "gzip"],
    ["gzip under its old name", gzipSync(text), "x-gzip"],
    ["gzip that the header does not name", gzipSync(text), "identity"],
    ["gzip under another name", gzipSync(text), "br"],
    ["gzip of two members", Buffer.concat([gzipSync(text.slice(0, 5)), gzipSync(text.slice(5))]), "gzip"],
    ["brotli", brotliCompressSync(text), "br"],
    ["deflate of zlib", deflateSync(text), "deflate"],
    ["deflate of zlib at its fastest", deflateSync(text, { level: 1 }), "Deflate"],
    ["deflate without zlib's header", deflateRawSync(text), "deflate"],
    ["zstd", zstdOf(text), "zstd"],
    ["zstd that the header does not name", zstdOf(text), "identity"],
    ["plain JSON under a name of gzip", bytes(text), "GZIP"],
    ["plain JSON under a name of brotli", bytes(text), "br"],
    ["plain JSON under a name of deflate", bytes(text), "deflate"],
    ["plain JSON under a name of zstd", bytes(text), "zstd"],
    ["plain JSON under a name that is not known", bytes(text), "aws-chunked"],
  ])("%s", (_, body, encoding) => {
    const plain = plainBody(new Uint8Array(body), said(encoding));
    expect(Buffer.from(plain.bytes).toString()).toBe(text);
    expect(plain.headers).toEqual([["date", "today"]]);
    expect(plain.losses).toEqual(encoding === "identity" ? [] : ["content-encoding"]);
    expect(plain.cutIn).toBe(null);
  });

  test.each([
    ["two encodings in one header", brotliCompressSync(gzipSync(text)), ["gzip, br"]],
    ["two headers", brotliCompressSync(deflateSync(text)), ["deflate", "br"]],
    ["three encodings", gzipSync(brotliCompressSync(zstdOf(text))), ["zstd,br,gzip"]],
    ["two encodings of which the recorder undid the outer one", gzipSync(text), ["gzip, br"]],
    ["two encodings of which the recorder undid both", bytes(text), ["gzip, br"]],
    ["the names in the wrong order", gzipSync(brotliCompressSync(text)), ["gzip, br"]],
    ["gzip in gzip, named once", gzipSync(gzipSync(text)), ["gzip"]],
    ["four layers", gzipSync(gzipSync(gzipSync(gzipSync(text)))), ["gzip, gzip, gzip, gzip"]],
  ])("%s", (_, body, encodings) => {
    expect(plainText(body, ...encodings)).toBe(text);
  });

  test("a page that is already decompressed stays unchanged", () => {
    for (const encoding of ["br", "deflate", "zstd", "gzip", "compress"]) {
      expect(plainText(bytes("xylophone über alles"), encoding)).toMatch(/^xylo/);
    }
  });

  test("without a header and without compression nothing changes and nothing is lost", () => {
    const same = { bytes: bytes(text), headers: [["a", "b"]], losses: [], cutIn: null };
    expect(plainBody(bytes(text), [["a", "b"]])).toEqual(same);
    expect(plainBody(new Uint8Array(), said("gzip")).bytes).toHaveLength(0);
  });
});

describe("a compressed body that is cut gives its beginning", () => {
  test.each([
    ["gzip", gzipSync(long), "gzip", "gzip"],
    ["brotli", brotliCompressSync(long, { params: {} }), "br", "br"],
    ["deflate", deflateSync(long), "deflate", "deflate"],
    ["deflate without a header", deflateRawSync(long), "deflate", "deflate-raw"],
    ["zstd of several blocks", zstdOf(long.slice(0, 6000), long.slice(6000)), "zstd", "zstd"],
    ["gzip in brotli", brotliCompressSync(gzipSync(long)), "gzip, br", "gzip"],
  ])("%s", (_, body, encoding, cutIn) => {
    const plain = plainBody(new Uint8Array(body.subarray(0, body.length - 40)), said(encoding));
    const read = Buffer.from(plain.bytes).toString();
    expect(plain.cutIn).toBe(cutIn);
    expect(read.length).toBeGreaterThan(100);
    expect(long.startsWith(read)).toBe(true);
  });

  test.each([
    ["gzip", gzipSync(text).subarray(0, 11), "gzip"],
    ["zstd", zstdOf(text).subarray(0, 8), "zstd"],
    ["brotli", brotliCompressSync(long).subarray(0, 9), "br"],
  ])("%s of which nothing can be read is refused", (_, body, encoding) => {
    expect(() => plainBody(new Uint8Array(body), said(encoding))).toThrow(/data ends before it holds anything/);
  });
});

test.each([
  ["gzip with a wrong byte", gzipSync(text).fill(0xff, 12, 16), "gzip", /cannot be decompressed \(gzip\)/],
  ["brotli that is none", Buffer.from("ff00ff00ff00ff00", "hex"), "br", /cannot be decompressed \(br\)/],
  ["deflate that is none", Buffer.from("ff00ff00ff00ff00", "hex"), "deflate", /cannot be decompressed/],
  ["zstd with a block of a reserved type", Buffer.from("28b52ffd20000700000000", "hex"), "zstd", /\(zstd\)/],
  ["an encoding of another time", Buffer.from("1f9d900061c4", "hex"), "compress", /with compress, which is not/],
  ["five layers", [1, 2, 3, 4, 5].reduce((body) => gzipSync(body), Buffer.from(text)), "gzip", /more than 4 times/],
])("%s is refused", (_, body, encoding, reason) => {
  expect(() => plainBody(new Uint8Array(body), said(encoding))).toThrow(RangeError);
  expect(() => plainBody(new Uint8Array(body), said(encoding))).toThrow(reason);
});

describe("a body that grows beyond its limit is refused as too large", () => {
  const mebibyte = 1024 * 1024;
  test.each([
    ["gzip beyond 64 MiB", gzipSync(Buffer.alloc(maxBodyBytes + 1)), "gzip"],
    ["brotli of a few bytes beyond 4 MiB", brotliCompressSync(Buffer.alloc(5 * mebibyte)), "br"],
    ["deflate beyond 200 times its size", deflateSync(Buffer.alloc(20 * mebibyte)), "deflate"],
    ["zstd of runs", runFrame(8 * mebibyte, 1000), "zstd"],
    ["zstd that asks for a window of 1 GiB", Buffer.from("28b52ffd00a0010000", "hex"), "zstd"],
    ["gzip in gzip in gzip", gzipSync(gzipSync(gzipSync(Buffer.alloc(32 * mebibyte)))), "gzip, gzip, gzip"],
  ])("%s", (_, body, encoding) => {
    expect(() => plainBody(new Uint8Array(body), said(encoding))).toThrow(/the body is too large/);
  });

  test("and one that is short, or grows as text does, is not", () => {
    expect(plainText(gzipSync(" ".repeat(3 * mebibyte)), "gzip")).toHaveLength(3 * mebibyte);
    const events = Array.from({ length: 60_000 }, (_, index) => `data: {"index":${index},"text":"word"}\n\n`).join("");
    expect(plainText(gzipSync(events), "gzip")).toBe(events);
  });
});
