import { describe, expect, test } from "vitest";
import { responsesTarget } from "../../../test/support/responses-encode.js";
import type { Api, Client } from "../../chat/api.js";
import { foldAsync } from "../../chat/fold.js";
import { readingOf, textOf } from "../../chat/read-reply.js";
import type { Reply } from "../../chat/reply.js";
import { type ChatRequest, plainRequest } from "../../chat/request.js";
import type { Target } from "../../chat/target.js";
import { type Exchange, TransportError, type WireHeaders, type WireRequest } from "../../wire/exchange.js";
import { transportOf } from "../../wire/transport/faces.js";
import type { Connection, Credentials, Policy } from "../adapter.js";
import { openaiResponses } from "./adapter.js";
import { encode } from "./encode.js";

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
  readonly request?: ChatRequest;
};

function targetOf(asking: Asking): Target {
  return responsesTarget(
    {},
    {
      api: asking.api ?? "responses-stream",
      providerModelId: "m-1",
      baseUrl: "http://127.0.0.1:1/v1/",
      auth: "bearer",
      extra: { provider: { only: ["x"] } },
      ...asking.target,
    },
  );
}

async function ask(client: Client, exchange: Exchange, asking: Asking = {}): Promise<Reply> {
  const connection: Connection = {
    target: targetOf(asking),
    transport: transportOf(exchange),
    credentials: asking.credentials ?? { kind: "recorded" },
    policy: asking.policy ?? "faithful",
    baseUrl: null,
  };
  const send = await openaiResponses.open(client, connection);
  return foldAsync(send(asking.request ?? request, asking.signal ?? new AbortController().signal));
}

/** A request that uses everything that the API has a word for. */
const everything: ChatRequest = {
  ...plainRequest("m", [
    { role: "system", parts: [{ kind: "text", text: "Be brief." }], name: null },
    {
      role: "user",
      parts: [
        { kind: "text", text: "Caf\u00e9 \u{1f600}?" },
        { kind: "image", source: { kind: "bytes", mediaType: "image/png", base64: "iVBORw0KGgo=" } },
        { kind: "document", name: "r", source: { kind: "bytes", mediaType: "text/csv", base64: "YSxi" } },
      ],
      name: null,
    },
    {
      role: "assistant",
      parts: [
        {
          ...{ kind: "reasoning", text: null, signature: null, redacted: null, field: null },
          details: [{ type: "reasoning", id: "rs_1", summary: [], encrypted_content: "x" }],
        },
        { kind: "text", text: "" },
        { kind: "tool-call", id: "functions.f:0", name: "f", argumentsText: '{"b":[null,1.50],"a":{}}' },
        { kind: "other", raw: { type: "custom_tool_call", call_id: "c", name: "g", input: "x" } },
      ],
      name: null,
    },
    {
      role: "tool",
      toolCallId: "functions.f:0",
      toolName: "f",
      parts: [{ kind: "json", value: [1] }],
      status: "error",
    },
  ]),
  tools: [{ name: "f", description: "F", parameters: { type: "object", default: null }, strict: true }],
  toolChoice: { kind: "tool", name: "f" },
  parallelToolCalls: false,
  maxOutputTokens: 100,
  temperature: 0,
  topP: 0.95,
  logprobs: 2,
  reasoning: { mode: "on", effort: "high", budgetTokens: null },
  responseFormat: { kind: "json-schema", name: "s", schema: { type: "object" }, strict: null },
  extra: { truncation: "auto", metadata: { team: "parity" }, unknown_member: { deep: [null] } },
};

const bytes = (text: string) => new TextEncoder().encode(text);
type Event = { readonly type: string } & { readonly [member: string]: unknown };

/** As OpenAI writes its events: with a name and a number. */
const named = (events: readonly Event[]): string =>
  events
    .map((event, index) => ({ ...event, sequence_number: index }))
    .map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
    .join("");

/** As OpenRouter writes them: data alone, comments between, and a mark at the end. */
const bare = (events: readonly Event[]): string =>
  `: OPENROUTER PROCESSING\n\n${events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join("")}data: [DONE]\n\n`;

const usage = {
  input_tokens: 12,
  input_tokens_details: { cached_tokens: 4 },
  output_tokens: 5,
  output_tokens_details: { reasoning_tokens: 2 },
  total_tokens: 17,
};
const response = (over: object = {}) => ({
  id: "resp_1",
  object: "response",
  created_at: 1,
  status: "completed",
  model: "m-1",
  output: [],
  error: null,
  incomplete_details: null,
  usage,
  ...over,
});
const reasoningItem = {
  id: "rs_1",
  type: "reasoning",
  summary: [{ type: "summary_text", text: "Hm — look." }],
  encrypted_content: "gAAAAA==",
};
const message = (text: string) => ({
  id: "msg_1",
  type: "message",
  role: "assistant",
  status: "completed",
  content: [{ type: "output_text", text, annotations: [], logprobs: [] }],
});
const call = (index: number, args: string) => ({
  id: `fc_${index}`,
  type: "function_call",
  status: "completed",
  call_id: `functions.f:${index}`,
  name: "f",
  arguments: args,
});
const begin: readonly Event[] = [
  { type: "response.created", response: response({ status: "in_progress", usage: null }) },
  { type: "response.in_progress", response: response({ status: "in_progress", usage: null }) },
];
const delta = (output_index: number, words: string): Event => ({
  type: "response.output_text.delta",
  ...{ item_id: "msg_1", output_index, content_index: 0, delta: words },
});
const added = (output_index: number, item: object): Event => ({
  type: "response.output_item.added",
  output_index,
  item,
});
const done = (output_index: number, item: object): Event => ({ type: "response.output_item.done", output_index, item });
const part = (type: string, output_index: number, text: string): Event => ({
  type: `response.content_part.${type}`,
  ...{ item_id: "msg_1", output_index, content_index: 0, part: { type: "output_text", text, annotations: [] } },
});

/** Encrypted reasoning, then text. */
const thought: readonly Event[] = [
  ...begin,
  added(0, { ...reasoningItem, summary: [] }),
  {
    type: "response.reasoning_summary_part.added",
    item_id: "rs_1",
    output_index: 0,
    summary_index: 0,
    part: { type: "summary_text", text: "" },
  },
  {
    type: "response.reasoning_summary_text.delta",
    item_id: "rs_1",
    output_index: 0,
    summary_index: 0,
    delta: "Hm — look.",
  },
  {
    type: "response.reasoning_summary_text.done",
    item_id: "rs_1",
    output_index: 0,
    summary_index: 0,
    text: "Hm — look.",
  },
  done(0, reasoningItem),
  added(1, { ...message(""), status: "in_progress", content: [] }),
  part("added", 1, ""),
  delta(1, "18 "),
  delta(1, "°C"),
  { type: "response.output_text.done", item_id: "msg_1", output_index: 1, content_index: 0, text: "18 °C" },
  part("done", 1, "18 °C"),
  done(1, message("18 °C")),
  { type: "response.completed", response: response({ output: [reasoningItem, message("18 °C")] }) },
];

const argument = (output_index: number, words: string): Event => ({
  type: "response.function_call_arguments.delta",
  ...{ item_id: `fc_${output_index}`, output_index, delta: words },
});

/** Two calls in pieces. */
const calling: readonly Event[] = [
  ...begin,
  added(0, { ...call(0, ""), status: "in_progress" }),
  argument(0, '{"city":"São'),
  argument(0, ' Paulo"}'),
  {
    type: "response.function_call_arguments.done",
    item_id: "fc_0",
    output_index: 0,
    arguments: '{"city":"São Paulo"}',
  },
  done(0, call(0, '{"city":"São Paulo"}')),
  added(1, { ...call(1, ""), status: "in_progress" }),
  done(1, call(1, "{}")),
  { type: "response.completed", response: response({ output: [call(0, '{"city":"São Paulo"}'), call(1, "{}")] }) },
];

const failed = response({
  status: "failed",
  error: { code: "server_error", message: "The server had an error" },
  usage: null,
});

/** An error after text, then the end of its response. */
const failing: readonly Event[] = [
  ...begin,
  added(0, { ...message(""), content: [] }),
  part("added", 0, ""),
  delta(0, "one"),
  {
    type: "error",
    error: { type: "server_error", code: "server_error", message: "The server had an error", param: null },
  },
  { type: "response.failed", response: failed },
];
const streams: readonly (readonly [string, string])[] = [
  ["thought", named(thought)],
  ["calling", bare(calling).replaceAll("\n", "\r\n")],
  ["failing", named(failing)],
];

describe("both clients", () => {
  test.each([
    ["named", named(thought), []],
    ["bare", bare(thought), ["comments"]],
    ["calling", bare(calling), ["comments"]],
  ])("read the whole stream %s alike; only our own sees comments", async (_, text, notes) => {
    const [http, sdk] = await Promise.all(clients.map((client) => ask(client, serve({ body: bytes(text) }))));
    expect(http?.notes.map(({ id }) => id)).toEqual(notes);
    expect(sdk?.notes.map(({ id }) => id)).toEqual([]);
    expect({ ...sdk, notes: [] }).toEqual({ ...http, notes: [] });
    expect(http).toMatchObject({ completeness: "complete", requestId: "req-7", usage: { outputTokens: 5 } });
  });

  test("R32 keep a reasoning item whole, so that it goes back as it came", async () => {
    for (const client of clients) {
      const { parts } = await ask(client, serve({ body: bytes(named(thought)) }));
      const message = { role: "assistant", parts, name: null } as const;
      const sent = encode(plainRequest("m", [message]), { target: targetOf({}), policy: "faithful" });
      expect(sent).toMatchObject({
        body: { input: [reasoningItem, { role: "assistant", content: "18 °C" }] },
        warnings: [],
      });
    }
  });

  test.each([
    ["an error event", named(failing)],
    ["response.failed alone", named([...failing.slice(0, 5), ...failing.slice(6)])],
    [
      "an error of the older, flat shape",
      named([
        ...failing.slice(0, 5),
        { type: "error", code: "server_error", message: "The server had an error", param: null },
      ]),
    ],
  ])("read a stream that fails by %s alike, and keep what had come", async (_, text) => {
    for (const client of clients) {
      const reply = await ask(client, serve({ body: bytes(text) }));
      expect([client, reply]).toMatchObject([
        client,
        {
          completeness: "failed",
          parts: [{ text: "one" }],
          failure: { phase: "body", message: "The server had an error", status: 200, requestId: "req-7" },
        },
      ]);
    }
  });

  test("S1 read a response that stopped at its limit alike", async () => {
    const cut = response({
      status: "incomplete",
      incomplete_details: { reason: "max_output_tokens" },
      output: [message("18")],
    });
    const events = [
      ...begin,
      added(0, message("")),
      delta(0, "18"),
      done(0, message("18")),
      { type: "response.incomplete", response: cut },
    ];
    for (const client of clients) {
      const reply = await ask(client, serve({ body: bytes(named(events)) }));
      expect([client, reply.finish?.kind, textOf(reply), reply.completeness]).toEqual([
        client,
        "length",
        "18",
        "complete",
      ]);
    }
  });

  test.each(streams)("S16 read the stream %s alike wherever it is cut, however it is split", async (_, text) => {
    const whole = bytes(text);
    const different: unknown[] = [];
    for (let length = 0; length <= whole.length; length += 13) {
      const body = whole.subarray(0, length);
      const first = readingOf(await ask("http", serve({ body })));
      for (const [client, chunkBytes] of [
        ["sdk", undefined],
        ["http", 7],
        ["sdk", 7],
      ] as const) {
        const served = chunkBytes === undefined ? { body } : { body, chunkBytes };
        const reading = readingOf(await ask(client, serve(served)));
        if (JSON.stringify(reading) !== JSON.stringify(first))
          different.push({ length, client, chunkBytes, reading, first });
      }
    }
    expect(different.slice(0, 2)).toEqual([]);
  });

  test("S16 never call a stream complete before its terminal event", async () => {
    const whole = named(thought);
    const terminal = bytes(whole.slice(0, whole.indexOf("event: response.completed"))).length;
    for (let length = 0; length <= terminal; length += 7) {
      const { completeness } = await ask("http", serve({ body: bytes(whole).subarray(0, length) }));
      expect([length, completeness]).toEqual([length, "truncated"]);
    }
  });

  test("S16 and S17 read a reset and a deadline of ours inside the body as what they were", async () => {
    const body = bytes(named(thought).slice(0, 900));
    for (const client of clients) {
      const reset = new TransportError("reset", "the connection broke", { code: "ECONNRESET" });
      const broken = await ask(client, serve({ body, breaks: reset }));
      expect([client, broken.completeness, broken.failure?.kind]).toEqual([client, "truncated", "truncated"]);
      const idle = new TransportError("idle-timeout", "no byte came", { deadlineMs: 30 });
      const late = await ask(client, serve({ body, breaks: idle }));
      expect(late.failure).toMatchObject({ kind: "timeout", phase: "body", status: 200 });
    }
  });

  test.each([
    ["zero bytes", sse, "", { completeness: "truncated", failure: { kind: "truncated" } }],
    ["[DONE] alone", sse, "data: [DONE]\n\n", { completeness: "truncated", parts: [] }],
    [
      "an event that is not JSON",
      sse,
      `${named(thought.slice(0, 9))}data: {nope\n\n`,
      { failure: { kind: "protocol" } },
    ],
    [
      "one JSON body",
      json,
      JSON.stringify(response({ output: [message("x")] })),
      { completeness: "complete", parts: [{ text: "x" }], notes: [{ id: "other-shape" }] },
    ],
    [
      "an error object",
      json,
      '{"error":{"message":"Rate limit reached","type":"requests","param":null,"code":"rate_limit_exceeded"}}',
      { completeness: "failed", failure: { kind: "throttled", phase: "body" } },
    ],
    [
      "an HTML page",
      [["content-type", "text/html"]],
      "<html></html>",
      { failure: { kind: "protocol", phase: "body" } },
    ],
  ] as const)("read %s in answer to a stream request alike", async (_, headers, text, expected) => {
    for (const client of clients)
      expect(await ask(client, serve({ headers, body: bytes(text) }))).toMatchObject(expected);
  });

  test("note alike what neither hands out: lines of no field, bytes that are not UTF-8, names that are not types", async () => {
    const text = named(thought)
      .replace("event: response.in_progress", "event: response.queued")
      .replace("event: response.completed", "dat: {}\n\nevent: response.completed")
      .replace("18 ", "~8 ");
    const body = bytes(text).map((byte) => (byte === 0x7e ? 0xff : byte));
    for (const client of clients) {
      const { notes } = await ask(client, serve({ body }));
      const ids = notes.map(({ id }) => id).filter((id) => ["line-ignored", "not-utf8", "unknown-event"].includes(id));
      expect([client, ids.sort()]).toEqual([client, ["line-ignored", "not-utf8", "unknown-event"]]);
    }
  });

  test.each([
    [
      "a response",
      json,
      JSON.stringify(response({ output: [message("x")] })),
      { completeness: "complete", parts: [{ text: "x" }] },
    ],
    [
      "a failed response",
      json,
      JSON.stringify(failed),
      { completeness: "failed", failure: { message: "The server had an error", phase: "body" } },
    ],
    ["a response without output", json, JSON.stringify(response({ output: undefined })), { id: "resp_1" }],
    ["a cut response", json, JSON.stringify(response()).slice(0, 60), { completeness: "truncated" }],
    ["an empty body", json, "", { completeness: "truncated" }],
    ["invalid JSON", json, "{]", { completeness: "failed", failure: { kind: "protocol" } }],
    ["a stream", sse, named(thought), { completeness: "complete", parts: [{ kind: "reasoning" }, { text: "18 °C" }] }],
  ] as const)("read %s in answer to a unary request alike", async (_, headers, text, expected) => {
    const [http, sdk] = await Promise.all(
      clients.map((client) => ask(client, serve({ headers, body: bytes(text) }), { api: "responses" })),
    );
    expect(http).toMatchObject(expected);
    expect(sdk).toEqual(http);
  });

  test.each([
    [
      401,
      json,
      '{"error":{"message":"Incorrect API key provided","type":"invalid_request_error","param":null,"code":"invalid_api_key"}}',
      "credentials",
    ],
    [
      400,
      json,
      `{"error":{"message":"Item 'rs_1' of type 'reasoning' was provided without its required following item.","type":"invalid_request_error","param":"input","code":null}}`,
      "invalid-history",
    ],
    [
      429,
      [...json, ["retry-after", "7"]],
      '{"error":{"code":"rate_limit_exceeded","message":"Rate limit exceeded"},"metadata":null}',
      "throttled",
    ],
    [502, [["content-type", "text/html"]], "<html><title>502 Bad Gateway</title></html>", "unavailable"],
  ] as const)("read a refusal with status %i alike", async (status, headers, text, kind) => {
    for (const client of clients) {
      const { failure, completeness } = await ask(client, serve({ status, headers, body: bytes(text) }));
      expect([client, completeness, failure]).toMatchObject([
        client,
        "failed",
        { kind, phase: "refused", status, raw: text },
      ]);
    }
  });

  test("end as aborted when the caller aborts inside the body, and keep what had come", async () => {
    for (const client of clients) {
      const abort = new AbortController();
      const exchange: Exchange = async () => ({
        status: 200,
        headers: sse,
        chunks: (async function* () {
          yield bytes(named(failing.slice(0, 5)));
          abort.abort();
          throw new TransportError("aborted", "the caller aborted");
        })(),
      });
      const reply = await ask(client, exchange, { signal: abort.signal });
      expect([client, reply.failure?.kind, textOf(reply)]).toEqual([client, "aborted", "one"]);
    }
  });

  test("R37 send the same body once, to the same place, and no key of their own in replay", async () => {
    const seen: WireRequest[] = [];
    for (const client of clients)
      await ask(client, serve({ status: 429, headers: json, body: bytes("{}") }, seen), { request: everything });
    expect(seen.map(({ url, method }) => [method, url])).toEqual([
      ["POST", "http://127.0.0.1:1/v1/responses"],
      ["POST", "http://127.0.0.1:1/v1/responses"],
    ]);
    const [http = "", sdk] = seen.map(({ body }) => new TextDecoder().decode(body ?? new Uint8Array()));
    expect(sdk).toBe(http);
    expect(JSON.parse(http)).toMatchObject({ model: "m-1", stream: true, store: false, provider: { only: ["x"] } });
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
      await ask(client, serve({ body: bytes("") }, seen), { credentials: { kind: "bearer", token: "k-1" } });
      await ask(client, serve({ body: bytes("") }, seen), { credentials: aws, target });
      const sent = seen.map(({ headers }) =>
        headers.flatMap(([name, value]) => (name === "authorization" ? [value] : [])),
      );
      expect(sent[0]).toEqual(["Bearer k-1"]);
      expect(sent[1]).toHaveLength(1);
      expect(sent[1]?.[0]).toContain("/us-east-1/bedrock-mantle/aws4_request");
      expect(seen[1]?.url).toBe("https://bedrock-runtime.us-east-1.amazonaws.com/openai/v1/responses");
    }
  });

  test("tell a request that the policy refuses as a mistake in the request, and send nothing", async () => {
    for (const client of clients) {
      const seen: WireRequest[] = [];
      const asking = { policy: "repair", request: { ...request, stopSequences: ["END"] } } as const;
      const { failure } = await ask(client, serve({ body: bytes("") }, seen), asking);
      expect([client, failure, seen.length]).toMatchObject([
        client,
        { kind: "parameter-unsupported", phase: "local" },
        0,
      ]);
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
