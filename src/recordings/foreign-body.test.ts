import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { maxBodyBytes, plainBody } from "./foreign-body.js";

const bytes = (text: string) => new TextEncoder().encode(text);
const said = (encoding: string) => [["content-encoding", encoding] as const, ["date", "today"] as const];
const text = '{"word": "hi"}';

describe("a recorded body is given without compression", () => {
  test.each([
    ["gzip that the header names", gzipSync(text), "gzip"],
    ["gzip that the header does not name", gzipSync(text), "identity"],
    ["gzip under another name", gzipSync(text), "br"],
    ["brotli", brotliCompressSync(text), "br"],
    ["deflate", deflateSync(text), "deflate"],
    ["plain JSON under a name of gzip", bytes(text), "GZIP"],
    ["plain JSON under a name of brotli", bytes(text), "br"],
    ["plain JSON under a name of deflate", bytes(text), "deflate"],
  ])("%s", (_, body, encoding) => {
    const plain = plainBody(new Uint8Array(body), said(encoding));
    expect(Buffer.from(plain.bytes).toString()).toBe(text);
    expect(plain.headers).toEqual([["date", "today"]]);
    expect(plain.losses).toEqual(encoding === "identity" ? [] : ["content-encoding"]);
  });

  test("a page that is already decompressed stays unchanged", () => {
    for (const encoding of ["br", "deflate"]) {
      expect(Buffer.from(plainBody(bytes("xylophone über alles"), said(encoding)).bytes).toString()).toMatch(/^xylo/);
    }
  });

  test("without a header and without compression nothing changes and nothing is lost", () => {
    expect(plainBody(bytes(text), [["a", "b"]])).toEqual({ bytes: bytes(text), headers: [["a", "b"]], losses: [] });
    expect(plainBody(new Uint8Array(), said("gzip")).bytes).toHaveLength(0);
  });

  test.each([
    ["gzip that is cut", gzipSync(text).subarray(0, 20), "gzip"],
    ["gzip with a wrong byte", gzipSync(text).fill(0xff, 12, 16), "gzip"],
    ["brotli that is cut", brotliCompressSync(text.repeat(9)).subarray(0, 9), "br"],
    ["zstd", Buffer.from("28b52ffd2000", "hex"), "zstd"],
    ["gzip that grows beyond the limit", gzipSync(Buffer.alloc(maxBodyBytes + 1)), "gzip"],
  ])("%s is refused", (_, body, encoding) => {
    expect(() => plainBody(new Uint8Array(body), said(encoding))).toThrow(RangeError);
  });
});
