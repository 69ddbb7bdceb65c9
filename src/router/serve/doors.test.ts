import { request } from "node:http";
import { connect } from "node:net";
import { describe, expect, test } from "vitest";
import { atEnd } from "../../../test/support/at-end.js";
import {
  failedReply,
  plainConfig,
  plainFailure,
  plainModel,
  scriptedRouter,
  textReply,
} from "../../../test/support/scripted-router.js";
import type { ChatEvent } from "../../chat/event.js";
import type { ServeConfig } from "../config/router-config.js";
import { type RouterServer, serveRouter } from "./http-server.js";
import type { RouterParts } from "./router.js";

type Given = {
  readonly serve?: Partial<ServeConfig>;
  readonly replies?: readonly (readonly ChatEvent[])[];
  readonly parts?: Partial<Omit<RouterParts, "config" | "askModel">>;
};

async function serving({ serve = {}, replies = [textReply("42")], parts = {} }: Given = {}) {
  const models = [plainModel("kimi", { description: "d" }), plainModel("moonshotai/kimi-k2.5")];
  const { router, asked } = scriptedRouter(plainConfig(models, { serve }), { kimi: replies }, parts);
  const lines: string[] = [];
  const server = await serveRouter(() => router, { log: (line) => lines.push(line) });
  atEnd(() => server.drain(0));
  return { server, router, asked, lines };
}

type Got = { readonly status: number; readonly headers: Record<string, unknown>; readonly text: string };

function ask(
  { url }: RouterServer,
  path: string,
  { method = "POST", headers = {}, body }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Got> {
  return new Promise((resolve, reject) => {
    const json = method === "POST" ? { "content-type": "application/json" } : {};
    const asked = request(`${url}${path}`, { method, headers: { ...json, ...headers }, agent: false }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (piece: string) => {
        text += piece;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    });
    asked.on("error", reject);
    asked.end(body);
  });
}

const bodies = {
  "/v1/chat/completions": { model: "kimi", messages: [{ role: "user", content: "15 + 27?" }] },
  "/v1/responses": { model: "kimi", input: "15 + 27?" },
  "/v1/messages": { model: "kimi", max_tokens: 100, messages: [{ role: "user", content: "15 + 27?" }] },
  "/v1/messages/count_tokens": { model: "kimi", messages: [{ role: "user", content: "15 + 27?" }] },
};
const paths = Object.keys(bodies) as (keyof typeof bodies)[];
const isAnthropic = (path: string) => path.startsWith("/v1/messages");
const textOf = (path: keyof typeof bodies, change: object = {}) => JSON.stringify({ ...bodies[path], ...change });

/** The error of an answer, after the envelope was looked at: [type, code], of Anthropic's [type]. */
function errorIn(path: string, { headers, text }: Got): readonly unknown[] {
  const body = JSON.parse(text);
  if (!isAnthropic(path)) {
    expect([Object.keys(body), Object.keys(body.error).sort()]).toEqual([
      ["error"],
      ["code", "message", "param", "type"],
    ]);
    return [body.error.type, body.error.code];
  }
  expect([Object.keys(body), Object.keys(body.error)]).toEqual([
    ["type", "error", "request_id"],
    ["type", "message"],
  ]);
  expect([body.type, body.request_id]).toEqual(["error", headers["request-id"] ?? expect.any(String)]);
  return [body.error.type];
}

/** What every path answers: OpenAI's type and code, and Anthropic's type. */
type Row = readonly [
  title: string,
  status: number,
  openAi: readonly [string, string],
  anthropic: string,
  ask: (path: keyof typeof bodies) => Promise<Got>,
];

describe("a fault of HTTP is told in the envelope of the path's API:", () => {
  const rows: readonly Row[] = [
    [
      "no key",
      401,
      ["authentication_error", "invalid_api_key"],
      "authentication_error",
      async (path) => {
        const { server } = await serving({ serve: { apiKey: "0123456789abcdef" } });
        return ask(server, path, { body: textOf(path) });
      },
    ],
    [
      "another host",
      403,
      ["invalid_request_error", "host_not_allowed"],
      "permission_error",
      async (path) => {
        return ask((await serving()).server, path, { headers: { host: "evil.test" }, body: textOf(path) });
      },
    ],
    [
      "another method",
      405,
      ["invalid_request_error", "method_not_allowed"],
      "invalid_request_error",
      async (path) => {
        const got = await ask((await serving()).server, path, { method: "GET" });
        expect(got.headers["allow"]).toBe("POST");
        return got;
      },
    ],
    [
      "too large a body",
      413,
      ["invalid_request_error", "body_too_large"],
      "request_too_large",
      async (path) => {
        return ask((await serving()).server, path, { body: textOf(path, { pad: "x".repeat(10_000) }) });
      },
    ],
    [
      "a body in gzip",
      415,
      ["invalid_request_error", "unsupported_encoding"],
      "invalid_request_error",
      async (path) => {
        return ask((await serving()).server, path, { headers: { "content-encoding": "gzip" }, body: textOf(path) });
      },
    ],
    [
      "a body of text",
      415,
      ["invalid_request_error", "unsupported_media_type"],
      "invalid_request_error",
      async (path) => {
        return ask((await serving()).server, path, { headers: { "content-type": "text/plain" }, body: textOf(path) });
      },
    ],
    [
      "no JSON",
      400,
      ["invalid_request_error", "invalid_json"],
      "invalid_request_error",
      async (path) => {
        return ask((await serving()).server, path, { body: "{" });
      },
    ],
    [
      "a model that is not there",
      404,
      ["invalid_request_error", "model_not_found"],
      "not_found_error",
      async (path) => {
        return ask((await serving()).server, path, { body: textOf(path, { model: "gpt" }) });
      },
    ],
    [
      "too many requests at once",
      503,
      ["server_error", "overloaded"],
      "overloaded_error",
      async (path) => {
        const { server } = await serving({ serve: { maxRequests: 0 } });
        return ask(server, path, { body: textOf(path) });
      },
    ],
    [
      "a fault of the router",
      500,
      ["server_error", "internal_error"],
      "api_error",
      async (path) => {
        const fails = () => {
          throw new Error("secret");
        };
        const { server, router, lines } = await serving();
        Object.defineProperty(router, "deciding", { get: fails });
        const got = await ask(server, path, { body: textOf(path) });
        expect(lines).toEqual([expect.stringContaining("Error: secret")]);
        return got;
      },
    ],
  ];
  for (const [title, status, openAi, anthropic, act] of rows) {
    test.each(paths)(`${title} at %s`, async (path) => {
      const got = await act(path);
      expect(got.status).toBe(status);
      expect(errorIn(path, got)).toEqual(isAnthropic(path) ? [anthropic] : openAi);
    });
  }

  test.each(paths)("bytes that are no HTTP/1.1 after the path %s", async (path) => {
    const { server } = await serving();
    const { hostname, port } = new URL(server.url);
    const text = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), hostname, () => socket.write(`POST ${path} HTTP/1.1\r\n: x\r\n\r\n`));
      let all = "";
      socket.on("data", (piece) => {
        all += String(piece);
      });
      socket.on("end", () => resolve(all)).on("error", reject);
    });
    const [head = "", body = ""] = text.split("\r\n\r\n");
    expect(head).toMatch(/^HTTP\/1\.1 400 /);
    expect(errorIn(path, { status: 400, headers: {}, text: body })).toEqual(
      isAnthropic(path) ? ["invalid_request_error"] : ["invalid_request_error", "unreadable_request"],
    );
  });
});

describe("what a stream could not carry over stands in a comment before the events that it is about, once:", () => {
  const gizmo = (part: number): readonly ChatEvent[] => [
    { kind: "other-part", part, raw: { gizmo: part } },
    { kind: "part-end", part },
  ];
  const [start, ...rest] = textReply("42");
  const opening: readonly ChatEvent[] = start === undefined ? [] : [start];
  const rows = [
    ["/v1/chat/completions", "choices[0].message: a part gizmo of a kind that this API has no member for"],
    ["/v1/responses", "output: a part gizmo of a kind that this API has no item for"],
    ["/v1/messages", "content[0]: a part of a kind that this API has no block for"],
  ] as const;
  const comments = (text: string) =>
    text.split("\n\n").filter((one) => one.startsWith(": ") && one.includes("other-part-dropped"));

  test.each(rows)("%s", async (path, words) => {
    const late = rest.map((event) => ("part" in event ? { ...event, part: 2 } : event));
    const { server } = await serving({ replies: [[...opening, ...gizmo(0), ...gizmo(1), ...late]] });
    const { text } = await ask(server, path, { body: textOf(path, { stream: true }) });
    expect(comments(text)).toEqual([`: llm-parity kimi warns: other-part-dropped: ${words}`]);
    expect(text.indexOf("other-part-dropped")).toBeLessThan(text.indexOf('"42"'));
  });

  test.each(rows)("%s, also where the reply breaks after them", async (path, words) => {
    const failed: ChatEvent = { kind: "reply-failed", failure: plainFailure("truncated") };
    const said: readonly ChatEvent[] = [
      { kind: "text-start", part: 0 },
      { kind: "text-delta", part: 0, text: "4" },
      { kind: "part-end", part: 0 },
    ];
    const { server } = await serving({ replies: [[...opening, ...said, ...gizmo(1), failed]] });
    const { text } = await ask(server, path, { body: textOf(path, { stream: true }) });
    const shown = words.replace("content[0]", "content[1]");
    // A part of Responses is written where the next one begins, and none does.
    expect(comments(text)).toEqual(
      path === "/v1/responses" ? [] : [`: llm-parity kimi warns: other-part-dropped: ${shown}`],
    );
    expect(text).toContain("cut off");
  });
});

test.each(paths)("each answer of %s has the request's id, in Anthropic's header too", async (path) => {
  const { headers } = await ask((await serving()).server, `${path}?beta=true`, { body: textOf(path) });
  expect(headers["x-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
  expect(headers["request-id"]).toBe(isAnthropic(path) ? headers["x-request-id"] : undefined);
});

test.each(paths)("a client of %s may send its key in either header", async (path) => {
  const { server } = await serving({ serve: { apiKey: "0123456789abcdef" } });
  for (const headers of [{ authorization: "Bearer 0123456789abcdef" }, { "x-api-key": "0123456789abcdef" }]) {
    const { status } = await ask(server, path, { headers: headers as Record<string, string>, body: textOf(path) });
    expect(status).toBe(path === "/v1/messages/count_tokens" ? 404 : 200);
  }
});

describe("models", () => {
  const headers = { "anthropic-version": "2023-06-01" };
  const ids = ["kimi", "moonshotai/kimi-k2.5", "auto"];

  test("are told in OpenAI's form, and in Anthropic's to its clients", async () => {
    const { server } = await serving();
    const openAi = JSON.parse((await ask(server, "/v1/models", { method: "GET" })).text);
    expect([openAi.object, openAi.data.map(({ id }: { id: string }) => id)]).toEqual(["list", ids]);
    const got = await ask(server, "/v1/models?limit=1000", { method: "GET", headers });
    const { data, ...page } = JSON.parse(got.text);
    expect(page).toEqual({ has_more: false, first_id: "kimi", last_id: "auto" });
    expect(data.map(({ id, type }: { id: string; type: string }) => [id, type])).toEqual(
      ids.map((id) => [id, "model"]),
    );
    expect(data[0]).toMatchObject({ display_name: "kimi", created_at: "1970-01-01T00:00:00Z" });
  });

  test("are told one by one", async () => {
    const { server } = await serving();
    const one = async (path: string, given: Record<string, string>) =>
      JSON.parse((await ask(server, path, { method: "GET", headers: given })).text);
    for (const id of ids) {
      expect(await one(`/v1/models/${id}`, headers)).toMatchObject({ type: "model", id });
      expect(await one(`/v1/models/${id}`, { "x-api-key": "x" })).toMatchObject({ type: "model", id });
      expect(await one(`/v1/models/${id}`, {})).toMatchObject({ object: "model", id });
    }
    expect(await one("/v1/models/gpt", headers)).toMatchObject({ type: "error", error: { type: "not_found_error" } });
  });
});

describe("a count of tokens", () => {
  const path = "/v1/messages/count_tokens";

  test("is that of the model's service, with what it could not count", async () => {
    const calls: unknown[] = [];
    const countModel: RouterParts["countModel"] = async ({ name }, { request }) => {
      calls.push([name, request.messages.length]);
      return { kind: "counted", inputTokens: 42, warnings: [{ id: "w", field: "topK", message: "topK is left out" }] };
    };
    const { server, asked } = await serving({ parts: { countModel } });
    const got = await ask(server, path, { body: textOf(path, { top_k: 3 }) });
    expect([got.status, JSON.parse(got.text), calls, asked]).toEqual([200, { input_tokens: 42 }, [["kimi", 1]], []]);
    expect(got.headers).toMatchObject({
      "x-llm-parity-model": "kimi",
      "x-llm-parity-warnings": "w: top_k: top_k is left out",
    });
  });

  test("is 404 where the service does not count", async () => {
    const got = await ask((await serving()).server, path, { body: textOf(path) });
    expect([got.status, JSON.parse(got.text).error]).toEqual([
      404,
      {
        type: "not_found_error",
        message: "The service of kimi does not count tokens, and the router does not estimate them.",
      },
    ]);
  });

  test("is a fault of the service where it fails", async () => {
    const failure = plainFailure("throttled", { status: 429, retryAfterMs: 2000 });
    const countModel: RouterParts["countModel"] = async () => ({ kind: "failed", failure, warnings: [] });
    const got = await ask((await serving({ parts: { countModel } })).server, path, { body: textOf(path) });
    expect([got.status, got.headers["retry-after"], JSON.parse(got.text).error.type]).toEqual([
      ...[429, "2", "rate_limit_error"],
    ]);
  });

  test("is refused by the member at fault, and beyond the limit of messages", async () => {
    const { server } = await serving({ serve: { maxMessages: 1 } });
    const two = [...bodies[path].messages, ...bodies[path].messages];
    for (const [change, message] of [
      [{ messages: "x" }, "messages"],
      [{ messages: two }, "At most 1 messages"],
    ] as const) {
      const got = await ask(server, path, { body: textOf(path, change) });
      expect([got.status, JSON.parse(got.text).error.message]).toEqual([400, expect.stringContaining(message)]);
    }
  });

  test("is counted under its own path in the metrics", async () => {
    const { server } = await serving();
    await ask(server, path, { body: textOf(path) });
    const { text } = await ask(server, "/metrics", { method: "GET" });
    expect(text).toContain('requests_total{route="/v1/messages/count_tokens",status="404"} 1');
  });
});

test.each(["/v1/responses", "/v1/messages"] as const)(
  "a refused stream of %s is an error with a status",
  async (path) => {
    const { server } = await serving({ replies: [failedReply(plainFailure("unavailable"))] });
    const got = await ask(server, path, { body: textOf(path, { stream: true }) });
    expect([got.status, got.headers["content-type"]]).toEqual([503, "application/json; charset=utf-8"]);
    errorIn(path, got);
  },
);

test("the description of the API has every path that is served", async () => {
  const { server } = await serving();
  const { paths: described } = JSON.parse((await ask(server, "/openapi.json", { method: "GET" })).text);
  for (const path of paths) expect(Object.keys(described[path])).toEqual(["post"]);
});
