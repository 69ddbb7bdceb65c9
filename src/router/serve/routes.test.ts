import { request } from "node:http";
import { connect } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { plainConfig, plainModel, scriptedRouter, textReply } from "../../../test/support/scripted-router.js";
import type { ServeConfig } from "../config/router-config.js";
import { type RouterServer, serveRouter } from "./http-server.js";

const open: RouterServer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map(({ drain }) => drain(0)));
});

const models = [
  ...[
    plainModel("plain", { description: "d" }),
    plainModel("moonshotai/kimi-k2.5"),
    plainModel("a:b"),
    plainModel("A"),
  ],
];

async function serving(serve: Partial<ServeConfig> = {}): Promise<RouterServer> {
  const { router } = scriptedRouter(plainConfig(models, { serve }), { plain: [textReply("42")] });
  const server = await serveRouter(() => router, { log: () => undefined });
  open.push(server);
  return server;
}

type Got = { readonly status: number; readonly headers: Readonly<Record<string, unknown>>; readonly text: string };

/** Asks for exactly this path, which `fetch` would tidy. */
function ask({ url }: RouterServer, path: string, method = "GET", headers: Record<string, string> = {}): Promise<Got> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const asked = request({ hostname, port, path, method, headers, agent: false }, (response) => {
      let text = "";
      response.on("data", (piece) => {
        text += String(piece);
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    });
    asked.on("error", reject);
    asked.end(method === "POST" || method === "PUT" ? "{}" : undefined);
  });
}

const errorOf = ({ text }: Got) => JSON.parse(text).error;
const served =
  "This router serves POST /v1/chat/completions, POST /v1/responses, POST /v1/messages, POST /v1/messages/count_tokens, GET /v1/models and GET /v1/models/{id}; see /openapi.json";
const stateless =
  "Responses are not stored, so there is none to read, cancel, compact or count: send the whole conversation to POST /v1/responses. ";
const chat = "send chat completions to POST /v1/chat/completions";

describe("a path that is not served is 404 and says what to write:", () => {
  test.each([
    ["/responses", "Write POST /v1/responses: the base URL of a client ends in /v1, once. "],
    ["/v1/responses/", "Write POST /v1/responses: without a slash at its end. "],
    ["/v1/responses/resp_1", stateless],
    ["/v1/responses/resp_1/cancel", stateless],
    ["/v1/responses/resp_1/input_items?limit=1", stateless],
    ["/v1/responses/compact", stateless],
    ["/v1/responses/input_tokens", stateless],
    ["/v1/embeddings", "Embeddings are not served: ask their provider itself. "],
    ["/api/embed", "Embeddings are not served: ask their provider itself. "],
    [
      "/v1/completions",
      "OpenAI's legacy completions are not served: send the prompt as messages to POST /v1/chat/completions. ",
    ],
    ["/chat/completions", "Write POST /v1/chat/completions: the base URL of a client ends in /v1, once. "],
    ["/v1/chat/completions/", "Write POST /v1/chat/completions: without a slash at its end. "],
    ["/v1//chat/completions", "Write POST /v1/chat/completions: with single slashes. "],
    ["//v1/chat/completions", "Write POST /v1/chat/completions: with single slashes. "],
    ["/v1/v1/chat/completions", "Write POST /v1/chat/completions: the base URL of a client ends in /v1, once. "],
    ["/api/v1/chat/completions", "Write POST /v1/chat/completions: the base URL of a client ends in /v1, once. "],
    ["/openai/v1/chat/completions", "Write POST /v1/chat/completions: the base URL of a client ends in /v1, once. "],
    ["/V1/Chat/Completions", "Write POST /v1/chat/completions: the base URL of a client ends in /v1, once. "],
    ["/models", "Write GET /v1/models: the base URL of a client ends in /v1, once. "],
    ["/v1/models/", "Write GET /v1/models: without a slash at its end. "],
    ["/v1/models/plain/", "Write GET /v1/models/plain: without a slash at its end. "],
    ["/v1/models//plain", "Write GET /v1/models/plain: with single slashes. "],
    ["/api/v1/models/plain", "Write GET /v1/models/plain: the base URL of a client ends in /v1, once. "],
    ["/v1/model/moonshotai/kimi-k2.5", "Write GET /v1/models/moonshotai/kimi-k2.5: as OpenAI's API has it. "],
    ["http://127.0.0.1/v1/chat/completions", "Write POST /v1/chat/completions: without the host. "],
    ["/v1/health", "Write GET /health: the base URL of a client ends in /v1, once. "],
    ["/health/", "Write GET /health: without a slash at its end. "],
    ["/healthz", "The router's state is at GET /health and GET /ready. "],
    ["/api/chat", `Ollama's API is not served: ${chat}. `],
    ["/api/generate", `Ollama's API is not served: ${chat}. `],
    ["/api/tags", "Ollama's API is not served: GET /v1/models lists the models. "],
    ["/engines/gpt-4/chat/completions", `The model is a member of the body, not a part of the path: ${chat}. `],
    ["/v1/engines/davinci/completions", `The model is a member of the body, not a part of the path: ${chat}. `],
    [
      "/openai/deployments/gpt-4/chat/completions?api-version=1",
      `The model is a member of the body, not a part of the path: ${chat}. `,
    ],
    ["/model/moonshotai.kimi-k2.5/converse-stream", `Bedrock's API is not served, models of Bedrock are: ${chat}. `],
    ["/v1beta/models/gemini-pro:generateContent", `Gemini's API is not served: ${chat}. `],
    ["/v1/audio/speech", "Only chat completions and models of OpenAI's API are served. "],
    ["/docs", "The API is described at GET /openapi.json. "],
    ["/v1", "That is only the beginning of a path. "],
    ["/nothing", ""],
    ["/.env", ""],
    ["/v1/models/%zz", ""],
  ])("%s", async (path, advice) => {
    const server = await serving();
    const bare = path.split("?")[0];
    for (const method of ["GET", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"]) {
      const got = await ask(server, path, method);
      expect([method, got.status, got.headers["allow"]]).toEqual([method, 404, undefined]);
      expect(errorOf(got)).toEqual({
        message: `there is nothing at ${bare}. ${advice}${served}`,
        ...{ type: "invalid_request_error", param: null, code: "not_found" },
      });
    }
    const head = await ask(server, path, "HEAD");
    expect([head.status, head.text]).toEqual([404, ""]);
  });

  test.each([
    ["/messages", "Write POST /v1/messages: the base URL of a client ends in /v1, once. "],
    ["/v1/v1/messages", "Write POST /v1/messages: the base URL of a client ends in /v1, once. "],
    ["/anthropic/v1/messages", "Write POST /v1/messages: the base URL of a client ends in /v1, once. "],
    [
      "/anthropic/v1/messages/count_tokens?beta=true",
      "Write POST /v1/messages/count_tokens: the base URL of a client ends in /v1, once. ",
    ],
    ["/v1/messages/batches", "Batches are not served: send each message to POST /v1/messages. "],
    ["/v1/messages/batches/msgbatch_1/results", "Batches are not served: send each message to POST /v1/messages. "],
  ])("in Anthropic's envelope: %s", async (path, advice) => {
    const got = await ask(await serving(), path, "POST");
    expect(JSON.parse(got.text)).toEqual({
      type: "error",
      error: { type: "not_found_error", message: `there is nothing at ${path.split("?")[0]}. ${advice}${served}` },
      request_id: got.headers["request-id"],
    });
    expect([got.status, got.headers["request-id"]]).toEqual([404, got.headers["x-request-id"]]);
  });

  test("a long one, cut", async () => {
    const got = await ask(await serving(), `/${"x".repeat(5000)}`);
    expect(errorOf(got).message).toBe(`there is nothing at /${"x".repeat(99)}…. ${served}`);
  });

  test("only to a client that has the key", async () => {
    const server = await serving({ apiKey: "0123456789abcdef" });
    expect((await ask(server, "/v1/responses", "POST")).status).toBe(401);
  });
});

describe("a model", () => {
  const plain = { id: "plain", object: "model", created: 0, owned_by: "p", description: "d" };

  test.each([
    ["plain", "plain"],
    ["%70lain", "plain"],
    ["plain?x=1", "plain"],
    ["moonshotai/kimi-k2.5", "moonshotai/kimi-k2.5"],
    ["moonshotai%2Fkimi-k2.5", "moonshotai/kimi-k2.5"],
    ["a:b", "a:b"],
    ["a%3Ab", "a:b"],
    ["A", "A"],
    ["auto", "auto"],
  ])("is given by its id: %s", async (path, id) => {
    const server = await serving();
    const got = await ask(server, `/v1/models/${path}`);
    expect([got.status, JSON.parse(got.text).id]).toEqual([200, id]);
    const head = await ask(server, `/v1/models/${path}`, "HEAD");
    expect([head.status, head.text, head.headers["content-length"]]).toEqual([
      ...[200, "", got.headers["content-length"]],
    ]);
  });

  test("is the object that the list has", async () => {
    const server = await serving();
    expect(JSON.parse((await ask(server, "/v1/models/plain")).text)).toEqual(plain);
    const { data } = JSON.parse((await ask(server, "/v1/models")).text);
    for (const entry of data) {
      expect(JSON.parse((await ask(server, `/v1/models/${entry.id}`)).text)).toEqual(entry);
    }
  });

  test.each([
    ["nope", "nope"],
    ["Plain", "Plain"],
    ["moonshotai", "moonshotai"],
    ["plain%20", "plain "],
    ["%22%0A", '"\n'],
    ["{id}", "{id}"],
    ["__proto__", "__proto__"],
  ])("that is not there is named as a chat request would: %s", async (path, id) => {
    const got = await ask(await serving(), `/v1/models/${path}`);
    expect(got.status).toBe(404);
    expect(errorOf(got)).toEqual({
      message: `there is no model ${JSON.stringify(id)}; write auto, or one of: plain, moonshotai/kimi-k2.5, a:b, A`,
      ...{ type: "invalid_request_error", param: "model", code: "model_not_found" },
    });
  });

  test("is counted under one label", async () => {
    const server = await serving();
    for (const path of ["plain", "nope", "a%2Fb"]) await ask(server, `/v1/models/${path}`);
    const { text } = await ask(server, "/metrics");
    expect(text.match(/requests_total\{.*\} \d+/g)).toEqual([
      'requests_total{route="/v1/models/{id}",status="200"} 1',
      'requests_total{route="/v1/models/{id}",status="404"} 2',
    ]);
  });
});

test.each(["/", "/health", "/ready", "/routers", "/v1/models", "/metrics", "/openapi.json"])(
  "HEAD and OPTIONS of %s are answered without a body",
  async (path) => {
    const server = await serving();
    const head = await ask(server, path, "HEAD");
    const options = await ask(server, path, "OPTIONS");
    expect([head.status, head.text, options.status, options.text, options.headers["allow"]]).toEqual([
      ...[200, "", 204, "", "GET"],
    ]);
  },
);

/** What the server sends for these bytes until it closes the connection. */
function raw({ url }: RouterServer, bytes: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    let text = "";
    socket.on("data", (piece) => {
      text += String(piece);
    });
    socket.on("end", () => resolve(text));
    socket.on("error", reject);
  });
}

describe("what is no request is answered in the envelope, and the connection ends:", () => {
  test.each([
    ["TLS", "\u0016\u0003\u0001\u0002\u0000", 400, "unreadable_request"],
    ["a header without a name", "GET / HTTP/1.1\r\n: x\r\n\r\n", 400, "unreadable_request"],
    ["too large a head", `GET / HTTP/1.1\r\nhost: x\r\nx: ${"y".repeat(20_000)}\r\n\r\n`, 431, "unreadable_request"],
  ])("%s", async (_title, bytes, status, code) => {
    const got = await raw(await serving(), bytes);
    const [head = "", body = ""] = got.split("\r\n\r\n");
    expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} [A-Z]`));
    expect(head).toContain(`content-length: ${body.length}\r\nconnection: close`);
    expect(JSON.parse(body).error).toMatchObject({ type: "invalid_request_error", param: null, code });
  });

  test("too slow a head", async () => {
    const server = await serving({ headersTimeoutMs: 20, requestTimeoutMs: 20 });
    const got = await raw(server, "GET / HTTP/1.1\r\nhost: x\r\n");
    expect(got).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
    expect(JSON.parse(got.split("\r\n\r\n")[1] ?? "").error.code).toBe("unreadable_request");
  });

  test("too slow a body", async () => {
    const server = await serving({ headersTimeoutMs: 20, requestTimeoutMs: 20 });
    const head = `POST /v1/chat/completions HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n`;
    const got = await raw(server, `${head}content-length: 100\r\n\r\n{`);
    expect(got).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
  });

  test.each([
    ["/v1/realtime", "websocket", 404, "there is nothing at /v1/realtime: the sockets are at /v1/chat/ws"],
    ["/v1/chat/ws/", "websocket", 404, "there is nothing at /v1/chat/ws/: the sockets are at /v1/chat/ws"],
    ["/v1/chat/completions", "WebSocket", 404, "the sockets are at /v1/chat/ws"],
    ["/v1/chat/completions", "h2c", 400, "this server speaks HTTP/1.1 only"],
  ])("an upgrade at %s to %s", async (path, upgrade, status, message) => {
    const server = await serving();
    const lines = ["host: 127.0.0.1", "connection: upgrade", `upgrade: ${upgrade}`];
    const got = await raw(server, `GET ${path} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`);
    expect(got).toMatch(new RegExp(`^HTTP/1\\.1 ${status} (Not Found|Bad Request)\r\n`));
    expect(JSON.parse(got.split("\r\n\r\n")[1] ?? "").error).toMatchObject({
      message: expect.stringContaining(message),
      type: "invalid_request_error",
    });
  });
});
