import { afterEach, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { connectTo } from "../../../test/support/router-socket.js";
import { plainConfig, plainModel, scriptedRouter, textReply } from "../../../test/support/scripted-router.js";
import type { ChatEvent } from "../../chat/event.js";
import { asChatEvents } from "../../chat/events.js";
import type { ServeConfig } from "../config/router-config.js";
import { type RouterServer, serveRouter } from "./http-server.js";
import { createRouter, type Router } from "./router.js";

const servers: RouterServer[] = [];
const sockets: WebSocket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate();
  await Promise.all(servers.splice(0).map(({ drain }) => drain(0)));
});

const models = [plainModel("a")];
const answering = (serve: Partial<ServeConfig> = {}) =>
  scriptedRouter(plainConfig(models, { serve }), { a: [textReply("4", "2")] }).router;
/** A router whose model sends nothing until its caller has gone. */
const waiting = (serve: Partial<ServeConfig> = {}): Router =>
  createRouter({
    ...{ config: plainConfig(models, { serve }), measured: null, rank: null },
    askModel: (_model, _asked, signal) => {
      async function* nothing(): AsyncGenerator<never> {
        await new Promise<void>((resolve) => signal.addEventListener("abort", resolve));
      }
      return asChatEvents(nothing());
    },
  });

async function connect(router: Router, protocols: readonly string[] = []) {
  const { socket, until } = await connectTo(router, protocols);
  const frames = async (count: number) => (await until(count)).map((text) => JSON.parse(text));
  return { socket, frames, until, send: (frame: unknown) => socket.send(JSON.stringify(frame)) };
}

const messages = [{ role: "user", content: "15 + 27?" }];
const errorOf = (message: string, param: string | null = null) => ({
  error: { message, type: "invalid_request_error", param, code: "invalid_request" },
});

describe("a request on a socket", () => {
  test("is answered by chunks, each with its id, and then by done", async () => {
    const { send, frames } = await connect(answering());
    send({ id: "r-1", model: "a", messages });
    const received = await frames(4);
    expect(received).toMatchObject([
      { choices: [{ delta: { content: "4" } }] },
      { choices: [{ delta: { content: "2" } }] },
      { choices: [{ finish_reason: "stop" }] },
      { done: true },
    ]);
    expect(received.map(({ request_id: id }) => id)).toEqual(Array(4).fill("r-1"));
    expect(received[3]).toEqual({ done: true, request_id: "r-1" });
  });

  test("that is a question is answered by its texts alone", async () => {
    const { send, frames } = await connect(answering());
    send({ message: "15 + 27?" });
    expect(await frames(3)).toEqual([{ content: "4" }, { content: "2" }, { done: true }]);
  });

  test("is answered by SSE text where that was agreed", async () => {
    const { send, until, socket } = await connect(answering(), ["other", "sse"]);
    expect(socket.protocol).toBe("sse");
    send({ id: "", model: "a", messages });
    const received = await until(5);
    expect(received.slice(0, 4).map((text) => /^data: .+\n\n$/.test(text))).toEqual(Array(4).fill(true));
    expect(received.slice(3)).toEqual(["data: [DONE]\n\n", '{"done":true,"request_id":""}']);
  });

  test.each([[[]], [["sse"]]])(
    "hears at its end what was not carried over, with the subprotocols %j",
    async (protocols) => {
      const late: ChatEvent = { kind: "tool-call-start", part: 1, id: null, name: "f", argumentsText: "{}" };
      const [start, text, delta, ...rest] = textReply("4");
      const reply = [start, text, delta, late, ...rest].flatMap((event) => event ?? []);
      const { router } = scriptedRouter(plainConfig(models), { a: [reply] });
      const { send, until } = await connect(router, protocols);
      send({ id: 1, model: "a", messages, stream_options: { x: 1 } });
      for (;;) {
        const [frame = ""] = await until(1);
        if (!frame.startsWith('{"done"')) continue;
        const first = "not-carried: stream_options.x: not an option of this server";
        const second = expect.stringMatching(/^a warns: tool-call-id-derived: /);
        expect(JSON.parse(frame)).toEqual({ done: true, warnings: [first, second], request_id: 1 });
        return;
      }
    },
  );

  test("that is refused says why, and is done", async () => {
    const { send, frames } = await connect(answering());
    send({ id: "r-1", model: "z", messages });
    expect(await frames(2)).toMatchObject([
      { error: { code: "model_not_found", param: "model" }, request_id: "r-1" },
      { done: true, request_id: "r-1" },
    ]);
  });

  test.each(["{", "[]", '"x"', "null"])("is none: %s", async (text) => {
    const { socket, frames } = await connect(answering());
    socket.send(text);
    expect(await frames(1)).toEqual([errorOf("a frame must be a JSON object")]);
  });

  test("in bytes is none", async () => {
    const { socket, frames } = await connect(answering());
    socket.send(Buffer.from(JSON.stringify({ message: "hi" })));
    expect(await frames(1)).toEqual([errorOf("a frame must be a JSON object")]);
  });

  test("under an id that is under way is refused, and the first one goes on until it is cancelled", async () => {
    const { send, frames } = await connect(waiting());
    for (let at = 0; at < 2; at += 1) send({ id: "r-1", model: "a", messages });
    expect(await frames(1)).toEqual([
      { ...errorOf('a request with the id "r-1" is in progress', "id"), request_id: "r-1" },
    ]);
    send({ cancel: "r-2" });
    send({ cancel: "r-1" });
    const last = (await frames(2)).at(-1);
    expect(last).toEqual({ done: true, cancelled: true, request_id: "r-1" });
    send({ id: "r-1", model: "a", messages });
    send({ cancel: "r-1" });
    expect((await frames(2)).at(-1)).toMatchObject({ cancelled: true });
  });

  test("is one too many after sixteen", async () => {
    const { send, frames } = await connect(waiting());
    for (let at = 0; at < 17; at += 1) send({ id: `r-${at}`, model: "a", messages });
    expect(await frames(2)).toEqual([
      { ...errorOf("at most 16 requests at once"), request_id: "r-16" },
      { done: true, request_id: "r-16" },
    ]);
  });

  test("has its place among all that are under way, and gives it back", async () => {
    const { send, frames } = await connect(waiting({ maxRequests: 1 }));
    send({ id: "r-1", model: "a", messages });
    send({ id: "r-2", model: "a", messages });
    expect(await frames(2)).toEqual([
      {
        error: {
          message: "too many requests are in progress; try again later",
          ...{ type: "server_error", param: null, code: "overloaded" },
        },
        request_id: "r-2",
      },
      { done: true, request_id: "r-2" },
    ]);
    send({ cancel: "r-1" });
    await frames(2);
    send({ id: "r-3", model: "a", messages });
    send({ cancel: "r-3" });
    expect((await frames(2)).at(-1)).toMatchObject({ cancelled: true, request_id: "r-3" });
  });

  test("that meets a fault of ours says so and no more", async () => {
    const broken: Router = {
      ...answering(),
      askModel: () => {
        throw new RangeError("own fault");
      },
    };
    const { send, frames } = await connect(broken);
    send({ id: "r-1", model: "a", messages });
    expect(await frames(2)).toEqual([
      {
        error: { message: "the router itself failed", type: "server_error", param: null, code: "internal_error" },
        request_id: "r-1",
      },
      { done: true, request_id: "r-1" },
    ]);
  });
});

test("a client that leaves takes its requests with it", async () => {
  let ended = 0;
  const router = waiting();
  const all = new Promise<void>((resolve) => {
    const { askModel } = router;
    Object.assign(router, {
      askModel: ((name, asked, signal) => {
        signal.addEventListener("abort", () => {
          ended += 1;
          if (ended === 2) resolve();
        });
        return askModel(name, asked, signal);
      }) satisfies Router["askModel"],
    });
  });
  const { send, socket, frames } = await connect(router);
  for (const id of ["r-1", "r-2", "r-2"]) send({ id, model: "a", messages });
  await frames(1);
  socket.close();
  await all;
  expect(ended).toBe(2);
});

/** The router's answer to a refused socket. */
async function refused(serve: Partial<ServeConfig>, path: string, headers: Readonly<Record<string, string>>) {
  const server = await serveRouter(() => answering(serve), { log: () => undefined });
  servers.push(server);
  const socket = new WebSocket(`${server.url.replace("http", "ws")}${path}`, { headers });
  sockets.push(socket);
  return new Promise<readonly [number, string]>((resolve, reject) => {
    socket.on("open", () => resolve([101, ""]));
    socket.on("error", () => undefined);
    socket.on("unexpected-response", (_request, response) => {
      let text = "";
      response.on("data", (piece) => {
        text += String(piece);
      });
      response.on("end", () => resolve([response.statusCode ?? 0, JSON.parse(text).error.message]));
      response.on("error", reject);
    });
  });
}

test.each([
  ["/v1/chat/ws", {}, {}, 101, ""],
  ["/v1/chat/ws?x=1", {}, {}, 101, ""],
  ["/v1/chat", {}, {}, 404, "the sockets are at /v1/chat/ws and /v1/responses"],
  ["/v1/responses", {}, {}, 101, ""],
  ["/v1/responses/", {}, {}, 404, "the sockets are at"],
  ["/v1/messages", {}, {}, 404, "the sockets are at"],
  ["/v1/responses", {}, { host: "evil.test" }, 403, "serve.allowed_hosts"],
  ["/v1/responses", {}, { origin: "https://evil.test" }, 403, "serve.allowed_origins"],
  ["/v1/responses", { apiKey: "0123456789abcdef" }, {}, 401, "Authorization: Bearer"],
  ["/v1/responses", { apiKey: "0123456789abcdef" }, { authorization: "Bearer 0123456789abcdef" }, 101, ""],
  ["/v1/chat/ws", {}, { host: "evil.test" }, 403, "serve.allowed_hosts"],
  ["/v1/chat/ws", {}, { origin: "https://evil.test" }, 403, "serve.allowed_origins"],
  ["/v1/chat/ws", { apiKey: "0123456789abcdef" }, {}, 401, "Authorization: Bearer"],
  ["/v1/chat/ws", { apiKey: "0123456789abcdef" }, { authorization: "Bearer 0123456789abcdef" }, 101, ""],
])("a socket at %s of %j with %j is answered by %d", async (path, serve, headers, status, message) => {
  const [got, body] = await refused(serve, path, headers);
  expect(got).toBe(status);
  expect(body).toContain(message);
});
