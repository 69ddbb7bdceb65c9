import { describe, expect, test } from "vitest";
import type { Api, Client } from "../../chat/api.js";
import { foldAsync } from "../../chat/fold.js";
import { readingOf, textOf } from "../../chat/read-reply.js";
import type { Reply } from "../../chat/reply.js";
import { plainRequest } from "../../chat/request.js";
import type { Target } from "../../chat/target.js";
import { noQuirks, unknownCapabilities } from "../../chat/unset.js";
import { type Exchange, TransportError, type WireHeaders, type WireRequest } from "../../wire/exchange.js";
import { transportOf } from "../../wire/transport/faces.js";
import type { Connection, Credentials, Policy } from "../adapter.js";
import { openaiChat } from "./adapter.js";

const clients = ["http", "sdk"] as const;
const request = plainRequest("m", [{ role: "user", parts: [{ kind: "text", text: "Hi" }], name: null }]);

type Served = {
  readonly status?: number;
  readonly headers?: WireHeaders;
  readonly body: Uint8Array;
  readonly chunkBytes?: number;
  /** Breaks the body after its last byte. */
  readonly breaks?: TransportError;
};

const sse: WireHeaders = [
  ["content-type", "text/event-stream"],
  ["x-request-id", "req-7"],
];
const json: WireHeaders = [["content-type", "application/json"]];

async function* chunksOf({ body, chunkBytes, breaks }: Served): AsyncGenerator<Uint8Array> {
  const size = chunkBytes ?? Math.max(body.length, 1);
  for (let at = 0; at < body.length; at += size) yield body.subarray(at, at + size);
  if (breaks !== undefined) throw breaks;
}

function serve(served: Served, seen: WireRequest[] = []): Exchange {
  return async (asked) => {
    seen.push(asked);
    return { status: served.status ?? 200, headers: served.headers ?? sse, chunks: chunksOf(served) };
  };
}

type Asking = {
  readonly api?: Api;
  readonly signal?: AbortSignal;
  readonly credentials?: Credentials;
  readonly policy?: Policy;
  readonly target?: Partial<Target>;
};

async function ask(client: Client, exchange: Exchange, asking: Asking = {}): Promise<Reply> {
  const target: Target = {
    id: "m/p/api",
    model: "m",
    provider: "p",
    api: asking.api ?? "chat-completions-stream",
    providerModelId: "m-1",
    region: null,
    upstreamPin: null,
    upstreamName: null,
    baseUrl: "http://127.0.0.1:1/v1/",
    keyVariable: null,
    auth: "bearer",
    signingName: null,
    capabilities: unknownCapabilities,
    quirks: noQuirks,
    extra: { provider: { only: ["x"] } },
    price: null,
    sources: [],
    ...asking.target,
  };
  const connection: Connection = {
    target,
    transport: transportOf(exchange),
    credentials: asking.credentials ?? { kind: "recorded" },
    policy: asking.policy ?? "faithful",
    baseUrl: null,
  };
  const send = await openaiChat.open(client, connection);
  return foldAsync(send(request, asking.signal ?? new AbortController().signal));
}

const bytes = (text: string) => new TextEncoder().encode(text);
const line = (value: unknown) => `data: ${JSON.stringify(value)}\n\n`;
const delta = (of: object, finish: string | null = null) => ({
  id: "gen-1",
  model: "m-1",
  choices: [{ index: 0, delta: of, finish_reason: finish }],
});
const usage = { prompt_tokens: 12, completion_tokens: 5, total_tokens: 17 };

/** As OpenRouter sends it: comments, two chunks with the finish, usage beside the last of them. */
const gateway =
  ": OPENROUTER PROCESSING\n\n" +
  line({ ...delta({ role: "assistant", content: "" }), provider: "Moonshot AI" }) +
  line(delta({ content: "", reasoning: "Hm — " })) +
  line(delta({ content: "18 °C" })) +
  ": OPENROUTER PROCESSING\n\n" +
  line(delta({ content: "" }, "stop")) +
  line({ ...delta({ content: "" }, "stop"), usage }) +
  "data: [DONE]\n\n";

/** As OpenAI sends it: parallel calls in pieces, usage in a chunk of its own; CRLF line ends. */
const calls = (
  line(delta({ role: "assistant", content: null })) +
  line(
    delta({
      tool_calls: [{ index: 0, id: "functions.f:0", type: "function", function: { name: "f", arguments: "" } }],
    }),
  ) +
  line(delta({ tool_calls: [{ index: 0, function: { arguments: '{"city":"São' } }] })) +
  line(
    delta({
      tool_calls: [{ index: 1, id: "functions.f:1", type: "function", function: { name: "f", arguments: "{}" } }],
    }),
  ) +
  line(delta({ tool_calls: [{ index: 0, function: { arguments: ' Paulo"}' } }] })) +
  line(delta({}, "tool_calls")) +
  line({ id: "gen-1", choices: [], usage }) +
  "data: [DONE]\n\n"
).replaceAll("\n", "\r\n");

/** An error after text, then the end of the stream. */
const failing =
  line(delta({ content: "one" })) +
  line({
    id: "gen-1",
    error: { code: 502, message: "Provider disconnected" },
    choices: [{ index: 0, delta: { content: "" }, finish_reason: "error" }],
  }) +
  "data: [DONE]\n\n";

/** The finish twice, and the upstream's own word only beside the usage; `finish_reason: ""` before it. */
const brokenOff =
  line(delta({ role: "assistant", content: "High water " }, "")) +
  line(delta({ content: "at Whi" }, "")) +
  line(delta({ content: "" }, "stop")) +
  line({
    ...{ id: "gen-1", model: "m-1", usage },
    choices: [{ index: 0, delta: { content: "" }, finish_reason: "stop", native_finish_reason: "network_error" }],
  }) +
  "data: [DONE]\n\n";

describe("both clients", () => {
  test("read the upstream's word alike, also where it comes with the finish's second chunk", async () => {
    for (const client of clients) {
      const reply = await ask(client, serve({ body: bytes(brokenOff) }));
      expect(reply.finish).toEqual({ kind: "error", raw: "stop", nativeRaw: "network_error", stopSequence: null });
      expect([textOf(reply), reply.completeness]).toEqual(["High water at Whi", "complete"]);
      expect(reply.notes.map(({ id }) => id)).toEqual(["finish-blank", "finish-repeated"]);
    }
  });

  test.each([
    ["gateway", gateway, ["comments", "finish-repeated"]],
    ["calls", calls, []],
  ])("read the whole stream %s alike; only our own sees comments", async (_, text, notes) => {
    const [http, sdk] = await Promise.all(clients.map((client) => ask(client, serve({ body: bytes(text) }))));
    expect(http?.notes.map(({ id }) => id)).toEqual(notes);
    expect(sdk?.notes.map(({ id }) => id)).toEqual(notes.filter((id) => id !== "comments"));
    expect({ ...sdk, notes: [] }).toEqual({ ...http, notes: [] });
    expect(http).toMatchObject({ completeness: "complete", requestId: "req-7", usage: { outputTokens: 5 } });
  });

  test("read the error inside a stream alike", async () => {
    const replies = await Promise.all(clients.map((client) => ask(client, serve({ body: bytes(failing) }))));
    for (const reply of replies) {
      expect(reply).toMatchObject({
        completeness: "failed",
        parts: [{ text: "one" }],
        finish: null,
        failure: {
          kind: "unavailable",
          code: "502",
          message: "Provider disconnected",
          status: 200,
          requestId: "req-7",
        },
      });
    }
  });

  test.each([
    ["gateway", gateway],
    ["calls", calls],
    ["failing", failing],
  ])("read the stream %s alike wherever it is cut, however it is split", async (_, text) => {
    const whole = bytes(text);
    const different: unknown[] = [];
    // The ways of splitting take turns: an event is much longer than their number, so that each way meets a cut in each part of it.
    const ways = [
      ["http", 1],
      ["sdk", 7],
      ["http", 7],
    ] as const;
    for (let length = 0; length <= whole.length; length += 1) {
      const body = whole.subarray(0, length);
      const first = readingOf(await ask("http", serve({ body })));
      for (const [client, chunkBytes] of [
        ["sdk", undefined],
        ...ways.filter((_, at) => at === length % ways.length),
        ...(length % 16 === 0 ? [["sdk", 1] as const] : []),
      ] as const) {
        const served = chunkBytes === undefined ? { body } : { body, chunkBytes };
        const reading = readingOf(await ask(client, serve(served)));
        if (JSON.stringify(reading) !== JSON.stringify(first))
          different.push({ length, client, chunkBytes, reading, first });
      }
    }
    expect(different.slice(0, 2)).toEqual([]);
  });

  test("never call a stream complete before its finish, nor one that stops inside a later event", async () => {
    const whole = bytes(gateway);
    const finished = bytes(gateway.slice(0, gateway.indexOf('"stop"')));
    const firstFinish = whole.indexOf(10, finished.length) + 2;
    for (let length = 0; length <= whole.length; length += 1) {
      const { completeness } = await ask("http", serve({ body: whole.subarray(0, length) }));
      const between = new TextDecoder().decode(whole.subarray(0, length)).endsWith("\n\n");
      const expected = length < firstFinish ? "truncated" : between ? "complete" : "truncated-after-finish";
      expect([length, completeness]).toEqual([length, expected]);
    }
  });

  test.each([
    ["before the finish", gateway.slice(0, 300), "truncated"],
    ["after the finish", gateway.slice(0, gateway.indexOf("data: [DONE]")), "truncated-after-finish"],
  ])("read a reset %s as truncated", async (_, text, completeness) => {
    const breaks = () => new TransportError("reset", "the connection broke", { code: "ECONNRESET" });
    for (const client of clients) {
      const reply = await ask(client, serve({ body: bytes(text), breaks: breaks() }));
      expect([client, reply.completeness, reply.failure?.kind, reply.failure?.code]).toEqual([
        client,
        completeness,
        "truncated",
        "ECONNRESET",
      ]);
    }
  });

  test("S17 read a deadline of ours inside the body as a timeout", async () => {
    for (const client of clients) {
      const breaks = new TransportError("idle-timeout", "no byte came", { deadlineMs: 30 });
      const reply = await ask(client, serve({ body: bytes(gateway.slice(0, 300)), breaks }));
      expect(reply.failure).toMatchObject({ kind: "timeout", phase: "body", status: 200 });
    }
  });

  test.each([
    ["zero bytes", sse, "", { completeness: "truncated", failure: { kind: "truncated" } }],
    ["[DONE] alone", sse, "data: [DONE]\n\n", { completeness: "complete", parts: [], finish: null }],
    [
      "a text and [DONE] without a finish",
      sse,
      `${line(delta({ content: "x" }))}data: [DONE]\n\n`,
      {
        completeness: "complete",
        parts: [{ text: "x" }],
        finish: null,
        notes: [{ id: "finish-missing" }, { id: "usage-missing" }],
      },
    ],
    [
      "a chunk that is not JSON",
      sse,
      `${line(delta({ content: "x" }))}data: {nope\n\n`,
      { completeness: "failed", failure: { kind: "protocol" } },
    ],
    [
      "one JSON body",
      json,
      '{"choices":[{"message":{"content":"x"},"finish_reason":"stop"}]}',
      { completeness: "complete", parts: [{ text: "x" }], notes: [{ id: "other-shape" }, { id: "usage-missing" }] },
    ],
    [
      "an error object",
      json,
      '{"error":{"code":429,"message":"slow"}}',
      { completeness: "failed", failure: { kind: "throttled", phase: "body" } },
    ],
    [
      "an HTML page",
      [["content-type", "text/html"]],
      "<html><title>Login</title></html>",
      { completeness: "failed", failure: { kind: "protocol", phase: "body" } },
    ],
    [
      "what came after [DONE]",
      sse,
      `${line(delta({ content: "x" }, "stop"))}data: [DONE]\n\n${line({ error: { message: "gone" } })}x`,
      {
        completeness: "complete",
        notes: [{ id: "error-after-done" }, { id: "bytes-after-done" }, { id: "usage-missing" }],
      },
    ],
  ] as const)("read %s in answer to a stream request alike", async (_, headers, text, expected) => {
    for (const client of clients)
      expect(await ask(client, serve({ headers, body: bytes(text) }))).toMatchObject(expected);
  });

  test("note alike what neither hands out: lines of no field, and bytes that are not UTF-8", async () => {
    const damaged = bytes(`${line(delta({ content: "~" }, "stop"))}dat: {}\n\ndata: [DONE]\n\n`);
    const body = damaged.map((byte) => (byte === 0x7e ? 0xff : byte));
    const whole = bytes('{"choices":[{"message":{"content":"~"},"finish_reason":"stop"}]}');
    for (const client of clients) {
      const streamed = await ask(client, serve({ headers: sse, body }));
      const noted = streamed.notes.filter(({ id }) => id === "line-ignored" || id === "not-utf8");
      expect(noted.map(({ id }) => id).sort()).toEqual(["line-ignored", "not-utf8"]);
      const unary = serve({ headers: json, body: whole.map((byte) => (byte === 0x7e ? 0xff : byte)) });
      const reply = await ask(client, unary, { api: "chat-completions" });
      expect(reply.notes.map(({ message }) => message)).toContain(
        "byte 35 of the body is not UTF-8, and is read as U+FFFD",
      );
    }
  });

  test.each([
    [
      "a completion",
      json,
      `\n    \n{"id":"i","choices":[{"message":{"content":"x"},"finish_reason":"stop"}]}`,
      { completeness: "complete", parts: [{ text: "x" }] },
    ],
    [
      "a completion without a content type",
      [],
      `{"choices":[{"message":{"content":"x"},"finish_reason":"stop"}]}`,
      { completeness: "complete" },
    ],
    [
      "a cut completion",
      json,
      `{"choices":[{"message":{"content":"x`,
      { completeness: "truncated", failure: { kind: "truncated" } },
    ],
    ["an empty body", json, "", { completeness: "truncated" }],
    ["invalid JSON", json, "{]", { completeness: "failed", failure: { kind: "protocol" } }],
    ["an error object", json, '{"error":{"code":402,"message":"no"}}', { failure: { kind: "quota" } }],
    ["an HTML page", [["content-type", "text/html"]], "<html></html>", { failure: { kind: "protocol" } }],
    ["a stream", sse, gateway, { completeness: "complete", parts: [{ kind: "reasoning" }, { text: "18 °C" }] }],
  ] as const)("read %s in answer to a unary request alike", async (_, headers, text, expected) => {
    for (const client of clients) {
      expect(await ask(client, serve({ headers, body: bytes(text) }), { api: "chat-completions" })).toMatchObject(
        expected,
      );
    }
  });

  test.each([
    [401, json, '{"error":{"message":"Missing Authentication header","code":401}}', "credentials", null],
    [429, [...json, ["retry-after", "7"]], '{"error":{"message":"Rate limit exceeded","code":429}}', "throttled", 7000],
    [
      404,
      json,
      '{"error":{"message":"No endpoints found that support tool use.","code":404}}',
      "tools-unsupported",
      null,
    ],
    [408, json, '{"error":{"message":"Timed out","code":408}}', "timeout", null],
    [502, [["content-type", "text/html"]], "<html><title>502 Bad Gateway</title></html>", "unavailable", null],
    [301, [["location", "https://e.org"]], "", "protocol", null],
  ] as const)("read a refusal with status %i alike", async (status, headers, text, kind, retryAfterMs) => {
    for (const client of clients) {
      const reply = await ask(client, serve({ status, headers, body: bytes(text) }));
      const raw = text === "" ? null : text;
      expect(reply).toMatchObject({
        completeness: "failed",
        failure: { kind, phase: "refused", status, retryAfterMs, raw },
      });
    }
  });

  test.each([
    ["dns", "network"],
    ["refused", "network"],
    ["first-byte-timeout", "timeout"],
    ["replay-miss", "replay-miss"],
    ["fenced", "harness-fault"],
  ] as const)("tell a connection that never was as it was: %s", async (cause, kind) => {
    for (const client of clients) {
      const reply = await ask(client, () => Promise.reject(new TransportError(cause, `it timed out: ${cause}`)));
      expect([client, reply.failure]).toMatchObject([
        client,
        { kind, phase: "connect", status: null, message: `it timed out: ${cause}` },
      ]);
    }
  });

  test("end as aborted when the caller aborts before the headers", async () => {
    for (const client of clients) {
      const abort = new AbortController();
      const exchange: Exchange = (_, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener("abort", () => reject(new TransportError("aborted", "the caller aborted")));
          abort.abort();
        });
      const reply = await ask(client, exchange, { signal: abort.signal });
      expect([client, reply.failure?.kind, reply.failure?.phase]).toEqual([client, "aborted", "connect"]);
    }
  });

  test("end as aborted when the caller aborts inside the body, and keep what had come", async () => {
    for (const client of clients) {
      const abort = new AbortController();
      const exchange: Exchange = async () => ({
        status: 200,
        headers: sse,
        chunks: (async function* () {
          yield bytes(line(delta({ content: "one" })));
          abort.abort();
          throw new TransportError("aborted", "the caller aborted");
        })(),
      });
      const reply = await ask(client, exchange, { signal: abort.signal });
      expect([client, reply.failure?.kind, reply.failure?.phase, reply.completeness]).toEqual([
        client,
        "aborted",
        "body",
        "failed",
      ]);
    }
  });

  test("send the same body once, to the same place, and no key of their own in replay", async () => {
    const seen: WireRequest[] = [];
    for (const client of clients) await ask(client, serve({ status: 429, headers: json, body: bytes("{}") }, seen));
    expect(seen.map(({ url, method }) => [method, url])).toEqual([
      ["POST", "http://127.0.0.1:1/v1/chat/completions"],
      ["POST", "http://127.0.0.1:1/v1/chat/completions"],
    ]);
    const [http, sdk] = seen.map(({ body }) => JSON.parse(new TextDecoder().decode(body ?? new Uint8Array())));
    expect(sdk).toEqual(http);
    expect(http).toMatchObject({ model: "m-1", stream: true, provider: { only: ["x"] } });
    for (const { headers } of seen) expect(headers.some(([name]) => name === "authorization")).toBe(false);
  });

  test("send a bearer key once, and sign for Bedrock with the target's signing name", async () => {
    const aws: Credentials = {
      kind: "aws",
      resolve: async () => ({ accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" }),
    };
    const target = { auth: "bedrock", region: "us-east-1", signingName: "bedrock-mantle", baseUrl: null } as const;
    for (const client of clients) {
      const seen: WireRequest[] = [];
      await ask(client, serve({ body: bytes(gateway) }, seen), { credentials: { kind: "bearer", token: "k-1" } });
      await ask(client, serve({ body: bytes(gateway) }, seen), { credentials: aws, target });
      const sent = seen.map(({ headers }) =>
        headers.filter(([name]) => name === "authorization").map(([, value]) => value),
      );
      expect(sent[0]).toEqual(["Bearer k-1"]);
      expect(sent[1]).toHaveLength(1);
      expect(sent[1]?.[0]).toContain("/us-east-1/bedrock-mantle/aws4_request");
      expect(seen[1]?.url).toBe("https://bedrock-runtime.us-east-1.amazonaws.com/openai/v1/chat/completions");
    }
  });

  test("tell credentials that cannot be had as such, and send nothing", async () => {
    const aws: Credentials = { kind: "aws", resolve: () => Promise.reject(new Error("no profile")) };
    for (const client of clients) {
      const seen: WireRequest[] = [];
      const reply = await ask(client, serve({ body: bytes("") }, seen), {
        credentials: aws,
        target: { region: "us-east-1" },
      });
      expect([client, reply.failure?.kind, seen.length]).toEqual([client, "credentials", 0]);
    }
  });

  test("reject at once, and only then, when nothing says where to ask", async () => {
    for (const client of clients) {
      await expect(ask(client, serve({ body: bytes("") }), { target: { baseUrl: null } })).rejects.toThrow(
        "no base URL",
      );
    }
  });
});
