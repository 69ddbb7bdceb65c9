import dgram from "node:dgram";
import dns, { lookup } from "node:dns";
import { mkdtempSync, rmSync } from "node:fs";
import http from "node:http";
import http2 from "node:http2";
import https from "node:https";
import net from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
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

test("by sending part of a message over UDP", () => {
  const socket = dgram.createSocket("udp4");
  try {
    expect(() => socket.send(Buffer.from("x"), 0, 1, 53, host)).toThrow(expect.objectContaining(fenced));
    expect(() => socket.send("127.0.0.1", 53, host)).toThrow(expect.objectContaining(fenced));
  } finally {
    socket.close();
  }
});

describe("behind the fence no name is looked up", () => {
  const name = "service.invalid";
  const named = { kind: "fenced", message: expect.stringContaining(name) };
  const atHost = { kind: "fenced", message: expect.stringContaining(host) };
  const called = (look: (callback: (error: unknown) => void) => unknown) => new Promise((resolve) => look(resolve));

  test.each<[what: string, look: (callback: (error: unknown) => void) => unknown, error: object]>([
    ["lookup", (callback) => dns.lookup(name, callback), named],
    ["lookup with options", (callback) => dns.lookup(name, { all: true }, callback), named],
    ["lookup as it was imported", (callback) => lookup(name, callback), named],
    ["lookupService", (callback) => dns.lookupService(host, 80, callback), atHost],
    ["reverse", (callback) => dns.reverse(host, callback), atHost],
    ["resolve", (callback) => dns.resolve(name, callback), named],
    ["resolveTxt", (callback) => dns.resolveTxt(name, callback), named],
    ["a resolver", (callback) => new dns.Resolver().resolve4(name, callback), named],
    ["reverse of a resolver", (callback) => new dns.Resolver().reverse(host, callback), atHost],
  ])("by %s", async (_what, look, error) => {
    expect(await called(look)).toMatchObject(error);
  });

  test.each<[what: string, look: () => Promise<unknown>, error: object]>([
    ["lookupService", () => dns.promises.lookupService(host, 80), atHost],
    ["reverse", () => dns.promises.reverse(host), atHost],
    ["reverse of a resolver", () => new dns.promises.Resolver().reverse(host), atHost],
  ])("by the promise of %s", async (_what, look, error) => {
    await expect(look()).rejects.toMatchObject(error);
  });

  test("by a call without a callback, which throws", () => {
    expect(() => Reflect.apply(dns.lookup, dns, [name])).toThrow(expect.objectContaining(named));
  });

  test("but that of this machine", async () => {
    expect(await dns.promises.lookup("127.0.0.1")).toEqual({ address: "127.0.0.1", family: 4 });
    expect(await called((callback) => dns.lookup("127.0.0.1", callback))).toBeNull();
    expect(await called((callback) => lookup("localhost", callback))).toBeNull();
    expect(["127.0.0.1", "::1"]).toContain((await dns.promises.lookup("localhost")).address);
  });
});

describe("local sockets and loopback ports stay open", () => {
  const opened = (connect: () => net.Socket) =>
    new Promise<string>((resolve) => {
      const socket = connect();
      socket.once("connect", () => {
        resolve("open");
        socket.destroy();
      });
      socket.once("error", (error) => resolve(error.message));
    });

  test("to a local socket, by its path and by options", async () => {
    const folder = mkdtempSync(join(tmpdir(), "fence-"));
    const path = join(folder, "local");
    const server = net.createServer((socket) => socket.end());
    try {
      await new Promise<void>((resolve) => server.listen(path, resolve));
      expect(await opened(() => net.connect(path))).toBe("open");
      expect(await opened(() => net.connect({ path }))).toBe("open");
      // What Node does with both: the path counts.
      expect(await opened(() => net.connect(Object.assign({ path }, { host, port: 1 })))).toBe("open");
    } finally {
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test("to a port without a host, however it is given", async () => {
    const server = await rawServer(({ socket }) => socket.end("HTTP/1.1 204 No Content\r\n\r\n"));
    try {
      const { port } = server;
      expect(await opened(() => net.connect(port))).toBe("open");
      expect(await opened(() => net.connect({ port }))).toBe("open");
      expect(await opened(() => net.connect({ port, host: "" }))).toBe("open");
      expect(await opened(() => net.connect({ port, host: "127.0.0.1" }))).toBe("open");
      expect(await opened(() => Reflect.apply(net.connect, net, [String(port)]))).toBe("open");
    } finally {
      await server.close();
    }
  });

  test("but not to a port that is text, of a host beyond", async () => {
    expect(await errorOf(Reflect.apply(net.connect, net, ["443", host]))).toMatchObject(fenced);
  });

  test("over UDP, with an address and without one", async () => {
    const receiver = dgram.createSocket("udp4");
    const sender = dgram.createSocket("udp4");
    try {
      for (const socket of [receiver, sender]) {
        await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
      }
      const { port } = receiver.address();
      const next = () => new Promise<string>((resolve) => receiver.once("message", (text) => resolve(text.toString())));
      for (const send of [
        () => sender.send(host, port, "127.0.0.1"),
        () => sender.send(host, port),
        () => sender.send(Buffer.from(`-${host}-`), 1, host.length, port, "127.0.0.1"),
      ]) {
        const came = next();
        send();
        expect(await came).toBe(host);
      }
    } finally {
      receiver.close();
      sender.close();
    }
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
    "::FFFF:127.9.9.9",
    "127.0.0.1.",
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
    "127.0.0",
    "12.7.0.1",
    "::ffff:10.0.0.1",
    "::ffff:7f00:1",
    "ffff:127.0.0.1",
    "0:0:0:0:0:0:0:2",
    "::11",
    "localhost..",
    "",
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

test("two fences are down once both are lowered, in either order", () => {
  open();
  const before = [net.Socket.prototype.connect, dns.lookup, lookup];
  const fences = [fenceNetwork(), fenceNetwork()];
  fences[0]?.();
  expect(net.Socket.prototype.connect).not.toBe(before[0]);
  expect(lookup).not.toBe(before[2]);
  fences[1]?.();
  expect([net.Socket.prototype.connect, dns.lookup, lookup]).toEqual(before);
  expect(lookup).toBe(dns.lookup);
});

test("fences nest: the network opens with the last one, however often one is lowered", async () => {
  const second = fenceNetwork();
  second();
  second();
  expect(await errorOf(net.connect(443, host))).toMatchObject(fenced);
});
