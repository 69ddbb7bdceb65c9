import { type ClientHttp2Session, connect, constants } from "node:http2";
import { describe, expect, test } from "vitest";
import { atEnd } from "../../../test/support/at-end.js";
import type { Exchange } from "../../wire/exchange.js";
import { serveSimulator } from "../serve.js";
import { profileOf, requestFor, simulatorOf } from "../simulated.fixture.js";

type FaultInput = NonNullable<Parameters<typeof profileOf>[0]>["faults"];

/** What a client saw of one stream: the bytes of its body, and the error with which it ended; null: none. */
type Seen = { readonly status: number | null; readonly text: string; readonly error: string | null };

const { path, body } = requestFor("converse-stream", "chat");
const credential = { authorization: "x" };

async function serving(exchange: Exchange) {
  const served = await serveSimulator(exchange, { port: 0, host: "127.0.0.1" });
  atEnd(served.close);
  return served;
}

async function sessionOf(exchange: Exchange): Promise<ClientHttp2Session> {
  const { url } = await serving(exchange);
  // From Node 22 on, a client's own buffers count too: beyond 10 MB it refuses its streams itself.
  const session = connect(url, { maxSessionMemory: 1_024 });
  session.on("error", () => undefined);
  atEnd(() => session.destroy());
  return session;
}

/** A simulator whose every reply has these faults. */
const faulty = (...faults: readonly object[]) => simulatorOf(profileOf({ faults: faults as FaultInput })).exchange;

function ask(
  session: ClientHttp2Session,
  { method = "POST", at = path, send = JSON.stringify(body) } = {},
): Promise<Seen> {
  return new Promise((resolve) => {
    const members = { ":method": method, ":path": at, ...credential };
    const stream = session.request(members, { endStream: send === "" });
    let status: number | null = null;
    let text = "";
    let error: string | null = null;
    stream.on("response", (replied) => {
      status = Number(replied[":status"]);
    });
    stream.setEncoding("latin1").on("data", (piece: string) => {
      text += piece;
    });
    stream.on("error", ({ message }) => {
      error = message;
    });
    stream.on("close", () => resolve({ status, text, error }));
    if (send !== "") stream.end(send);
  });
}

const reset = "Stream closed with error code NGHTTP2_INTERNAL_ERROR";

describe("a request over HTTP/2", () => {
  test("is the same request, and gets the bytes that HTTP/1.1 gets", async () => {
    const seen: unknown[] = [];
    const { url } = await serving((request, signal) => {
      const { method, headers } = request;
      seen.push([method, new URL(request.url).pathname, Buffer.from(request.body ?? []).toString()]);
      // HTTP/2's own members never become headers.
      expect(headers.filter(([name]) => name.startsWith(":"))).toEqual([]);
      return simulatorOf(profileOf()).exchange(request, signal);
    });
    const session = connect(url);
    atEnd(() => session.destroy());
    const two = await ask(session);
    const one = await fetch(`${url}${path}`, { method: "POST", headers: credential, body: JSON.stringify(body) });
    expect(two).toEqual({ status: 200, text: Buffer.from(await one.arrayBuffer()).toString("latin1"), error: null });
    expect(seen).toEqual(Array(2).fill(["POST", path, JSON.stringify(body)]));
  });

  test.each([
    ["a HEAD, which has no body", { method: "HEAD", send: "" }, 404],
    ["a path that there is not", { at: "/v1/nothing" }, 404],
    ["no body", { send: "" }, 400],
    ["a body that is no JSON", { send: "{" }, 400],
  ])("with %s is refused, and the connection serves the next", async (_, request, status) => {
    const session = await sessionOf(faulty());
    expect(await ask(session, request)).toMatchObject({ status, error: null });
    expect(await ask(session)).toMatchObject({ status: 200, error: null });
  });

  test("that asks whether to go on is told to", async () => {
    const session = await sessionOf(faulty());
    const stream = session.request({ ":method": "POST", ":path": path, ...credential, expect: "100-continue" });
    const replied = new Promise((resolve) => stream.on("response", (headers) => resolve(headers[":status"])));
    stream.on("continue", () => stream.end(JSON.stringify(body)));
    expect(await replied).toBe(200);
  });

  test("has headers of the connection left out of its reply", async () => {
    const headers = [
      ["connection", "close"],
      ["transfer-encoding", "chunked"],
      ["x-kept", "1"],
      ["x-kept", "2"],
    ] as const;
    const session = await sessionOf(async () => ({ status: 200, headers, chunks: chunksOf("x") }));
    const stream = session.request({ ":path": "/" });
    const replied = await new Promise<object>((resolve) => stream.on("response", resolve));
    expect(replied).toMatchObject({ ":status": 200, "x-kept": "1, 2" });
    expect(Object.keys(replied)).not.toContain("connection");
  });

  test("may have bodies beyond the window of flow control, both ways and many at once", async () => {
    const echo: Exchange = async ({ body }) => ({ status: 200, headers: [], chunks: chunksOf(body ?? "") });
    const session = await sessionOf(echo);
    const sent = Array.from({ length: 60 }, (_, index) => String.fromCharCode(97 + (index % 26)).repeat(300_000));
    const got = await Promise.all(sent.map((send) => ask(session, { send })));
    expect(got.map(({ text, error }) => [text.length, text[0], error])).toEqual(
      sent.map((text) => [text.length, text[0], null]),
    );
  });

  test("is one of three hundred on a connection", async () => {
    const session = await sessionOf(faulty());
    const got = await Promise.all(Array.from({ length: 300 }, () => ask(session)));
    expect(new Set(got.map(({ status, error }) => `${status} ${error}`))).toEqual(new Set(["200 null"]));
  });
});

describe("what is broken on purpose", () => {
  test.each([
    ["before its headers", { fault: "connection", as: "reset" }, null],
    ["in its body", { fault: "reset" }, 200],
    ["after a number of bytes", { fault: "truncated", bytes: 100, how: "reset" }, 200],
  ])("a reset %s ends that stream alone", async (_, fault, status) => {
    const session = await sessionOf(faulty({ ...fault, when: { nth: 1 } }));
    expect(await ask(session)).toMatchObject({ status, error: reset });
    expect(await ask(session)).toMatchObject({ status: 200, error: null });
  });

  test("the bytes before a reset arrive", async () => {
    const whole = await ask(await sessionOf(faulty()));
    const cut = await ask(await sessionOf(faulty({ fault: "truncated", bytes: 100, how: "reset" })));
    expect([cut.text, cut.error]).toEqual([whole.text.slice(0, 100), reset]);
  });

  test("a clean end after a number of bytes has no error", async () => {
    const cut = await ask(await sessionOf(faulty({ fault: "truncated", bytes: 100 })));
    expect([cut.text.length, cut.error]).toEqual([100, null]);
  });

  test.each([
    [{ fault: "truncated", how: "closed" }],
    [{ fault: "connection", as: "closed" }],
    [{ fault: "connection", as: "refused" }],
  ])("%j ends the connection, without GOAWAY and with every stream on it", async (fault) => {
    const session = await sessionOf(faulty({ fault: "stall", when: { nth: 1 } }, { ...fault, when: { nth: 2 } }));
    let farewells = 0;
    session.on("goaway", () => farewells++);
    const stream = session.request({ ":method": "POST", ":path": path, ...credential });
    stream.end(JSON.stringify(body));
    stream.resume().on("error", () => undefined);
    await new Promise((resolve) => stream.once("response", resolve));
    const broken = new Promise((resolve) =>
      stream.once("close", () => resolve(stream.rstCode !== constants.NGHTTP2_NO_ERROR)),
    );
    await ask(session);
    expect([await broken, session.destroyed, farewells]).toEqual([true, true, 0]);
  });
});

test("a client's cancel reaches the handler, and the connection goes on", async () => {
  let tell = (_: string) => undefined as unknown;
  const told = new Promise<string>((resolve) => {
    tell = resolve;
  });
  const { exchange } = simulatorOf(profileOf({ faults: [{ fault: "stall", when: { nth: 1 } }] as FaultInput }));
  const session = await sessionOf((request, signal) => {
    signal.addEventListener("abort", () => tell("cancelled"));
    return exchange(request, signal);
  });
  const stream = session.request({ ":method": "POST", ":path": path, ...credential });
  stream.end(JSON.stringify(body));
  stream.on("response", () => stream.close(constants.NGHTTP2_CANCEL));
  expect(await told).toBe("cancelled");
  expect((await ask(session)).status).toBe(200);
});

test("close says GOAWAY to every connection, and gives an error to a stream that has no end yet", async () => {
  const served = await serving(faulty({ fault: "stall", when: { nth: 1 } }));
  const sessions = [connect(served.url), connect(served.url)];
  const farewells = sessions.map((session) => {
    session.on("error", () => undefined);
    atEnd(() => session.destroy());
    return new Promise((resolve) => session.once("goaway", (code) => resolve(code)));
  });
  const stream = sessions[0]?.request({ ":method": "POST", ":path": path, ...credential });
  stream?.end(JSON.stringify(body));
  const broken = new Promise((resolve) => stream?.once("error", ({ message }) => resolve(message)));
  await new Promise((resolve) => stream?.once("response", resolve));
  await ask(sessions[1] as ClientHttp2Session);
  await served.close();
  expect([...(await Promise.all(farewells)), await broken]).toEqual([0, 0, reset]);
});

async function* chunksOf(bytes: Uint8Array | string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(bytes);
}
