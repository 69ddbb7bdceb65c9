import { connect as connectHttp2 } from "node:http2";
import { connect, type Socket } from "node:net";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { atEnd } from "../../../test/support/at-end.js";
import type { Exchange } from "../../wire/exchange.js";
import { sleepForReal } from "../play-body.js";
import { serveSimulator } from "../serve.js";
import { profileOf, requestFor, simulatorOf } from "../simulated.fixture.js";

const { path, body } = requestFor("converse", "chat");
const preface = Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
const question = JSON.stringify(body);
const post = (headers: readonly string[] = [], sent = question) =>
  [`POST ${path} HTTP/1.1`, "host: h", "authorization: x", `content-length: ${sent.length}`, ...headers, "", sent].join(
    "\r\n",
  );

async function serving(silentMs?: number, exchange = simulatorOf(profileOf()).exchange) {
  const lines: string[] = [];
  const log = (line: string) => void lines.push(line);
  const options = { port: 0, host: "127.0.0.1", log, ...(silentMs === undefined ? {} : { silentMs }) };
  const served = await serveSimulator(exchange, options);
  atEnd(served.close);
  return { ...served, lines };
}

/** A connection, and what it has received when it ends. */
function connection({ url }: { readonly url: string }): {
  readonly socket: Socket;
  readonly received: Promise<string>;
} {
  const socket = connect({ port: Number(new URL(url).port), host: "127.0.0.1", noDelay: true });
  atEnd(() => socket.destroy());
  let text = "";
  socket.setEncoding("latin1").on("data", (piece: string) => {
    text += piece;
  });
  socket.on("error", () => undefined);
  return { socket, received: new Promise((resolve) => socket.once("close", () => resolve(text))) };
}

async function sent(served: { readonly url: string }, bytes: string): Promise<string> {
  const { socket, received } = connection(served);
  socket.write(bytes, "latin1");
  return received;
}

/** Writes each byte when the one before it has been sent. */
async function trickle(socket: Socket, bytes: Buffer): Promise<void> {
  for (const byte of bytes) {
    await new Promise((resolve) => socket.write(Buffer.of(byte), resolve));
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe("HTTP/1.1 on the port of both", () => {
  test("an upgrade to h2c is not taken up: the answer is HTTP/1.1", async () => {
    const headers = ["connection: Upgrade, HTTP2-Settings, close", "upgrade: h2c", "http2-settings: AAMAAABkAAQAAP__"];
    const answer = await sent(await serving(), post(headers));
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(answer).toContain("The answer is 42.");
  });

  test("a request that comes byte by byte is answered", async () => {
    const { socket, received } = connection(await serving());
    await trickle(socket, Buffer.from(post(["connection: close"])));
    expect(await received).toContain("The answer is 42.");
  });

  test("requests sent at once on one connection are answered in their order", async () => {
    const answer = await sent(await serving(), `${post()}${post(["connection: close"])}`);
    expect(answer.match(/The answer is 42\./g)).toHaveLength(2);
  });

  test("a client that closes its side after the request gets its answer", async () => {
    const { socket, received } = connection(await serving());
    socket.end(post());
    expect(await received).toContain("The answer is 42.");
  });

  test.each([
    ["OPTIONS * HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\r\n"],
    ["GET http://elsewhere/v1/nothing HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\r\n"],
    ["GET /v1/nothing HTTP/1.1\r\nhost: :::\r\nconnection: close\r\n\r\n"],
  ])("%j is a path that there is not", async (request) => {
    expect(await sent(await serving(), request)).toMatch(/^HTTP\/1\.1 404 /);
  });
});

describe("HTTP/2 on the port of both", () => {
  test("a preface that comes byte by byte is one", async () => {
    const { socket, received } = connection(await serving());
    socket.once("data", () => socket.end());
    await trickle(socket, preface);
    const answer = Buffer.from(await received, "latin1");
    // The first frame of a server is SETTINGS: type 4, stream 0 (RFC 9113, section 3.4).
    expect([answer[3], answer.readUInt32BE(5)]).toEqual([4, 0]);
  });

  test("what follows the preface and is no frame ends the connection with GOAWAY, in a line of the log", async () => {
    const served = await serving();
    const answer = await sent(served, `${preface}GET / HTTP/1.1\r\n\r\n`);
    // GOAWAY is type 7.
    expect(frameTypes(Buffer.from(answer, "latin1"))).toContain(7);
    expect(served.lines).toEqual(["an HTTP/2 connection broke the protocol: Protocol error"]);
  });
});

test("no frames that a client may send end the server, nor does a client that leaves at any byte", async () => {
  const served = await serving(20);
  const anyFrame = fc
    .tuple(fc.nat(12), fc.nat(255), fc.nat(5), fc.uint8Array({ maxLength: 40 }))
    .map(([type, flags, stream, payload]) => frame(type, flags, stream, payload));
  const asks = fc.constantFrom(getPage, frame(3, 0, 1, Buffer.of(0, 0, 0, 8)));
  const frames = fc.array(fc.oneof(anyFrame, asks), { maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(frames, fc.nat(200), async (all, cut) => {
      const { socket, received } = connection(served);
      socket.end(Buffer.concat([preface, frame(4, 0, 0), ...all]).subarray(0, 24 + cut));
      await received;
    }),
    { numRuns: 100 },
  );
  expect(await sent(served, post(["connection: close"]))).toContain("The answer is 42.");
});

describe("what is no HTTP", () => {
  test("TLS is refused, and the log says what to do", async () => {
    const served = await serving();
    expect(await sent(served, "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03")).toMatch(
      /^HTTP\/1\.1 400 .*use http:\/\//s,
    );
    expect(served.lines).toEqual(["a client began with TLS, and this port speaks plain HTTP: use http:// in its URL"]);
  });

  test.each([["\0\0\0\0"], ["hello\r\n\r\n"], ["PRI * HTTP/1.1\r\n\r\nX"], ["SSH-2.0-x\r\n"]])(
    "%j is refused with what to speak, and the log has a line",
    async (bytes) => {
      const served = await serving();
      expect(await sent(served, bytes)).toMatch(/^HTTP\/1\.1 400 .*use HTTP\/1\.1, or HTTP\/2 without TLS$/s);
      expect(served.lines).toEqual([expect.stringMatching(/^a client sent something that is not HTTP \(Parse Error/)]);
    },
  );

  test("headers beyond the limit have their own status", async () => {
    const answer = await sent(await serving(), post([`x-long: ${"x".repeat(20_000)}`]));
    expect(answer).toMatch(/^HTTP\/1\.1 431 Request Header Fields Too Large\r\n/);
  });

  test("something else after a request on the same connection is refused after its answer", async () => {
    const served = await serving();
    const { socket, received } = connection(served);
    socket.once("data", () => socket.write("\0\0"));
    socket.write(post());
    expect(await received).toMatch(/^HTTP\/1\.1 200 .*HTTP\/1\.1 400 /s);
  });

  test("a client that leaves before it can be told apart leaves no line", async () => {
    const served = await serving();
    for (const bytes of ["", "P", "PRI * HTTP/2.0\r\n"]) {
      const { socket, received } = connection(served);
      socket.end(bytes);
      expect(await received).toBe("");
    }
    expect(served.lines).toEqual([]);
  });
});

describe("a connection that says nothing", () => {
  test("keeps no other waiting, and close ends it", async () => {
    const served = await serving();
    const silent = connection(served);
    await new Promise((resolve) => silent.socket.once("connect", resolve));
    expect(await sent(served, post(["connection: close"]))).toContain("The answer is 42.");
    await served.close();
    expect(await silent.received).toBe("");
  });

  test("is closed after the time that it has", async () => {
    expect(await connection(await serving(20)).received).toBe("");
  });

  test.each([["POST"], ["PRI * HTTP/1.1\r\n\r\n"], ["GET / HTTP/1.1\r\nhost:"]])(
    "or no more than %j is closed too",
    async (bytes) => {
      expect(await sent(await serving(20), bytes)).toBe("");
    },
  );

  test.each([
    ["has no request", Buffer.concat([preface, frame(4, 0, 0)])],
    ["has broken the protocol", Buffer.concat([preface, frame(4, 0, 0), frame(0, 0, 1)])],
  ])("of HTTP/2 that %s is closed with GOAWAY", async (_, bytes) => {
    const answer = await sent(await serving(20), bytes.toString("latin1"));
    expect(frameTypes(Buffer.from(answer, "latin1"))).toContain(7);
  });

  test("may wait longer for its reply", async () => {
    expect(await sent(await serving(1_000, answerAfter(1_300)), post(["connection: close"]))).toContain("42");
  });

  test("of HTTP/2 may wait longer for its reply, if its client answers a PING", async () => {
    const { url } = await serving(400, answerAfter(1_000));
    const session = connectHttp2(url);
    atEnd(() => session.destroy());
    session.on("error", () => undefined);
    const stream = session.request({ ":path": "/" });
    expect(await new Promise((resolve) => stream.once("data", (bytes) => resolve(String(bytes))))).toBe("42");
    const bytes = Buffer.concat([preface, frame(4, 0, 0), getPage]).toString("latin1");
    expect(await sent(await serving(20, answerAfter(400)), bytes)).not.toContain("42");
  });
});

/** A reply after this time. */
const answerAfter =
  (ms: number): Exchange =>
  async (_, signal) => {
    await sleepForReal(ms, signal);
    return { status: 200, headers: [], chunks: late42() };
  };

async function* late42(): AsyncGenerator<Uint8Array> {
  yield Buffer.from("42");
}

/** A frame of HTTP/2 (RFC 9113, section 4.1). */
function frame(type: number, flags: number, stream: number, payload: Uint8Array = Buffer.of()): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head[3] = type;
  head[4] = flags;
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

/** HEADERS of `GET http://h/`: entries 2, 6, 4 and, with its value, 1 of HPACK's static table (RFC 7541, appendix A). */
const getPage = frame(1, 5, 1, Buffer.of(0x82, 0x86, 0x84, 0x01, 1, 0x68));

function frameTypes(bytes: Buffer): readonly number[] {
  const found: number[] = [];
  for (let at = 0; at + 9 <= bytes.length; at += 9 + bytes.readUIntBE(at, 3)) found.push(bytes[at + 3] ?? -1);
  return found;
}
