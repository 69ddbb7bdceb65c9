import { describe, expect, test } from "vitest";
import { atEnd } from "../../../test/support/at-end.js";
import { rawServer, unusedPort } from "../../../test/support/raw-server.js";
import { TransportError, type WireRequest, type WireResponse } from "../exchange.js";
import { createLiveTransport, type LiveOptions } from "./live.js";

const never = () => new AbortController().signal;
function liveTransport(options: LiveOptions = {}) {
  const transport = createLiveTransport({ environment: {}, ...options });
  atEnd(transport.close);
  return transport;
}

function post(url: string, body = "{}"): WireRequest {
  return { method: "POST", url, headers: [["content-type", "application/json"]], body: Buffer.from(body) };
}

/** The body as far as it came, and what ended it. */
async function readAll(response: WireResponse): Promise<{ text: string; error: TransportError | null }> {
  const parts: Uint8Array[] = [];
  try {
    for await (const chunk of response.chunks) parts.push(chunk);
    return { text: Buffer.concat(parts).toString("latin1"), error: null };
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    return { text: Buffer.concat(parts).toString("latin1"), error };
  }
}

async function rejection(work: Promise<unknown>): Promise<TransportError> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof TransportError) return error;
  throw new Error(`expected a TransportError, got ${String(error)}`);
}

describe("a request", () => {
  test("goes out with its path, headers and body unchanged, and the answer comes back as it was sent", async () => {
    const server = await rawServer(({ socket }) =>
      socket.write("HTTP/1.1 200 OK\r\nX-One: 1\r\nset-cookie: a=1\r\nset-cookie: b=2\r\ncontent-length: 2\r\n\r\nhi"),
    );
    const request = post(`${server.url}/model/a%3Ab/../converse?x=%20#part`, '{"a":1}');
    const response = await liveTransport().exchange(request, never());
    expect(server.connections[0]?.request).toContain("POST /model/a%3Ab/../converse?x=%20 HTTP/1.1\r\n");
    expect(server.connections[0]?.request).toContain("content-type: application/json\r\n");
    expect(server.connections[0]?.request.endsWith('\r\n\r\n{"a":1}')).toBe(true);
    expect(response.status).toBe(200);
    expect(response.headers).toEqual([
      ["x-one", "1"],
      ["set-cookie", "a=1"],
      ["set-cookie", "b=2"],
      ["content-length", "2"],
    ]);
    expect(await readAll(response)).toEqual({ text: "hi", error: null });
  });

  test("is not redirected: a 302 is the answer", async () => {
    const server = await rawServer(({ socket }) =>
      socket.write("HTTP/1.1 302 Found\r\nlocation: /elsewhere\r\ncontent-length: 0\r\n\r\n"),
    );
    const response = await liveTransport().exchange(post(server.url), never());
    expect(response.status).toBe(302);
    await readAll(response);
    expect(server.connections).toHaveLength(1);
  });

  test.each([429, 500, 503])("is not retried after status %i", async (status) => {
    const server = await rawServer(({ socket }) => socket.write(`HTTP/1.1 ${status} No\r\ncontent-length: 0\r\n\r\n`));
    expect((await liveTransport().exchange(post(server.url), never())).status).toBe(status);
    expect(server.connections).toHaveLength(1);
  });

  test.each(["ftp://127.0.0.1/x", "/model/x/converse", "http://"])("to %s is a protocol error", async (url) => {
    expect((await rejection(liveTransport().exchange(post(url), never()))).kind).toBe("protocol");
  });
});

describe("before the response headers", () => {
  test.each<[string, string, Parameters<typeof rawServer>[0]]>([
    ["a reset", "reset", ({ socket }) => socket.resetAndDestroy()],
    ["a close", "closed", ({ socket }) => socket.destroy()],
    ["a close inside the headers", "closed", ({ socket }) => socket.end("HTTP/1.1 200 OK\r\ncontent-ty")],
    ["a half-close inside the status line", "closed", ({ socket }) => socket.end("HTTP/1.")],
    ["an answer that is not HTTP", "protocol", ({ socket }) => socket.write("SSH-2.0-OpenSSH_9.2\r\n\r\n")],
  ])("%s is %s, and the request is sent once", async (_title, kind, answer) => {
    const server = await rawServer(answer);
    expect((await rejection(liveTransport().exchange(post(server.url), never()))).kind).toBe(kind);
    expect(server.connections).toHaveLength(1);
  });

  test("a name that does not exist is dns, with the system's code", async () => {
    const error = await rejection(liveTransport().exchange(post("http://no-such-host.invalid/"), never()));
    expect(error.kind).toBe("dns");
    expect(error.code).toMatch(/^(ENOTFOUND|EAI_AGAIN)$/);
    expect(error.message).toContain("no-such-host.invalid");
  });

  test("a port without a listener is refused, on either address family", async () => {
    const port = await unusedPort();
    for (const host of ["127.0.0.1", "[::1]", "localhost"]) {
      const error = await rejection(liveTransport().exchange(post(`http://${host}:${port}/`), never()));
      expect(error.kind).toBe("refused");
      expect(error.message).not.toBe("");
    }
  });
});

describe("inside the body", () => {
  const chunked = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n";

  test.each<[string, string, string, Parameters<typeof rawServer>[0]]>([
    [
      "a close before the content length",
      "closed",
      "hel",
      ({ socket }) => socket.end("HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhel"),
    ],
    ["a close inside a chunk", "closed", "hel", ({ socket }) => socket.end(`${chunked}\r\n5\r\nhel`)],
    ["a close before the last chunk", "closed", "hello", ({ socket }) => socket.end(`${chunked}\r\n5\r\nhello\r\n`)],
    [
      "a close before the last chunk of a connection: close answer",
      "closed",
      "hello",
      ({ socket }) => socket.end(`${chunked}connection: close\r\n\r\n5\r\nhello\r\n`),
    ],
    ["a chunk without a size", "protocol", "hi", ({ socket }) => socket.write(`${chunked}\r\n2\r\nhi\r\nzz\r\n`)],
  ])("%s is %s, after the bytes that came", async (_title, kind, text, answer) => {
    const server = await rawServer(answer);
    const read = await readAll(await liveTransport().exchange(post(server.url), never()));
    expect(read.error?.kind).toBe(kind);
    expect(read.text).toBe(text);
  });

  test("a reset is reset, after the bytes that were read", async () => {
    const server = await rawServer(({ socket }) => socket.write(`${chunked}\r\n5\r\nhello\r\n`));
    const response = await liveTransport().exchange(post(server.url), never());
    const iterator = response.chunks[Symbol.asyncIterator]();
    expect(Buffer.from((await iterator.next()).value).toString()).toBe("hello");
    server.connections[0]?.socket.resetAndDestroy();
    const error = await rejection(iterator.next());
    expect([error.kind, error.code]).toEqual(["reset", "ECONNRESET"]);
  });

  test("bytes received before a break are read, also by a reader that comes late", async () => {
    const server = await rawServer(({ socket }) => socket.end(`${chunked}\r\n5\r\nhello\r\n`));
    const response = await liveTransport().exchange(post(server.url), never());
    await server.connections[0]?.closed;
    expect(await readAll(response)).toMatchObject({ text: "hello", error: { kind: "closed" } });
  });

  test.each<[string, string, string]>([
    ["a whole body on a connection that stays open", "content-length: 2\r\n\r\nhi", "hi"],
    ["more bytes than the content length", "content-length: 2\r\n\r\nhi there", "hi"],
    ["zero bytes", "content-length: 0\r\n\r\n", ""],
    ["zero bytes said to be gzip", "content-encoding: gzip\r\ncontent-length: 0\r\n\r\n", ""],
  ])("%s is a clean end", async (_title, rest, text) => {
    const server = await rawServer(({ socket }) => socket.write(`HTTP/1.1 200 OK\r\n${rest}`));
    const response = await liveTransport().exchange(post(server.url), never());
    expect(await readAll(response)).toEqual({ text, error: null });
  });

  test("without a length, the slow close of the connection is the end", async () => {
    const server = await rawServer(({ socket }) => socket.write("HTTP/1.1 200 OK\r\n\r\nhello"));
    const response = await liveTransport().exchange(post(server.url), never());
    const iterator = response.chunks[Symbol.asyncIterator]();
    await iterator.next();
    server.connections[0]?.socket.end();
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
  });

  const body = "0123456789abcdefghijklmnopqrstuvwxyz";
  test.each([0, 1, 11, 12, 15, 16, body.length - 1])("cut after %i bytes it is closed after these", async (limit) => {
    const server = await rawServer(({ socket }) =>
      socket.end(`HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body.slice(0, limit)}`),
    );
    const read = await readAll(await liveTransport().exchange(post(server.url), never()));
    expect(read).toMatchObject({ text: body.slice(0, limit), error: { kind: "closed" } });
  });

  test("a body of more than the cap is too large, which is no fault of the service", async () => {
    const server = await rawServer(({ socket }) =>
      socket.write("HTTP/1.1 200 OK\r\ncontent-length: 11\r\n\r\n01234567890"),
    );
    const transport = liveTransport({ maxBodyBytes: 10 });
    const read = await readAll(await transport.exchange(post(server.url), never()));
    expect(read.error).toMatchObject({
      kind: "too-large",
      message: "the body is larger than 10 bytes, the most that we read",
    });
  });
});

describe("an abort", () => {
  test("before the headers rejects and closes the connection at the server", async () => {
    const controller = new AbortController();
    let arrived = () => {};
    const asked = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const server = await rawServer(() => arrived());
    const work = rejection(liveTransport().exchange(post(server.url), controller.signal));
    await asked;
    const reason = new Error("enough");
    controller.abort(reason);
    expect(await work).toMatchObject({ kind: "aborted", cause: reason });
    await server.connections[0]?.closed;
  });

  test("before the request sends nothing", async () => {
    const server = await rawServer(() => {});
    const error = await rejection(liveTransport().exchange(post(server.url), AbortSignal.abort()));
    expect(error.kind).toBe("aborted");
    expect(server.connections).toHaveLength(0);
  });

  test("whose reason is a deadline of ours is that deadline", async () => {
    const deadline = new TransportError("total-timeout", "too long", { deadlineMs: 5 });
    expect(await rejection(liveTransport().exchange(post("http://127.0.0.1/"), AbortSignal.abort(deadline)))).toBe(
      deadline,
    );
  });

  test("inside the body breaks the read and closes the connection at the server", async () => {
    const controller = new AbortController();
    const server = await rawServer(({ socket }) => socket.write("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhello"));
    const response = await liveTransport().exchange(post(server.url), controller.signal);
    const iterator = response.chunks[Symbol.asyncIterator]();
    await iterator.next();
    const pending = rejection(Promise.resolve(iterator.next()));
    controller.abort();
    expect((await pending).kind).toBe("aborted");
    await server.connections[0]?.closed;
  });

  test("is not needed by a reader that stops: leaving the loop closes the connection at the server", async () => {
    const server = await rawServer(({ socket }) => socket.write("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhello"));
    const response = await liveTransport().exchange(post(server.url), never());
    for await (const chunk of response.chunks) {
      expect(Buffer.from(chunk).toString()).toBe("hello");
      break;
    }
    await server.connections[0]?.closed;
  });

  test("leaves no listener on the signal once the body has ended", async () => {
    const server = await rawServer(({ socket }) => socket.write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi"));
    const { signal } = new AbortController();
    let listeners = 0;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    Object.assign(signal, {
      addEventListener: (...args: Parameters<typeof add>) => {
        listeners += 1;
        add(...args);
      },
      removeEventListener: (...args: Parameters<typeof remove>) => {
        listeners -= 1;
        remove(...args);
      },
    });
    await readAll(await liveTransport().exchange(post(server.url), signal));
    await new Promise((resolve) => setImmediate(resolve));
    expect(listeners).toBe(0);
  });
});

test("closing the transport breaks what still runs, and refuses what comes after", async () => {
  const server = await rawServer(({ socket }) => socket.write("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhello"));
  const transport = liveTransport();
  const response = await transport.exchange(post(server.url), never());
  await transport.close();
  expect((await readAll(response)).error?.kind).toBe("aborted");
  expect((await rejection(transport.exchange(post(server.url), never()))).kind).toBe("aborted");
});
