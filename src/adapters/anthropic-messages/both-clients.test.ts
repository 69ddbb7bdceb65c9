import { describe, expect, test } from "vitest";
import { messagesTarget } from "../../../test/support/messages-encode.js";
import {
  bytes,
  event,
  hello,
  json,
  opened,
  type Served,
  sample,
  serving,
  sse,
} from "../../../test/support/messages-wire.js";
import { readingOf } from "../../chat/read-reply.js";
import type { Reply } from "../../chat/reply.js";
import { wrongKeys } from "../../chat/wire-change.js";
import { type Exchange, TransportError, type WireRequest } from "../../wire/exchange.js";
import type { Credentials } from "../adapter.js";

const clients = ["http", "sdk"] as const;

/** Every kind of event once, short enough to be cut at every byte. */
const short = [
  event({ type: "message_start", message: { id: "m", content: [], usage: { input_tokens: 3, output_tokens: 1 } } }),
  event({ type: "content_block_start", index: 0, content_block: { type: "text", text: "" } }),
  event({ type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "é" } }),
  event({ type: "content_block_stop", index: 0 }),
  event({ type: "message_delta", delta: { stop_reason: "end_turn" }, usage: { output_tokens: 9 } }),
  event({ type: "message_stop" }),
].join("");

/** What both clients must read alike: everything but the notes, which the SDK cannot all see. */
function essence(reply: Reply) {
  const { parts, finish, usage, completeness, failure, id, model, requestId, status } = reply;
  return { parts, finish, usage, completeness, failure, id, model, requestId, status };
}

const reset = () => new TransportError("reset", "the connection was reset");
const start = sample.slice(0, sample.indexOf("event: content_block_start"));
const said =
  event({ type: "content_block_start", index: 0, content_block: { type: "text", text: "" } }) +
  event({ type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "Hi" } });
const overloaded = { type: "error", error: { type: "overloaded_error", message: "Overloaded" } } as const;

type Row = readonly [fact: string, served: Served, expected: Partial<Reply> | { readonly failure: object | null }];

const rows: readonly Row[] = [
  ["a whole stream is complete", { body: bytes(sample) }, { completeness: "complete", failure: null }],
  ["so it is in pieces of seven bytes", { body: bytes(sample), chunkBytes: 7 }, { completeness: "complete" }],
  ["an empty body is truncated", { body: bytes("") }, { completeness: "truncated" }],
  ["a stream without message_stop is truncated", { body: bytes(start + said) }, { completeness: "truncated" }],
  [
    "a reset before message_stop is truncated",
    { body: bytes(start + said), breaks: reset() },
    { completeness: "truncated" },
  ],
  [
    "a reset after message_stop is truncated after its finish",
    { body: bytes(sample), breaks: reset() },
    { completeness: "truncated-after-finish" },
  ],
  [
    "S15 an error event fails the reply and keeps what had come",
    { body: bytes(start + said + event(overloaded)) },
    { completeness: "failed", failure: { kind: "unavailable" } },
  ],
  ["an error event alone fails the reply", { body: bytes(event(overloaded)) }, { completeness: "failed" }],
  [
    "an event that is no JSON breaks the protocol",
    { body: bytes(`${start}event: ping\ndata: {\n\nevent: x\ndata: {"a\n\n`) },
    { failure: { kind: "protocol" } },
  ],
  [
    "events without names are read",
    { body: bytes(sample.replaceAll(/^event: .*\n/gm, "")) },
    { completeness: "complete" },
  ],
  [
    "[DONE] and comments change nothing",
    { body: bytes(`: hello\n\n${sample}data: [DONE]\n\n`) },
    { completeness: "complete" },
  ],
  [
    "S17 our idle deadline is a timeout, not a cut",
    { body: bytes(start + said), breaks: new TransportError("idle-timeout", "nothing came", { deadlineMs: 30_000 }) },
    { failure: { kind: "timeout" } },
  ],
  [
    "a page with status 200 breaks the protocol",
    { headers: [["content-type", "text/html"]], body: bytes("<html></html>") },
    { failure: { kind: "protocol" } },
  ],
  [
    "one JSON body where a stream was asked for is read",
    {
      headers: json,
      body: bytes(
        '{"id":"msg_2","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":"x"}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":1,"output_tokens":1}}',
      ),
    },
    { completeness: "complete" },
  ],
];

describe("both clients", () => {
  test.each(rows)("read alike: %s", async (_fact, served, expected) => {
    const replies: Reply[] = [];
    for (const client of clients) replies.push(await (await opened(client))(serving(served)));
    const [http, sdk] = replies;
    expect(http).toMatchObject(expected);
    expect(sdk === undefined ? null : essence(sdk)).toEqual(http === undefined ? null : essence(http));
  });

  test("S16 read a stream alike at every cut, ended or broken", async () => {
    const [http, sdk] = [await opened("http"), await opened("sdk")];
    const whole = bytes(short);
    const seen = new Set<string>();
    for (let cut = 0; cut <= whole.length; cut += 1) {
      const body = whole.slice(0, cut);
      for (const served of [{ body }, { body, breaks: reset() }]) {
        const [one, other] = [await http(serving(served)), await sdk(serving(served))];
        expect([cut, readingOf(other), essence(other)]).toEqual([cut, readingOf(one), essence(one)]);
        seen.add(one.completeness);
      }
    }
    expect([...seen].sort()).toEqual(["complete", "truncated", "truncated-after-finish"]);
  });

  test("note alike what the SDK does not hand out", async () => {
    const damaged = bytes(`: wait\n\n${sample.replace("18 °C", "18 ~C")}stray: line\n\ndata: [DONE]\n\n`);
    const body = damaged.map((byte) => (byte === 0x7e ? 0xff : byte));
    for (const client of clients) {
      const { notes } = await (await opened(client))(serving({ body }));
      expect([client, notes.map(({ id }) => id).sort()]).toEqual([
        client,
        ["comments", "done-mark", "line-ignored", "not-utf8"],
      ]);
    }
  });

  test.each([
    [400, "invalid_request_error", "max_tokens: Field required"],
    [401, "authentication_error", "invalid x-api-key"],
    [404, "not_found_error", "model: nope"],
    [429, "rate_limit_error", "This request would exceed your rate limit"],
    [529, "overloaded_error", "Overloaded"],
  ])("read a refusal with status %i alike", async (status, type, message) => {
    const body = bytes(JSON.stringify({ type: "error", error: { type, message }, request_id: "req_1" }));
    const failures = [];
    for (const client of clients) {
      const reply = await (await opened(client))(serving({ status, headers: json, body }));
      expect(reply.failure).toMatchObject({ phase: "refused", status });
      expect(reply.failure?.message).toContain(message);
      failures.push(reply.failure);
    }
    expect(failures[0]).toEqual(failures[1]);
  });

  test.each([
    ["dns", "network"],
    ["first-byte-timeout", "timeout"],
    ["replay-miss", "replay-miss"],
  ] as const)("report a connection that never was as it was: %s", async (cause, kind) => {
    for (const client of clients) {
      const reply = await (await opened(client))(() => Promise.reject(new TransportError(cause, `broken: ${cause}`)));
      expect([client, reply.failure]).toMatchObject([client, { kind, phase: "connect", status: null }]);
    }
  });

  test("end as aborted when the caller aborts before the headers", async () => {
    for (const client of clients) {
      const exchange: Exchange = () => Promise.reject(new TransportError("aborted", "the caller aborted"));
      const reply = await (await opened(client))(exchange);
      expect([client, reply.failure?.kind, reply.failure?.phase]).toEqual([client, "aborted", "connect"]);
    }
  });
});

describe("the credential", () => {
  const key: Credentials = { kind: "bearer", token: "sk-ant-k-1" };
  const aws: Credentials = {
    kind: "aws",
    resolve: async () => ({ accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" }),
  };
  const own = messagesTarget({}, {}, "messages-stream");

  async function sent(over: Parameters<typeof opened>[1]): Promise<readonly WireRequest[]> {
    const seen: WireRequest[] = [];
    for (const client of clients)
      await (await opened(client, over))(serving({ body: bytes(sample), headers: sse }, seen));
    return seen;
  }

  const headersOf = ({ headers }: WireRequest) =>
    headers.filter(([name]) => /^(?:x-api-key|authorization|anthropic-.*)$/.test(name)).sort();

  test("is x-api-key for Anthropic, beside the version", async () => {
    for (const request of await sent({ credentials: key })) {
      expect(headersOf(request)).toEqual([
        ["anthropic-version", "2023-06-01"],
        ["x-api-key", "sk-ant-k-1"],
      ]);
      expect(request.url).toBe("https://api.anthropic.com/v1/messages");
    }
  });

  test("is a bearer token for another provider, at its own address whatever it ends in", async () => {
    const target = { ...own, auth: "bearer", baseUrl: "https://gateway.test/anthropic/" } as const;
    for (const request of await sent({ credentials: key, target })) {
      expect(headersOf(request)).toEqual([
        ["anthropic-version", "2023-06-01"],
        ["authorization", "Bearer sk-ant-k-1"],
      ]);
      expect(request.url).toBe("https://gateway.test/anthropic/messages");
    }
  });

  test("is a signature for Bedrock, with the target's signing name", async () => {
    const target = {
      ...own,
      auth: "bedrock",
      region: "us-east-1",
      signingName: "bedrock-mantle",
      baseUrl: null,
    } as const;
    for (const { headers, url } of await sent({ credentials: aws, target })) {
      const found = headers.filter(([name]) => name === "authorization").map(([, value]) => value);
      expect(found).toHaveLength(1);
      expect(found[0]).toContain("/us-east-1/bedrock-mantle/aws4_request");
      expect(url).toBe("https://bedrock-runtime.us-east-1.amazonaws.com/anthropic/v1/messages");
    }
  });

  test("is none in replay", async () => {
    for (const request of await sent({})) expect(headersOf(request)).toEqual([["anthropic-version", "2023-06-01"]]);
  });

  test("is a wrong one in x-api-key where the request changes it", async () => {
    const seen: WireRequest[] = [];
    const change = { model: null, operations: [], text: null, fill: 0, wrongKey: true };
    for (const client of clients) {
      await (await opened(client, { credentials: key }))(serving({ body: bytes(sample) }, seen), { ...hello, change });
    }
    const sentKeys = seen.map(({ headers }) => headers.find(([name]) => name === "x-api-key")?.[1]);
    expect(sentKeys).toEqual([wrongKeys.bearer, wrongKeys.bearer]);
  });

  test("is not taken from the environment, nor is anything else", async () => {
    const variables = {
      ANTHROPIC_API_KEY: "sk-ant-of-the-environment",
      ANTHROPIC_BASE_URL: "https://environment.test",
      ANTHROPIC_CUSTOM_HEADERS: "x-environment: yes",
    };
    const before = Object.fromEntries(Object.keys(variables).map((name) => [name, process.env[name]]));
    Object.assign(process.env, variables);
    try {
      for (const { headers, url } of await sent({})) {
        expect(JSON.stringify([url, headers])).not.toContain("environment");
      }
    } finally {
      for (const [name, value] of Object.entries(before)) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
    }
  });
});
