import { Readable } from "node:stream";
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { TransportError } from "../exchange.js";
import { decodeBody, isEncoded } from "./decode-body.js";

const text = "sunny, ".repeat(50);
const inPieces = (bytes: Buffer, size: number) =>
  Readable.from(
    Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) => bytes.subarray(at * size, (at + 1) * size)),
  );

async function decoded(bytes: Buffer, encoding: string | null, size = 7): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of decodeBody(inPieces(bytes, size), encoding)) parts.push(part);
  return Buffer.concat(parts).toString();
}

describe("a body", () => {
  test.each<[encoding: string | null, bytes: Buffer]>([
    [null, Buffer.from(text)],
    ["", Buffer.from(text)],
    ["identity", Buffer.from(text)],
    [" Identity , ", Buffer.from(text)],
    [",", Buffer.from(text)],
    ["gzip", gzipSync(text)],
    [" GZip ", gzipSync(text)],
    ["identity, gzip,", gzipSync(text)],
    ["x-gzip", gzipSync(text)],
    ["br", brotliCompressSync(text)],
    ["deflate", deflateSync(text)],
    ["deflate", deflateRawSync(text)],
  ])("in %j is decoded, whatever its pieces", async (encoding, bytes) => {
    for (const size of [1, 7, 10_000]) expect(await decoded(bytes, encoding, size)).toBe(text);
  });

  test("without an encoding is the same stream", () => {
    const body = inPieces(Buffer.from("a"), 1);
    expect(decodeBody(body, null)).toBe(body);
    expect(decodeBody(body, "identity")).toBe(body);
  });

  test.each(["gzip", "x-gzip", "br", "deflate"])("of no bytes stays one in %s", async (encoding) => {
    expect(await decoded(Buffer.alloc(0), encoding)).toBe("");
  });

  test.each([
    ["gzip", gzipSync(text)],
    ["br", brotliCompressSync(text)],
    ["deflate", deflateSync(text)],
  ])("in %s that is cut is an error", async (encoding, bytes) => {
    await expect(decoded(bytes.subarray(0, bytes.length - 1), encoding)).rejects.toThrow();
  });

  test.each([
    ["gzip, gzip", "a chain of 2 content encodings is not accepted"],
    ["br,identity,gzip", "a chain of 2 content encodings is not accepted"],
    ["gzip,gzip,gzip", "a chain of 3 content encodings is not accepted"],
    ["zstd", 'content encoding "zstd" is not supported'],
    ["compress", 'content encoding "compress" is not supported'],
    ["constructor", 'content encoding "constructor" is not supported'],
    ["x".repeat(41), `content encoding "${"x".repeat(40)}" is not supported`],
  ])("in %s is refused", (encoding, message) => {
    const decode = () => decodeBody(inPieces(Buffer.from("a"), 1), encoding);
    expect(decode).toThrow(new TransportError("protocol", message));
    expect(decode).toThrow(expect.objectContaining({ kind: "protocol" }));
  });
});

test.each([
  [null, false],
  ["", false],
  ["identity", false],
  ["IDENTITY, ", false],
  ["gzip", true],
  ["unknown", true],
  ["identity, br", true],
])("%j is an encoding: %s", (encoding, is) => {
  expect(isEncoded(encoding)).toBe(is);
});
