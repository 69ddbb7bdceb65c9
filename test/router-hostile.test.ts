import { readdirSync, readFileSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import type { JsonObject } from "../src/chat/json.js";
import type { Exchange } from "../src/wire/exchange.js";
import { beside } from "./support/beside.js";
import { type Routed, routed, routerOf } from "./support/router-run.js";

const suite = beside("corpus-fuzz/nst+JSONTestSuite");
const naughty = beside("corpus-fuzz/minimaxir+big-list-of-naughty-strings");

/** The files of a folder whose paths in it end so. */
function filesIn(folder: string, ending: RegExp): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => ending.test(name));
}

const config = `
router: { strategy: round_robin }
reliability: { retries: 0 }
models:
  m: { provider: vllm, base_url: "http://127.0.0.1:9/v1", model: upstream-model, api_key: secret-key-of-the-upstream }
`;

/** A service that keeps the last body, and says what it was told. */
let sent: JsonObject = {};
const exchange: Exchange = async (request) => {
  sent = JSON.parse(new TextDecoder().decode(request.body ?? new Uint8Array()));
  const reply = {
    id: "x",
    object: "chat.completion",
    created: 1,
    model: "m",
    choices: [{ index: 0, message: { role: "assistant", content: "ok" }, finish_reason: "stop" }],
  };
  async function* chunks() {
    yield new TextEncoder().encode(JSON.stringify(reply));
  }
  return { status: 200, headers: [["content-type", "application/json"]], chunks: chunks() };
};

let server: Routed;
beforeAll(async () => {
  server = await routed(routerOf(config), exchange);
});

type Answered = { readonly status: number; readonly text: string };

/** One request as bytes, whatever Node's own client would say to it. */
function send(
  body: string | Buffer,
  {
    path = "/v1/chat/completions",
    method = "POST",
    headers = {},
  }: { path?: string; method?: string; headers?: Record<string, string> } = {},
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const asked = httpRequest(
      `${server.url}`,
      { path, method, headers: { "content-type": "application/json", ...headers } },
      (response) => {
        let text = "";
        response.on("data", (bytes) => {
          text += bytes;
        });
        response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
      },
    );
    asked.on("error", reject);
    asked.end(body);
  });
}

/** What an error must be, and must not hold. */
function expectError({ status, text }: Answered, allowed: readonly number[]): void {
  expect(allowed).toContain(status);
  expect(JSON.parse(text).error).toMatchObject({ message: expect.any(String), type: expect.any(String) });
  expect(text).not.toMatch(/node_modules|\/src\/|\.js:\d|at \w+ \(|secret-key|127\.0\.0\.1:9/);
}

describe.skipIf(!suite.isThere)(suite.title("JSONTestSuite as bodies"), () => {
  test("is answered with a 400 of its own, file by file, and nothing falls over", async () => {
    const jsonFiles = filesIn(suite.path, /[yni]_[^/]*\.json$/);
    expect(jsonFiles.length).toBeGreaterThan(280);
    for (const name of jsonFiles) {
      const body = readFileSync(join(suite.path, name));
      try {
        expectError(await send(body), [400]);
      } catch (error) {
        throw new Error(`${name}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    expect((await send("", { path: "/health", method: "GET" })).status).toBe(200);
  });
});

describe.skipIf(!naughty.isThere)(naughty.title("naughty strings"), () => {
  const strings = (): readonly string[] => {
    const [file = ""] = filesIn(naughty.path, /blns\.json$/);
    return JSON.parse(readFileSync(join(naughty.path, file), "utf8"));
  };

  test("reach the service as they are, in texts, names and results", async () => {
    for (const text of strings()) {
      const messages = [
        { role: "user", content: text },
        {
          role: "assistant",
          content: null,
          tool_calls: [{ id: "c", type: "function", function: { name: "f", arguments: JSON.stringify({ text }) } }],
        },
        { role: "tool", tool_call_id: "c", content: text },
      ];
      const answered = await send(
        JSON.stringify({ model: "m", messages, tools: [{ type: "function", function: { name: "f" } }] }),
      );
      // Blank text of a user is refused before it is sent, by name: services refuse it in words that name nothing.
      if (text.trim() === "") {
        expect(JSON.parse(answered.text)).toMatchObject({ error: { param: "messages[0].content" } });
        continue;
      }
      expect([text, answered.status]).toEqual([text, 200]);
      const [user, assistant, tool] = sent["messages"] as readonly JsonObject[];
      expect(user?.["content"]).toBe(text);
      expect(JSON.stringify(assistant)).toContain(JSON.stringify(JSON.stringify({ text })).slice(1, -1));
      expect(tool?.["content"]).toBe(text);
    }
  });

  test("are no models", async () => {
    for (const model of strings().filter((text) => text.trim() !== "" && text.trim() !== "m")) {
      expectError(await send(JSON.stringify({ model, messages: [{ role: "user", content: "a" }] })), [404, 400]);
    }
  });
});

const message = { role: "user", content: "a" };

describe("what a client can send", () => {
  test.each<[string, string | Buffer, readonly number[]]>([
    ["nothing", "", [400]],
    ["half a character", Buffer.from([0x7b, 0x22, 0xc3]), [400]],
    ["a deep list", `{"messages":${"[".repeat(10_000)}${"]".repeat(10_000)}}`, [400]],
    [
      "deep parameters",
      `{"messages":[{"role":"user","content":"a"}],"tools":[{"type":"function","function":{"name":"f","parameters":${'{"a":'.repeat(5_000)}1${"}".repeat(5_000)}}}]}`,
      [400],
    ],
    ["20,000 messages", JSON.stringify({ messages: Array.from({ length: 20_000 }, () => message) }), [400]],
    [
      "a model's name of 10,000 letters",
      JSON.stringify({ model: "x".repeat(10_000), messages: [message] }),
      [404, 400],
    ],
    ["a path for a model", JSON.stringify({ model: "../../etc/passwd", messages: [message] }), [404]],
    ["stream as a text", JSON.stringify({ messages: [message], stream: "true" }), [400]],
    ["a temperature that is none", '{"messages":[{"role":"user","content":"a"}],"temperature":NaN}', [400]],
    ["a thousand million replies", JSON.stringify({ messages: [message], n: 1e9 }), [400]],
    ["an address", JSON.stringify({ messages: [message], api_base: "http://169.254.169.254/" }), [400]],
    ["a region", JSON.stringify({ messages: [message], aws_region_name: "us-east-1" }), [400]],
    [
      "more than 10 MiB",
      JSON.stringify({ messages: [{ role: "user", content: "x".repeat(11 * 1024 * 1024) }] }),
      [413],
    ],
  ])("%s is answered", async (_title, body, allowed) => {
    const answered = await send(body).catch((error: NodeJS.ErrnoException) => {
      // A server that closes before all was sent has said so, or is closing.
      if (error.code === "EPIPE" || error.code === "ECONNRESET")
        return { status: 413, text: '{"error":{"message":"","type":""}}' };
      throw error;
    });
    expectError(answered, allowed);
  });

  test("a half of a surrogate pair is mended, and of a repeated key the last one counts", async () => {
    const { status } = await send('{"model":"x","messages":[{"role":"user","content":"\\ud800"}],"model":"m"}');
    expect(status).toBe(200);
    expect(JSON.stringify(sent)).toContain("\ufffd");
    expect(JSON.stringify(sent)).not.toContain("ud800");
  });

  const plain = JSON.stringify({ model: "m", messages: [message] });
  test.each<[string, Record<string, string>, readonly number[]]>([
    ["plain text, which a page could send unasked", { "content-type": "text/plain" }, [415]],
    ["a form", { "content-type": "application/x-www-form-urlencoded" }, [415]],
    ["a packed body", { "content-encoding": "gzip" }, [415]],
    ["another host's name", { host: "evil.example" }, [403]],
    ["a host that is none", { host: "a b" }, [400, 403]],
    ["a page elsewhere", { origin: "https://evil.example" }, [403]],
    ["a page without an origin, of another site", { "sec-fetch-site": "cross-site" }, [403]],
    ["no page at all: origin null", { origin: "null" }, [403]],
  ])("%s is not let in", async (_title, headers, allowed) => {
    expectError(await send(plain, { headers }), allowed);
  });

  test("a page's question whether it may ask is answered with no", async () => {
    const headers = { origin: "https://evil.example", "access-control-request-method": "POST" };
    expect((await send("", { method: "OPTIONS", headers })).status).toBe(403);
  });

  test.each([
    ["TRACE", "/v1/chat/completions", [405]],
    ["PUT", "/v1/chat/completions", [405]],
    ["DELETE", "/v1/models", [405]],
    ["GET", "//evil.example/v1/models", [404]],
    ["GET", "/v1/%2e%2e/health", [404]],
    ["GET", "/v1/models%00", [404]],
    ["GET", "http://evil.example/health", [404, 403]],
  ] as const)("%s %s is answered with an error", async (method, path, allowed) => {
    expectError(await send("", { method, path }), allowed);
  });

  test.each([
    [
      "two lengths",
      "POST /v1/chat/completions HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nhello",
      /^HTTP\/1\.1 400/,
    ],
    [
      "a length and chunks",
      "POST /v1/chat/completions HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
      /^HTTP\/1\.1 400/,
    ],
    [
      "headers of 40 KiB",
      `GET /health HTTP/1.1\r\nhost: 127.0.0.1\r\nx: ${"y".repeat(40_000)}\r\n\r\n`,
      /^HTTP\/1\.1 431/,
    ],
    ["no host", "GET /health HTTP/1.1\r\n\r\n", /^HTTP\/1\.1 400/],
    ["no HTTP", "hello\r\n\r\n", /^HTTP\/1\.1 400/],
  ])("%s is refused by the server's own reading", async (_title, bytes, answer) => {
    expect(await raw(bytes)).toMatch(answer);
  });
});

describe("what a socket can send", () => {
  const url = () => `${server.url.replace("http", "ws")}/v1/chat/ws`;

  /** Opens a socket, lets `act` speak, and waits for its close or for as many frames. */
  function speak(
    act: (socket: WebSocket) => void,
    frames = 1,
  ): Promise<{ readonly code: number | null; readonly said: readonly string[] }> {
    const socket = new WebSocket(url(), { perMessageDeflate: false });
    const said: string[] = [];
    return new Promise((resolve) => {
      socket.on("open", () => act(socket));
      socket.on("message", (data) => {
        said.push(String(data));
        if (said.length === frames) socket.close();
      });
      socket.on("error", () => undefined);
      socket.on("close", (code) => resolve({ code, said }));
    });
  }

  test.each([
    ["no JSON", (socket: WebSocket) => socket.send("{")],
    ["a list", (socket: WebSocket) => socket.send("[]")],
    ["bytes", (socket: WebSocket) => socket.send(Buffer.from("{}"), { binary: true })],
  ])("%s is told as an error, and the socket stays open", async (_title, act) => {
    const { said } = await speak(act);
    expect(JSON.parse(said[0] ?? "")).toMatchObject({ error: { message: "a frame must be a JSON object" } });
  });

  test("a frame of more than the limit closes the socket with 1009", async () => {
    const { code } = await speak(
      (socket) => socket.send(JSON.stringify({ message: "x".repeat(11 * 1024 * 1024) })),
      99,
    );
    expect(code).toBe(1009);
  });

  test("text that is no UTF-8 closes it with 1007", async () => {
    const { code } = await speak((socket) => socket.send(Buffer.from([0xff, 0xfe]), { binary: false }), 99);
    expect(code).toBe(1007);
  });

  test.each([
    ["an unmasked frame", Buffer.from([0x81, 0x02, 0x7b, 0x7d])],
    ["a frame with a reserved bit", Buffer.from([0xc1, 0x80, 0, 0, 0, 0])],
    ["an opcode of nobody", Buffer.from([0x83, 0x80, 0, 0, 0, 0])],
    ["a stray continuation", Buffer.from([0x80, 0x80, 0, 0, 0, 0])],
  ])("%s closes it with 1002", async (_title, bytes) => {
    // The close frame: opcode 8, then the code 1002.
    const last = Buffer.from([0x03, 0xea]).toString("latin1");
    expect(await raw(upgrade, { more: bytes, last })).toContain(last);
  });

  test("more requests than it takes at once are refused one by one", async () => {
    const flood = (socket: WebSocket) => {
      for (let at = 0; at < 40; at += 1) socket.send(JSON.stringify({ id: `r${at}`, message: "a", model: "nobody" }));
    };
    const { said } = await speak(flood, 80);
    const errors = said.map((text) => JSON.parse(text)).filter(({ error }) => error !== undefined);
    expect(errors.length).toBe(40);
  });
});

const upgrade = [
  "GET /v1/chat/ws HTTP/1.1",
  "host: 127.0.0.1",
  "connection: upgrade",
  "upgrade: websocket",
  "sec-websocket-version: 13",
  "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==",
  "\r\n",
].join("\r\n");

/** Bytes on a socket, more once something came, and what came until the server closed or said `last`. */
function raw(first: string, { more, last }: { more?: Buffer; last?: string } = {}): Promise<string> {
  const { hostname, port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(first));
    let came = "";
    socket.setEncoding("latin1");
    socket.on("data", (text) => {
      if (came === "" && more !== undefined) socket.write(more);
      came += text;
      if (more === undefined) socket.end();
      if (last !== undefined && came.includes(last)) socket.destroy();
    });
    socket.on("close", () => resolve(came));
    socket.on("error", reject);
  });
}
