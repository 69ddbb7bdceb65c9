import { request } from "node:http";
import { afterEach, describe, expect, test } from "vitest";
import { plainConfig, plainModel, scriptedRouter, textReply } from "../../../test/support/scripted-router.js";
import type { ServeConfig } from "../config/router-config.js";
import { type RouterServer, serveRouter } from "./http-server.js";
import type { Router } from "./router.js";

const open: RouterServer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map(({ drain }) => drain(0)));
});

const models = [plainModel("a", { description: "d" }), plainModel("b")];
const routerOf = (serve: Partial<ServeConfig> = {}) =>
  scriptedRouter(plainConfig(models, { serve }), { a: [textReply("42")] }).router;

async function serving(router: Router, log: (line: string) => void = () => undefined): Promise<RouterServer> {
  const server = await serveRouter(() => router, { log });
  open.push(server);
  return server;
}

type Got = { readonly status: number; readonly headers: Record<string, string>; readonly body: string };

/** Asks with exactly these headers, which `fetch` would not do. */
function ask(
  { url }: RouterServer,
  path: string,
  { method = "GET", headers = {}, body }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Got> {
  return new Promise((resolve, reject) => {
    const asked = request(`${url}${path}`, { method, headers, agent: false }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (piece: string) => {
        text += piece;
      });
      response.on("end", () => {
        const headers = Object.entries(response.headers).map(([name, value]) => [name, String(value)]);
        resolve({ status: response.statusCode ?? 0, headers: Object.fromEntries(headers), body: text });
      });
    });
    asked.on("error", reject);
    asked.end(body);
  });
}
const json = { "content-type": "application/json" };
const question = JSON.stringify({ model: "a", messages: [{ role: "user", content: "15 + 27?" }] });
const chat = (server: RouterServer, change: { headers?: Record<string, string>; body?: string } = {}) =>
  ask(server, "/v1/chat/completions", { method: "POST", headers: json, body: question, ...change });
const codeOf = ({ status, body }: Got) => {
  const { error } = JSON.parse(body);
  return `${status} ${error.type} ${error.code}`;
};

test("pages are told as JSON with their length, an id of their own and no guess at their type", async () => {
  const server = await serving(routerOf());
  const got = await ask(server, "/?x=1");
  expect(got).toMatchObject({
    status: 200,
    headers: {
      "content-type": "application/json; charset=utf-8",
      "content-length": String(got.body.length),
      "x-content-type-options": "nosniff",
      "x-request-id": expect.stringMatching(/^[0-9a-f-]{36}$/),
    },
  });
  expect(JSON.parse(got.body)).toEqual({
    ...{ name: "llm-parity router", strategy: "round_robin", models: ["a", "b"], api: "/openapi.json" },
  });
  const page = async (path: string) => JSON.parse((await ask(server, path)).body);
  expect(await page("/health")).toEqual({ status: "ok" });
  expect(await page("/routers")).toEqual({
    available_routers: ["random", "round_robin", "priority", "rules", "llm", "llmrouter", "compatibility"],
    current: "round_robin",
  });
  expect(await page("/v1/models")).toEqual({
    object: "list",
    data: [
      { id: "a", object: "model", created: 0, owned_by: "p", description: "d" },
      { id: "b", object: "model", created: 0, owned_by: "p", description: "" },
      { id: "auto", object: "model", created: 0, owned_by: "llm-parity", description: "The router chooses." },
    ],
  });
  expect(await page("/openapi.json")).toMatchObject({ openapi: "3.1.0" });
  expect((await ask(server, "/health", { method: "HEAD" })).status).toBe(200);
});

test.each([
  ["GET", "/nothing", "404 invalid_request_error not_found", undefined],
  ["GET", "/health/", "404 invalid_request_error not_found", undefined],
  ["POST", "/health", "405 invalid_request_error method_not_allowed", "GET"],
  ["DELETE", "/nothing", "404 invalid_request_error not_found", undefined],
  ["GET", "/v1/chat/completions", "405 invalid_request_error method_not_allowed", "POST"],
  ["DELETE", "/v1/models/a", "405 invalid_request_error method_not_allowed", "GET"],
  ["GET", "/v1/chat/ws", "426 invalid_request_error upgrade_required", undefined],
  ["POST", "/v1/chat/ws", "405 invalid_request_error method_not_allowed", "GET"],
])("%s %s is %s", async (method, path, expected, allow) => {
  const got = await ask(await serving(routerOf()), path, { method });
  expect([codeOf(got), got.headers["allow"]]).toEqual([expected, allow]);
});

test("the key is asked of every page but those of its health, and a missing one is told how to come", async () => {
  const apiKey = "0123456789abcdef";
  const server = await serving(routerOf({ apiKey }));
  const got = await ask(server, "/");
  expect([codeOf(got), got.headers["www-authenticate"]]).toEqual([
    "401 authentication_error invalid_api_key",
    "Bearer",
  ]);
  const statuses = await Promise.all(["/health", "/ready", "/metrics"].map((path) => ask(server, path)));
  expect(statuses.map(({ status }) => status)).toEqual([200, 200, 401]);
  expect((await ask(server, "/", { headers: { authorization: `Bearer ${apiKey}` } })).status).toBe(200);
  const foreign = await ask(server, "/health", { headers: { host: "evil.test" } });
  expect([codeOf(foreign), foreign.headers["www-authenticate"]]).toEqual([
    ...["403 invalid_request_error host_not_allowed", undefined],
  ]);
});

test("a page that may ask is told so, before and with its request, and no other is", async () => {
  const origin = "https://chat.example.org";
  const server = await serving(routerOf({ allowedOrigins: [origin] }));
  for (const method of ["OPTIONS", "GET"]) {
    const { status, headers } = await ask(server, "/", { method, headers: { origin } });
    expect(status).toBe(method === "OPTIONS" ? 204 : 200);
    expect(headers).toMatchObject({
      "access-control-allow-origin": origin,
      "access-control-allow-headers": "authorization, content-type",
      "access-control-expose-headers":
        "x-request-id, request-id, x-llm-parity-model, x-llm-parity-reason, x-llm-parity-attempts, x-llm-parity-warnings, " +
        "x-llm-parity-cost-usd, retry-after, x-should-retry",
      vary: "origin",
    });
  }
  const other = await ask(server, "/", { headers: { origin: "https://evil.test" } });
  expect([other.status, other.headers["access-control-allow-origin"]]).toEqual([403, undefined]);
  expect((await ask(server, "/")).headers["access-control-allow-origin"]).toBeUndefined();
});

test("a page's preflight needs no key and may name any headers, and no other OPTIONS goes without the key", async () => {
  const origin = "https://chat.example.org";
  const server = await serving(routerOf({ apiKey: "0123456789abcdef", allowedOrigins: [origin] }));
  const asked = "authorization,content-type,x-stainless-lang, X-Stainless-OS";
  const preflight = { origin, "access-control-request-method": "POST", "access-control-request-headers": asked };
  const options = (headers: Record<string, string>, path = "/v1/chat/completions") =>
    ask(server, path, { method: "OPTIONS", headers });
  expect(await options(preflight)).toMatchObject({
    status: 204,
    headers: { "access-control-allow-headers": asked, allow: "POST" },
  });
  const statuses = await Promise.all([
    options({ ...preflight, "access-control-request-headers": "a b\tc" }).then(
      ({ headers }) => headers["access-control-allow-headers"],
    ),
    options({ ...preflight, origin: "https://evil.test" }).then(({ status }) => status),
    options({ origin }).then(({ status }) => status),
    options({}).then(({ status }) => status),
    options(preflight, "/nothing").then(({ status }) => status),
    ask(server, "/v1/models", { headers: preflight }).then(({ status }) => status),
  ]);
  expect(statuses).toEqual(["authorization, content-type", 403, 401, 401, 404, 401]);
});

test("the router is ready while one model does not rest", async () => {
  const router = routerOf();
  const server = await serving(router);
  const ready = async () => {
    const { status, body } = await ask(server, "/ready");
    return [status, JSON.parse(body)];
  };
  const fail = (model: string) => {
    for (let at = 0; at < 3; at += 1) router.cooldown.recordFailure(model, router.now().getTime());
  };
  expect(await ready()).toEqual([200, { status: "ready", resting: [] }]);
  fail("a");
  expect(await ready()).toEqual([200, { status: "ready", resting: ["a"] }]);
  fail("b");
  expect(await ready()).toEqual([503, { status: "every model rests", resting: ["a", "b"] }]);
});

describe("a chat request", () => {
  test("is answered whole, with the headers of its answer", async () => {
    const got = await chat(await serving(routerOf()));
    expect(got).toMatchObject({ status: 200, headers: { "x-llm-parity-model": "a" } });
    expect(JSON.parse(got.body)).toMatchObject({ choices: [{ message: { content: "42" } }] });
  });

  test("is answered in pieces that no proxy keeps", async () => {
    const body = JSON.stringify({ ...JSON.parse(question), stream: true });
    const got = await chat(await serving(routerOf()), { body });
    expect(got).toMatchObject({
      status: 200,
      headers: {
        "content-type": "text/event-stream; charset=utf-8",
        "cache-control": "no-cache",
        "x-accel-buffering": "no",
        "x-llm-parity-model": "a",
      },
    });
    expect(got.body).toMatch(/data: \[DONE\]\n\n$/);
  });

  test("whose body is refused ends its connection", async () => {
    const server = await serving(routerOf({ maxBodyBytes: question.length }));
    expect((await chat(server)).status).toBe(200);
    const got = await chat(server, { body: `${question} ` });
    expect([codeOf(got), got.headers["connection"]]).toEqual(["413 invalid_request_error body_too_large", "close"]);
  });

  test("is one too many where as many are under way as may be, and leaves its place when it is done", async () => {
    const server = await serving(routerOf({ maxRequests: 1 }));
    expect([(await chat(server)).status, (await chat(server)).status]).toEqual([200, 200]);
    const full = await chat(await serving(routerOf({ maxRequests: 0 })));
    expect([codeOf(full), full.headers["retry-after"], full.headers["x-should-retry"]]).toEqual([
      ...["503 server_error overloaded", "1", "true"],
    ]);
  });

  test("that meets a fault of ours is told that, and the log says what", async () => {
    const lines: string[] = [];
    const broken: Router = {
      ...routerOf(),
      askModel: () => {
        throw new RangeError("own fault");
      },
    };
    const server = await serving(broken, (line) => lines.push(line));
    const got = await chat(server);
    expect([codeOf(got), got.headers["x-should-retry"]]).toEqual(["500 server_error internal_error", "false"]);
    expect(got.body).not.toContain("own fault");
    expect(lines).toEqual([
      expect.stringMatching(new RegExp(`^${got.headers["x-request-id"]} RangeError: own fault$`)),
    ]);
  });
});

test("requests are counted by route and status, and a path that is none is other", async () => {
  const server = await serving(routerOf());
  for (const path of ["/health?a", "/health", "/nothing", "/nowhere"]) await ask(server, path);
  const { headers, body } = await ask(server, "/metrics");
  expect(headers["content-type"]).toBe("text/plain; version=0.0.4; charset=utf-8");
  expect(body.split("\n").filter((line) => /^llm_parity_request(s_total|_seconds_count)/.test(line))).toEqual([
    'llm_parity_requests_total{route="/health",status="200"} 2',
    'llm_parity_requests_total{route="other",status="404"} 2',
    'llm_parity_request_seconds_count{route="/health"} 2',
    'llm_parity_request_seconds_count{route="other"} 2',
  ]);
});

test("an address that cannot be had is told", async () => {
  const server = await serving(routerOf());
  const port = Number(new URL(server.url).port);
  await expect(serveRouter(() => routerOf({ port }), { log: () => undefined })).rejects.toThrow("EADDRINUSE");
});
