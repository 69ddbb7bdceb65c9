import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { beside } from "../../../test/support/beside.js";
import type { RecordedExchange } from "../exchange.js";
import { encodeEventFrame } from "../frames/event-stream.js";
import { HarError, type HarFile, readHar, writeHar } from "./har.js";

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

const meta: HarFile["meta"] = {
  formatVersion: 1,
  source: "recorded",
  recordedAt: "2026-02-10T12:00:00.000Z",
  after: null,
  scenario: "basic-chat",
  scenarioVersion: 1,
  target: "kimi-k2.5/openrouter/chat-completions-stream@moonshotai",
  note: null,
  endpoint: "https://openrouter.ai/api/v1",
  region: null,
  versions: { "llm-parity": "0.1.0", node: "20.20.2" },
};

const exchange: RecordedExchange = {
  startedAt: "2026-02-10T12:00:00.000Z",
  request: {
    method: "POST",
    url: "https://openrouter.ai/api/v1/chat/completions?beta=1",
    headers: [["content-type", "application/json"]],
    body: utf8('{"model":"moonshotai/kimi-k2.5"}'),
  },
  response: {
    status: 200,
    headers: [
      ["content-type", "text/event-stream"],
      ["x-request-id", "r1"],
    ],
  },
  firstByteMs: 12,
  chunks: [
    [15, utf8("data: {}\n\nda")],
    [20.25, utf8("ta: [DONE]\n\n")],
  ],
  end: "eof",
  error: null,
};

const fileOf = (...exchanges: readonly RecordedExchange[]): HarFile => ({
  meta,
  entries: exchanges.map((one) => ({ exchange: one, trial: 1, step: "ask", attempt: 1, client: "http" })),
});

test("a recording is the HAR 1.2 text that was agreed, byte for byte", () => {
  expect(writeHar(fileOf(exchange))).toBe(`{
  "log": {
    "version": "1.2",
    "creator": {
      "name": "llm-parity",
      "version": "0.1.0"
    },
    "_parity": {
      "formatVersion": 1,
      "source": "recorded",
      "recordedAt": "2026-02-10T12:00:00.000Z",
      "after": null,
      "scenario": "basic-chat",
      "scenarioVersion": 1,
      "target": "kimi-k2.5/openrouter/chat-completions-stream@moonshotai",
      "note": null,
      "endpoint": "https://openrouter.ai/api/v1",
      "region": null,
      "versions": {
        "llm-parity": "0.1.0",
        "node": "20.20.2"
      }
    },
    "entries": [
      {
        "startedDateTime": "2026-02-10T12:00:00.000Z",
        "time": 20.25,
        "request": {
          "method": "POST",
          "url": "https://openrouter.ai/api/v1/chat/completions?beta=1",
          "httpVersion": "HTTP/1.1",
          "cookies": [],
          "headers": [
            {
              "name": "content-type",
              "value": "application/json"
            }
          ],
          "queryString": [
            {
              "name": "beta",
              "value": "1"
            }
          ],
          "postData": {
            "mimeType": "application/json",
            "text": "{\\"model\\":\\"moonshotai/kimi-k2.5\\"}"
          },
          "headersSize": -1,
          "bodySize": 32
        },
        "response": {
          "status": 200,
          "statusText": "",
          "httpVersion": "HTTP/1.1",
          "cookies": [],
          "headers": [
            {
              "name": "content-type",
              "value": "text/event-stream"
            },
            {
              "name": "x-request-id",
              "value": "r1"
            }
          ],
          "content": {
            "size": 24,
            "mimeType": "text/event-stream",
            "text": "data: {}\\n\\ndata: [DONE]\\n\\n"
          },
          "redirectURL": "",
          "headersSize": -1,
          "bodySize": 24
        },
        "cache": {},
        "timings": {
          "send": 0,
          "wait": 12,
          "receive": 8.25
        },
        "_trial": 1,
        "_step": "ask",
        "_attempt": 1,
        "_client": "http",
        "_firstByteMs": 12,
        "_chunks": [
          [15, 12],
          [20.25, 12]
        ],
        "_end": "eof",
        "_error": null
      }
    ]
  }
}
`);
});

test("what was written is read back, byte for byte", () => {
  expect(comparable(readHar(writeHar(fileOf(exchange)), "a.har"))).toEqual(comparable(fileOf(exchange)));
});

const failure: NonNullable<RecordedExchange["error"]> = {
  kind: "reset",
  code: "ECONNRESET",
  message: "reset",
  deadlineMs: null,
};

test.each<[string, RecordedExchange]>([
  [
    "no response at all",
    {
      ...exchange,
      response: null,
      firstByteMs: null,
      chunks: [],
      end: "connect-error",
      error: { ...failure, kind: "dns" },
    },
  ],
  ["a reset in the body", { ...exchange, end: "reset", error: failure }],
  [
    "an abort by a deadline",
    { ...exchange, end: "client-abort", error: { ...failure, kind: "idle-timeout", code: null, deadlineMs: 30_000 } },
  ],
  ["a 200 with no byte", { ...exchange, chunks: [] }],
  [
    "a chunk of no bytes",
    {
      ...exchange,
      chunks: [
        [1, new Uint8Array(0)],
        [2, utf8("x")],
      ],
    },
  ],
  ["no request body", { ...exchange, request: { ...exchange.request, method: "GET", body: null } }],
  [
    "an empty request body, which is not none",
    { ...exchange, request: { ...exchange.request, body: new Uint8Array(0) } },
  ],
  [
    "a repeated header",
    {
      ...exchange,
      response: {
        status: 429,
        headers: [
          ["retry-after", "1"],
          ["retry-after", "2"],
        ],
      },
    },
  ],
  ["a body with a byte order mark", { ...exchange, chunks: [[1, Uint8Array.of(0xef, 0xbb, 0xbf, 0x41)]] }],
  [
    "chunks cut inside a character",
    {
      ...exchange,
      chunks: [
        [1, Uint8Array.of(0xc3)],
        [2, Uint8Array.of(0xa9)],
      ],
    },
  ],
])("kept in a round trip: %s", (_, one) => {
  expect(comparable(readHar(writeHar(fileOf(one)), "a.har"))).toEqual(comparable(fileOf(one)));
});

test("any bytes in any chunks come back as they were, and the text is the same when written again", () => {
  const bytes = fc.oneof(fc.uint8Array(), fc.string({ unit: "binary" }).map(utf8));
  const chunk = fc.tuple(
    fc.double({ min: 0, max: 1e9, noNaN: true }).map((ms) => ms + 0),
    bytes,
  );
  fc.assert(
    fc.property(fc.option(bytes), fc.array(chunk), fc.webUrl({ withQueryParameters: true }), (body, chunks, url) => {
      const one = { ...exchange, request: { ...exchange.request, url, body }, chunks };
      const text = writeHar(fileOf(one));
      const read = readHar(text, "a.har");
      expect(comparable(read)).toEqual(comparable(fileOf(one)));
      expect(writeHar(read)).toBe(text);
    }),
  );
});

test("an event stream and bytes that are not text are stored as base64, text as text", () => {
  const stored = (contentType: string, bytes: Uint8Array): unknown => {
    const one = {
      ...exchange,
      response: { status: 200, headers: [["content-type", contentType] as const] },
      chunks: [[1, bytes] as const],
    };
    return JSON.parse(writeHar(fileOf(one))).log.entries[0].response.content;
  };
  const frame = encodeEventFrame([], utf8("{}"));
  expect(stored("application/vnd.amazon.eventstream", frame)).toMatchObject({
    encoding: "base64",
    text: Buffer.from(frame).toString("base64"),
  });
  expect(stored("text/plain", Uint8Array.of(0xff))).toMatchObject({ encoding: "base64", text: "/w==" });
  expect(stored("text/plain", utf8("a\0"))).toMatchObject({ encoding: "base64" });
  expect(stored("application/json", utf8('"é"\n'))).toEqual({ size: 5, mimeType: "application/json", text: '"é"\n' });
});

test("headers outside the allow-list are not stored, those of an encoded body among them", () => {
  const headers = [
    ["Content-Encoding", "gzip"],
    ["content-length", "3"],
    ["transfer-encoding", "chunked"],
    ["set-cookie", "a=b"],
    ["Retry-After", "1"],
  ] as const;
  const text = writeHar(fileOf({ ...exchange, response: { status: 200, headers } }));
  expect(readHar(text, "a.har").entries[0]?.exchange.response?.headers).toEqual([["retry-after", "1"]]);
  expect(text).not.toMatch(/gzip|chunked|a=b/);
});

test("the decoded view is written for people and never read", () => {
  const text = writeHar(fileOf(exchange), { describe: () => [{ type: "messageStart" }] });
  expect(text).toContain('"_events": [\n          {\n            "type": "messageStart"');
  const wrong = text.replace("messageStart", "messageStop");
  expect(comparable(readHar(wrong, "a.har"))).toEqual(comparable(fileOf(exchange)));
});

test("a decoded view that is nested too deeply says so and the file stays readable", () => {
  let deep: unknown = 1;
  for (let level = 0; level < 50_000; level += 1) deep = [deep];
  const text = writeHar(fileOf(exchange), { describe: () => deep as readonly never[] });
  expect(text).toContain("nested too deeply to be shown");
});

type Change = (har: {
  log: Record<string, never> & { _parity: Record<string, unknown>; entries: Record<string, Record<string, unknown>>[] };
}) => void;
const inEntry =
  (change: (entry: Record<string, unknown>) => void): Change =>
  (har) =>
    change(har.log.entries[0] ?? {});
const inPart =
  (part: "request" | "response", change: (of: Record<string, unknown>) => void): Change =>
  (har) =>
    change(har.log.entries[0]?.[part] ?? {});
const inMeta =
  (change: Record<string, unknown>): Change =>
  (har) =>
    Object.assign(har.log._parity, change);

const refusals: readonly [fact: string, change: Change, place: string][] = [
  ["another HAR version", (har) => Object.assign(har.log, { version: "1.1" }), "log.version"],
  ["another format version", inMeta({ formatVersion: 2 }), "log._parity.formatVersion"],
  ["an unknown member of the facts", inMeta({ scenarioName: "x" }), "log._parity"],
  ["a missing member of the facts", (har) => delete har.log._parity["target"], "log._parity"],
  ["an unknown source", inMeta({ source: "guessed" }), "log._parity.source"],
  ["a recording without its time", inMeta({ recordedAt: null }), "log._parity.recordedAt"],
  ["a time that is none", inMeta({ recordedAt: "2026-13-10T12:00:00Z" }), "log._parity.recordedAt"],
  ["a time in the future", inMeta({ recordedAt: "2126-01-01T00:00:00Z" }), "log._parity.recordedAt"],
  ["an authored fixture without its document", inMeta({ source: "authored" }), "log._parity.after"],
  ["a scenario that is a path", inMeta({ scenario: "../../etc/passwd" }), "log._parity.scenario"],
  ["an absolute path as scenario", inMeta({ scenario: "/etc/passwd" }), "log._parity.scenario"],
  ["a target that leads upwards", inMeta({ target: "a/../b" }), "log._parity.target"],
  ["a version that is no text", inMeta({ versions: { node: 20 } }), "log._parity.versions.node"],
  ["entries that are no list", (har) => Object.assign(har.log, { entries: {} }), "log.entries"],
  ["a missing member of an entry", inEntry((entry) => delete entry["_end"]), "log.entries[0]"],
  ["an unknown member of an entry", inEntry((entry) => Object.assign(entry, { _chunk: [] })), "log.entries[0]"],
  ["a step that is a path", inEntry((entry) => Object.assign(entry, { _step: "a/b" })), "log.entries[0]._step"],
  ["an unknown client", inEntry((entry) => Object.assign(entry, { _client: "curl" })), "log.entries[0]._client"],
  ["a fraction of a trial", inEntry((entry) => Object.assign(entry, { _trial: 1.5 })), "log.entries[0]._trial"],
  ["an unknown end", inEntry((entry) => Object.assign(entry, { _end: "ok" })), "log.entries[0]._end"],
  [
    "a broken end without its error",
    inEntry((entry) => Object.assign(entry, { _end: "reset" })),
    "log.entries[0]._error",
  ],
  [
    "an unknown kind of error",
    inEntry((entry) => Object.assign(entry, { _end: "reset", _error: { ...failure, kind: "toString" } })),
    "log.entries[0]._error.kind",
  ],
  [
    "chunks that add up to less than the body",
    inEntry((entry) => Object.assign(entry, { _chunks: [[1, 23]] })),
    "log.entries[0]._chunks",
  ],
  [
    "chunks that add up to more than the body",
    inEntry((entry) =>
      Object.assign(entry, {
        _chunks: [
          [1, 24],
          [2, 1],
        ],
      }),
    ),
    "log.entries[0]._chunks",
  ],
  [
    "a chunk of negative size",
    inEntry((entry) =>
      Object.assign(entry, {
        _chunks: [
          [1, 25],
          [2, -1],
        ],
      }),
    ),
    "log.entries[0]._chunks[1][1]",
  ],
  [
    "a chunk with a third number",
    inEntry((entry) => Object.assign(entry, { _chunks: [[1, 24, 0]] })),
    "log.entries[0]._chunks[0]",
  ],
  ["a negative time", inEntry((entry) => Object.assign(entry, { _firstByteMs: -1 })), "log.entries[0]._firstByteMs"],
  [
    "a negative status",
    inPart("response", (response) => Object.assign(response, { status: -1 })),
    "log.entries[0].response.status",
  ],
  [
    "status 999",
    inPart("response", (response) => Object.assign(response, { status: 999 })),
    "log.entries[0].response.status",
  ],
  [
    "a status that is text",
    inPart("response", (response) => Object.assign(response, { status: "200" })),
    "log.entries[0].response.status",
  ],
  [
    "corrupt base64",
    inPart("response", (response) =>
      Object.assign(response["content"] as object, { encoding: "base64", text: "a*b=" }),
    ),
    "log.entries[0].response.content.text",
  ],
  [
    "an unknown encoding",
    inPart("response", (response) => Object.assign(response["content"] as object, { encoding: "gzip" })),
    "log.entries[0].response.content.encoding",
  ],
  [
    "a body whose length is not what was said",
    inPart("response", (response) => Object.assign(response["content"] as object, { text: "short" })),
    "log.entries[0].response.content.size",
  ],
  [
    "half a surrogate pair",
    inPart("response", (response) => Object.assign(response["content"] as object, { text: "\ud800" })),
    "log.entries[0].response.content.text",
  ],
  [
    "a header with a line end",
    inPart("response", (response) => Object.assign(response, { headers: [{ name: "date", value: "a\r\nb: c" }] })),
    "log.entries[0].response.headers[0].value",
  ],
  [
    "a header whose name is none",
    inPart("response", (response) => Object.assign(response, { headers: [{ name: "a b", value: "" }] })),
    "log.entries[0].response.headers[0].name",
  ],
  [
    "a cookie",
    inPart("response", (response) => Object.assign(response, { headers: [{ name: "Set-Cookie", value: "a=b" }] })),
    "log.entries[0].response.headers[0]",
  ],
  [
    "an authorization",
    inPart("request", (request) => Object.assign(request, { headers: [{ name: "Authorization", value: "x" }] })),
    "log.entries[0].request.headers[0]",
  ],
  [
    "an API key header",
    inPart("request", (request) => Object.assign(request, { headers: [{ name: "x-goog-api-key", value: "x" }] })),
    "log.entries[0].request.headers[0]",
  ],
  [
    "a request body length that lies",
    inPart("request", (request) => Object.assign(request, { bodySize: 31 })),
    "log.entries[0].request.bodySize",
  ],
  [
    "a file URL",
    inPart("request", (request) => Object.assign(request, { url: "file:///etc/passwd" })),
    "log.entries[0].request.url",
  ],
  [
    "a relative URL",
    inPart("request", (request) => Object.assign(request, { url: "/model" })),
    "log.entries[0].request.url",
  ],
  [
    "an FTP URL",
    inPart("request", (request) => Object.assign(request, { url: "ftp://a:b@c/" })),
    "log.entries[0].request.url",
  ],
  [
    "a method that is none",
    inPart("request", (request) => Object.assign(request, { method: "GET /" })),
    "log.entries[0].request.method",
  ],
];

test.each(refusals)("reading refuses %s, and says where", (_, change, place) => {
  const har = JSON.parse(writeHar(fileOf(exchange)));
  change(har);
  const error = errorOf(() =>
    readHar(JSON.stringify(har), "fixtures/a.har", { now: Date.parse("2026-02-11T00:00:00Z") }),
  );
  expect([error.file, error.place]).toEqual(["fixtures/a.har", place]);
  expect(error.message.startsWith(`fixtures/a.har: ${place}: `)).toBe(true);
});

test.each([
  ["in the text", JSON.stringify({ key: "sk-or-v1-0123456789abcdef" })],
  ["in base64", `\0{"id":"AKIAIOSFODNN7EXAMPLE"}`],
])("reading and writing refuse a recording with a secret %s, without showing it", (_, body) => {
  const error = errorOf(() => writeHar(fileOf({ ...exchange, chunks: [[1, utf8(body)]] })));
  expect(error.message).toContain("looks like a secret");
  expect(error.message).not.toMatch(/0123456789abcdef|IOSFODNN7/);
});

test("writing refuses what reading would: an invalid status", () => {
  expect(errorOf(() => writeHar(fileOf({ ...exchange, response: { status: 99, headers: [] } }))).place).toBe(
    "log.entries[0].response.status",
  );
});

test.each(["", "{", "[]", "null", '{"log":null}', '{"log":{}}', '{"__proto__":{"log":{}}}'])(
  "a file of %j is an error with a place, not a crash",
  (text) => {
    expect(errorOf(() => readHar(text, "a.har")).file).toBe("a.har");
  },
);

test("a file that is cut anywhere is refused", () => {
  const text = writeHar(fileOf(exchange)).trimEnd();
  for (let end = 0; end < text.length; end += 1) errorOf(() => readHar(text.slice(0, end), "a.har"));
});

test("a header named __proto__ changes no prototype and is not kept", () => {
  const har = JSON.parse(writeHar(fileOf(exchange)));
  har.log.entries[0].response.headers = [{ name: "__proto__", value: "x" }];
  expect(readHar(JSON.stringify(har), "a.har").entries[0]?.exchange.response?.headers).toEqual([]);
});

const suite = beside("corpus-fuzz/nst+JSONTestSuite/test_parsing");

describe.skipIf(!suite.isThere)(suite.title("JSONTestSuite as recordings"), () => {
  test.each(suite.isThere ? readdirSync(suite.path) : [])("refused with a HarError: %s", (file) => {
    expect(errorOf(() => readHar(readFileSync(join(suite.path, file), "utf8"), file)).file).toBe(file);
  });
});

function errorOf(run: () => unknown): HarError {
  try {
    run();
  } catch (error) {
    if (error instanceof HarError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

/** Bytes as text of one character a byte, so that a Buffer and a Uint8Array compare equal. */
function comparable(file: HarFile): unknown {
  return JSON.parse(
    JSON.stringify(file, (_, value) =>
      value instanceof Uint8Array || value?.type === "Buffer"
        ? Buffer.from(value.data ?? value).toString("latin1")
        : value,
    ),
  );
}
