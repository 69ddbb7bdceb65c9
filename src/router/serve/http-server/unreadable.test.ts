import { createServer, type Server } from "node:http";
import { connect as connectHttp2 } from "node:http2";
import { type AddressInfo, connect } from "node:net";
import { expect, test } from "vitest";
import { atEnd } from "../../../../test/support/at-end.js";
import { refuseUnreadable } from "./unreadable.js";

type Answer = Parameters<typeof createServer>[1];

async function serving(answer: Answer = (_, response) => response.end("42"), settings = {}) {
  const lines: string[] = [];
  const server: Server = createServer({ connectionsCheckingInterval: 20, ...settings }, answer);
  refuseUnreadable(server, (line) => lines.push(line));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  atEnd(() => {
    server.close();
    server.closeAllConnections();
  });
  return { port: (server.address() as AddressInfo).port, lines };
}

/** What a client received, until its connection ended. */
function sent(port: number, bytes: string, next: string | null = null): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    atEnd(() => socket.destroy());
    let text = "";
    if (next !== null) socket.once("data", () => socket.write(next, "latin1"));
    socket.setEncoding("latin1").on("data", (piece: string) => {
      text += piece;
    });
    socket.on("error", () => undefined);
    socket.once("close", () => resolve(text));
    socket.write(bytes, "latin1");
  });
}

const http2Text = "this port speaks HTTP/1.1; set the client to it, or put a proxy in front of the router";

test("an HTTP/2 client is asked for HTTP/1.1 in its own words, and the log has one line however often it tries", async () => {
  const { port, lines } = await serving();
  for (let attempt = 0; attempt < 3; attempt++) {
    const session = connectHttp2(`http://127.0.0.1:${port}`);
    atEnd(() => session.destroy());
    const told = new Promise((resolve) =>
      session.once("goaway", (code: number, _: number, data: Buffer) => resolve([code, String(data)])),
    );
    const failed = new Promise((resolve) => session.once("error", ({ message }) => resolve(message)));
    session.request({ ":path": "/" }).on("error", () => undefined);
    // 13 is HTTP_1_1_REQUIRED (RFC 9113, section 7).
    expect([await told, await failed]).toEqual([[13, http2Text], "Session closed with error code 13"]);
  }
  expect(lines).toEqual([`a client spoke HTTP/2: ${http2Text}`]);
});

const codeOf = (answer: string) => {
  const [head = "", body = ""] = answer.split("\r\n\r\n");
  const { message, type, code } = JSON.parse(body).error;
  expect(head).toMatch(/\r\nconnection: close/);
  return [head.split("\r\n")[0], type, code, message];
};

test.each([
  ["\x16\x03\x01\x02\x00\x01", "HTTP/1.1 400 Bad Request", /^this port speaks plain HTTP; use http:\/\//, 1],
  ["\0\0", "HTTP/1.1 400 Bad Request", /^this is not an HTTP\/1\.1 request \(Parse Error/, 0],
  ["hello\r\n\r\n", "HTTP/1.1 400 Bad Request", /^this is not an HTTP\/1\.1 request/, 0],
  [`GET / HTTP/1.1\r\nx: ${"x".repeat(20_000)}\r\n`, "HTTP/1.1 431 Request Header Fields Too Large", /too large/, 0],
] as const)("%j is refused in OpenAI's words", async (bytes, status, message, count) => {
  const { port, lines } = await serving();
  const refused = ["invalid_request_error", "unreadable_request"];
  expect(codeOf(await sent(port, bytes))).toEqual([status, ...refused, expect.stringMatching(message)]);
  expect(lines).toHaveLength(count);
});

test("a request that takes too long has its status", async () => {
  const { port } = await serving(undefined, { headersTimeout: 30, requestTimeout: 30 });
  expect(codeOf(await sent(port, "GET / HTTP/1.1\r\n"))[0]).toBe("HTTP/1.1 408 Request Timeout");
});

test("after a whole answer the next bytes are refused; inside one the connection is cut", async () => {
  const { port } = await serving();
  const request = "GET / HTTP/1.1\r\nhost: h\r\n\r\n";
  expect(await sent(port, request, "\0")).toMatch(/42.*HTTP\/1\.1 400 /s);
  const under = await serving((_, response) => {
    response.writeHead(200);
    response.write("half");
  });
  expect(await sent(under.port, request, "\0")).toMatch(/half\r\n$/);
  // The second request waits for the first one's reply.
  expect(await sent(under.port, request + request, "\0")).toMatch(/half\r\n$/);
});
