import dgram from "node:dgram";
import dns from "node:dns";
import http from "node:http";
import http2 from "node:http2";
import https from "node:https";
import net from "node:net";
import tls from "node:tls";
import { BedrockRuntimeClient, ConverseCommand } from "@aws-sdk/client-bedrock-runtime";
import { request as undiciRequest } from "undici";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { rawServer } from "../../../test/support/raw-server.js";
import { fenceNetwork, isLoopback } from "./fence.js";
import { createLiveTransport } from "./live.js";

/** A documentation address (RFC 5737): nothing answers there, should a test ever get out. */
const host = "192.0.2.1";
const fenced = { name: "TransportError", kind: "fenced", message: expect.stringContaining(host) };

function errorOf(emitter: NodeJS.EventEmitter): Promise<unknown> {
  return new Promise((resolve) => emitter.once("error", resolve));
}

let open = () => {};
beforeEach(() => {
  open = fenceNetwork();
});
afterEach(() => open());

describe("behind the fence nothing leaves the machine", () => {
  test.each<[string, () => NodeJS.EventEmitter]>([
    ["net by options", () => net.connect({ port: 443, host })],
    ["net by port and host", () => net.connect(443, host)],
    ["a socket of one's own", () => new net.Socket().connect(443, host)],
    ["tls", () => tls.connect({ port: 443, host })],
    ["http", () => http.request({ host, path: "/" }).end()],
    ["https", () => https.request({ host, path: "/" }).end()],
    ["http2", () => http2.connect(`https://${host}`)],
  ])("by %s", async (_title, connect) => {
    expect(await errorOf(connect())).toMatchObject(fenced);
  });

  test("by undici", async () => {
    await expect(undiciRequest(`https://${host}/`)).rejects.toMatchObject(fenced);
  });

  test("by the platform's fetch", async () => {
    await expect(fetch(`https://${host}/`)).rejects.toMatchObject({ cause: fenced });
  });

  test("by our own live transport, whose error says fenced", async () => {
    const transport = createLiveTransport({ environment: {} });
    const request = { method: "GET", url: `https://${host}/`, headers: [], body: null };
    await expect(transport.exchange(request, new AbortController().signal)).rejects.toMatchObject(fenced);
    await transport.close();
  });

  test("by the AWS SDK with its default handler, which is HTTP/2", async () => {
    const client = new BedrockRuntimeClient({
      region: "us-west-2",
      maxAttempts: 1,
      credentials: { accessKeyId: "none", secretAccessKey: "none" },
    });
    const work = client.send(new ConverseCommand({ modelId: "m", messages: [] }));
    await expect(work).rejects.toMatchObject({
      cause: { kind: "fenced", message: expect.stringContaining("bedrock-runtime.us-west-2.amazonaws.com") },
    });
  });

  test("by UDP", () => {
    const socket = dgram.createSocket("udp4");
    expect(() => socket.send("x", 53, host)).toThrow(expect.objectContaining(fenced));
    expect(() => socket.connect(53, host)).toThrow(expect.objectContaining(fenced));
    socket.close();
  });

  test("by looking up a name", async () => {
    const named = { kind: "fenced", message: expect.stringContaining("service.invalid") };
    await expect(dns.promises.lookup("service.invalid")).rejects.toMatchObject(named);
    await expect(dns.promises.resolve4("service.invalid")).rejects.toMatchObject(named);
    await expect(new dns.promises.Resolver().resolve("service.invalid")).rejects.toMatchObject(named);
    expect(await new Promise((resolve) => dns.lookup("service.invalid", resolve))).toMatchObject(named);
  });
});

describe("loopback stays open", () => {
  test.each(["127.0.0.1", "localhost"])("at %s", async (name) => {
    const server = await rawServer(({ socket }) => socket.end("HTTP/1.1 204 No Content\r\n\r\n"));
    expect((await fetch(`http://${name}:${server.port}/`)).status).toBe(204);
    await server.close();
  });

  test.each([
    "127.0.0.1",
    "127.8.8.8",
    "::1",
    "[::1]",
    "0:0:0:0:0:0:0:1",
    "::ffff:127.0.0.1",
    "localhost",
    "LOCALHOST.",
  ])("%s is loopback", (name) => expect(isLoopback(name)).toBe(true));

  test.each([
    "127.0.0.1.evil.test",
    "localhost.evil.test",
    "10.0.0.1",
    "169.254.169.254",
    "0.0.0.0",
    "::",
    "128.0.0.1",
    "127.evil.test",
  ])("%s is not", (name) => expect(isLoopback(name)).toBe(false));
});

test("once it is down everything is as it was", () => {
  open();
  const before = [net.Socket.prototype.connect, dgram.Socket.prototype.send, dns.lookup, dns.promises.lookup];
  const restore = fenceNetwork();
  expect(net.Socket.prototype.connect).not.toBe(before[0]);
  restore();
  expect([net.Socket.prototype.connect, dgram.Socket.prototype.send, dns.lookup, dns.promises.lookup]).toEqual(before);
});

test("fences nest: the network opens with the last one, however often one is lowered", async () => {
  const second = fenceNetwork();
  second();
  second();
  expect(await errorOf(net.connect(443, host))).toMatchObject(fenced);
});
