import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { atEnd } from "../../../test/support/at-end.js";
import { rawServer } from "../../../test/support/raw-server.js";
import { TransportError, type WireResponse } from "../exchange.js";
import { createLiveTransport } from "./live.js";

const text = "It is 65 degrees and sunny. ".repeat(40);

async function exchangeWith(encoding: string, body: Buffer) {
  const server = await rawServer(({ socket }) => {
    socket.write(`HTTP/1.1 200 OK\r\ncontent-encoding: ${encoding}\r\ncontent-length: ${body.length}\r\n\r\n`);
    socket.write(body);
  });
  const transport = createLiveTransport({ environment: {} });
  atEnd(transport.close);
  const request = { method: "POST", url: server.url, headers: [], body: null };
  return { answered: transport.exchange(request, new AbortController().signal) };
}

async function readAll(response: WireResponse): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const chunk of response.chunks) parts.push(chunk);
  return Buffer.concat(parts).toString();
}

test.each<[string, Buffer]>([
  ["gzip", gzipSync(text)],
  ["x-gzip", gzipSync(text)],
  ["GZIP", gzipSync(text)],
  ["br", brotliCompressSync(text)],
  ["deflate", deflateSync(text)],
  ["deflate", deflateRawSync(text)],
  ["identity", Buffer.from(text)],
])("a body in %s is decoded", async (encoding, body) => {
  const response = await (await exchangeWith(encoding, body)).answered;
  expect(await readAll(response)).toBe(text);
});

test("the headers of a decoded body no longer speak of its encoding and length", async () => {
  const response = await (await exchangeWith("gzip", gzipSync(text))).answered;
  expect(response.headers).toEqual([]);
  await readAll(response);
});

test.each(["gzip, gzip", "br, gzip", "zstd", "made-up"])(
  "content-encoding %s is a protocol error",
  async (encoding) => {
    const { answered } = await exchangeWith(encoding, Buffer.from("x"));
    await expect(answered).rejects.toMatchObject({ name: "TransportError", kind: "protocol" });
  },
);

test.each<[string, Buffer]>([
  ["gzip", gzipSync(text).subarray(0, 40)],
  ["br", brotliCompressSync(text).subarray(0, 20)],
  ["deflate", deflateSync(text).subarray(0, 20)],
])("a %s body that stops inside its encoding is closed, not complete", async (encoding, body) => {
  const response = await (await exchangeWith(encoding, body)).answered;
  await expect(readAll(response)).rejects.toMatchObject({ kind: "closed", code: "Z_BUF_ERROR" });
});

test.each(["gzip", "br", "deflate"])("plain text declared as %s is a protocol error", async (encoding) => {
  const response = await (await exchangeWith(encoding, Buffer.from("\x09nothing of the kind".repeat(9)))).answered;
  await expect(readAll(response)).rejects.toMatchObject({ name: "TransportError", kind: "protocol" });
});

test("a bomb of 1:1000 stops at the cap, and its connection is closed", async () => {
  const bomb = gzipSync(Buffer.alloc(8 * 1024 * 1024));
  expect(bomb.length).toBeLessThan(9_000);
  const server = await rawServer(({ socket }) => {
    socket.write("HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 100000\r\n\r\n");
    socket.write(bomb);
  });
  const transport = createLiveTransport({ environment: {}, maxBodyBytes: 1024 * 1024 });
  atEnd(transport.close);
  const request = { method: "POST", url: server.url, headers: [], body: null };
  const response = await transport.exchange(request, new AbortController().signal);
  let sizeBytes = 0;
  const read = async () => {
    for await (const chunk of response.chunks) sizeBytes += chunk.length;
  };
  await expect(read()).rejects.toEqual(
    new TransportError("too-large", "the body is larger than 1048576 bytes, the most that we read"),
  );
  expect(sizeBytes).toBeLessThanOrEqual(1024 * 1024);
  await server.connections[0]?.closed;
});

test("a compressed stream is read while it comes, and leaving it closes the connection", async () => {
  const server = await rawServer(({ socket }) => {
    socket.write("HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 100000\r\n\r\n");
    socket.write(gzipSync(text).subarray(0, -8));
  });
  const transport = createLiveTransport({ environment: {} });
  atEnd(transport.close);
  const request = { method: "POST", url: server.url, headers: [], body: null };
  const response = await transport.exchange(request, new AbortController().signal);
  for await (const chunk of response.chunks) {
    expect(Buffer.from(chunk).toString()).toContain("sunny");
    break;
  }
  await server.connections[0]?.closed;
});

test("an abort inside a compressed body is the abort", async () => {
  const server = await rawServer(({ socket }) => {
    socket.write("HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 100000\r\n\r\n");
    socket.write(gzipSync(text).subarray(0, -8));
  });
  const transport = createLiveTransport({ environment: {} });
  atEnd(transport.close);
  const controller = new AbortController();
  const request = { method: "POST", url: server.url, headers: [], body: null };
  const iterator = (await transport.exchange(request, controller.signal)).chunks[Symbol.asyncIterator]();
  await iterator.next();
  const pending = expect(iterator.next()).rejects.toMatchObject({ kind: "aborted" });
  controller.abort();
  await pending;
  await server.connections[0]?.closed;
});
