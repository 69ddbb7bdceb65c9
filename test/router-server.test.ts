import net from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { WebSocket } from "ws";
import { createUpstreams } from "../src/router/relay/upstreams.js";
import { type RouterServer, serveRouter } from "../src/router/serve/http-server.js";
import { createRouter } from "../src/router/serve/router.js";
import { createLiveTransport } from "../src/wire/transport/live.js";
import { chunk, completion, event, json, sse, streamed } from "./router-faults/answers.js";
import type { Answer } from "./router-faults/ask-through.js";
import { atEnd } from "./support/at-end.js";
import { testLimitMs } from "./support/limits.js";
import { type RawServer, rawServer } from "./support/raw-server.js";
import { routerOf } from "./support/router-run.js";

const well = Buffer.concat([sse(streamed.map((data) => event(data)).join(""))]);

/** A router before one service. `serve`: members of its file. */
async function serving(
  answer: Answer,
  serve = "",
): Promise<RouterServer & { readonly service: RawServer; readonly port: number }> {
  const service = await rawServer(answer);
  const config = routerOf(`
serve: { port: 0, ${serve} }
reliability: { retries: 0, idle_ms: 600000 }
models: { one: { base_url: "${service.url}/v1", local: true } }
`);
  const live = createLiveTransport({ environment: {} });
  const router = createRouter({ config, askModel: createUpstreams(live.exchange), measured: null });
  const server = await serveRouter(() => router, { log: () => undefined });
  atEnd(live.close);
  atEnd(() => server.drain(0));
  return { ...server, service, port: Number(new URL(server.url).port) };
}

const question = (stream: boolean) =>
  JSON.stringify({ model: "one", stream, messages: [{ role: "user", content: "a" }] });

function post(url: string, stream: boolean, signal?: AbortSignal): Promise<Response> {
  const headers = { "content-type": "application/json" };
  return fetch(`${url}/v1/chat/completions`, {
    method: "POST",
    headers,
    body: question(stream),
    ...(signal ? { signal } : {}),
  });
}

test("a client that leaves in the middle of a stream takes the service's stream with it", async () => {
  const { url, service } = await serving(({ socket }) => {
    socket.write(sse(event(chunk({ content: "begun" }))));
  });
  const leaving = new AbortController();
  const response = await post(url, true, leaving.signal);
  const reader = response.body?.getReader();
  expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toContain("begun");
  leaving.abort();
  expect(service.connections).toHaveLength(1);
  await service.connections[0]?.closed;
});

test("a client that says its headers byte by byte is cut off, and keeps nobody waiting", async () => {
  const { url, port } = await serving(({ socket }) => socket.end(well), "headers_timeout_ms: 1000");
  const slow = net.connect(port, "127.0.0.1");
  let told = "";
  slow.on("data", (bytes) => {
    told += bytes;
  });
  slow.on("error", () => undefined);
  const ended = new Promise((resolve) => slow.once("close", resolve));
  const drip = setInterval(() => slow.write("x"), 50);
  slow.write("POST /v1/chat/completions HTTP/1.1\r\nhost: 127.0.0.1\r\nx-slow: ");
  expect((await post(url, true)).status).toBe(200);
  await ended;
  clearInterval(drip);
  expect(told).toMatch(/^HTTP\/1\.1 408 /);
});

test("1,000 sockets that say nothing take little, and the next question is answered", async () => {
  const { url, port } = await serving(({ socket }) => socket.end(well));
  const before = process.memoryUsage().rss;
  const sockets = Array.from({ length: 1_000 }, () => new WebSocket(`ws://127.0.0.1:${port}/v1/chat/ws`));
  await Promise.all(
    sockets.map((socket) => new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject))),
  );
  const response = await post(url, true);
  expect(await response.text()).toContain("[DONE]");
  // Both ends of each are in this process.
  expect((process.memoryUsage().rss - before) / 1_000).toBeLessThan(200 * 1024);
  for (const socket of sockets) socket.terminate();
});

test("a client that does not read holds up the service, not the router's memory", async () => {
  const limit = 50 * 1024 * 1024;
  let written = 0;
  const text = "x".repeat(60_000);
  const { port } = await serving(({ socket }) => {
    socket.write(sse(""));
    const more = () => {
      while (written < limit && !socket.destroyed) {
        written += text.length;
        if (!socket.write(event(chunk({ content: text })))) {
          socket.once("drain", more);
          return;
        }
      }
    };
    more();
  });
  const client = net.connect(port, "127.0.0.1");
  client.on("error", () => undefined);
  const body = question(true);
  client.write(
    `POST /v1/chat/completions HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  );
  client.pause();
  await expect.poll(() => written).toBeGreaterThan(100_000);
  // All ends of all connections are in this process: when the service waits through so many turns, it is held up.
  for (let last = 0, still = 0; still < 20; last = written) {
    await delay(20);
    still = written === last ? still + 1 : 0;
  }
  client.destroy();
  expect(written).toBeLessThan(limit);
});

test("what is under way is finished before the router goes down, and nothing new is begun", async () => {
  let finish: () => void = () => undefined;
  const { url, drain } = await serving(({ socket }) => {
    socket.write(sse(event(chunk({ content: "begun" }))));
    finish = () => void socket.end(event(chunk({ content: ", done" }, "stop")) + event("[DONE]"));
  });
  const response = await post(url, true);
  const down = drain(testLimitMs);
  await expect(post(url, true)).rejects.toThrow();
  finish();
  const text = await response.text();
  expect(text).toContain(", done");
  expect(text).toContain("[DONE]");
  await down;
});

test("more requests than may be under way at once are refused, and the next is taken once there is room", async () => {
  const held: (() => void)[] = [];
  const { url } = await serving(
    ({ socket }) => void held.push(() => socket.end(json(200, completion))),
    "max_requests: 2",
  );
  const first = [post(url, false), post(url, false)];
  await expect.poll(() => held.length).toBe(2);
  const refused = await post(url, false);
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "1"]);
  expect(await refused.json()).toMatchObject({ error: { code: "overloaded", param: null } });
  for (const release of held.splice(0)) release();
  expect((await Promise.all(first)).map(({ status }) => status)).toEqual([200, 200]);
  const next = post(url, false);
  await expect.poll(() => held.length).toBe(1);
  held[0]?.();
  expect((await next).status).toBe(200);
});

test("more connections than may be are not taken", async () => {
  const { port, url } = await serving(({ socket }) => socket.end(json(200, completion)), "max_connections: 2");
  const sockets = Array.from({ length: 2 }, () => net.connect(port, "127.0.0.1"));
  await Promise.all(sockets.map((socket) => new Promise((resolve) => socket.once("connect", resolve))));
  await expect(post(url, false)).rejects.toThrow();
  for (const socket of sockets) socket.destroy();
  await expect
    .poll(() =>
      post(url, false).then(
        ({ status }) => status,
        () => 0,
      ),
    )
    .toBe(200);
});
