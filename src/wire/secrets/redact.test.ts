import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RecordedExchange } from "../exchange.js";
import { createEventStreamParser, encodeEventFrame } from "../frames/event-stream.js";
import { readHar, writeHar } from "../har/har.js";
import { createRedactor, shortestSecret, storedHeaders } from "./redact.js";

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const base64 = (text: string): string => Buffer.from(text).toString("base64");
const canary = 'cAnArY+/42$xyzzy"q';
const redactor = createRedactor([canary]);

const exchangeOf = (change: Partial<RecordedExchange>): RecordedExchange => ({
  startedAt: "2026-02-10T12:00:00.000Z",
  request: { method: "POST", url: "https://example.com/", headers: [], body: null },
  response: { status: 200, headers: [] },
  firstByteMs: 1,
  chunks: [],
  end: "eof",
  error: null,
  ...change,
});
const bodyOf = (exchange: RecordedExchange): string =>
  Buffer.concat(exchange.chunks.map(([, bytes]) => bytes)).toString("latin1");

const encodings: readonly [name: string, encode: (text: string) => string, decode: (text: string) => string][] = [
  ["plain", (text) => text, (text) => text],
  ["percent-encoded", encodeURIComponent, decodeURIComponent],
  [
    "percent-encoded in lower case",
    (text) => encodeURIComponent(text).replace(/%../g, (hex) => hex.toLowerCase()),
    decodeURIComponent,
  ],
  [
    "percent-encoded whole",
    (text) => [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join(""),
    decodeURIComponent,
  ],
  [
    "percent-encoded twice",
    (text) => encodeURIComponent(encodeURIComponent(text)),
    (text) => decodeURIComponent(decodeURIComponent(text)),
  ],
  ["in a JSON string", (text) => JSON.stringify(text), (text) => JSON.parse(text)],
  ["in JSON in JSON", (text) => JSON.stringify(JSON.stringify(text)), (text) => JSON.parse(JSON.parse(text))],
  [
    "in JSON with escapes throughout",
    (text) => `"${[...text].map((one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`).join("")}"`,
    (text) => JSON.parse(text),
  ],
  ["base64", base64, (text) => Buffer.from(text, "base64").toString()],
  ["base64url", (text) => Buffer.from(text).toString("base64url"), (text) => Buffer.from(text, "base64url").toString()],
  [
    "base64 in base64",
    (text) => base64(base64(text)),
    (text) => Buffer.from(Buffer.from(text, "base64").toString(), "base64").toString(),
  ],
  [
    "base64 in JSON in base64",
    (text) => base64(JSON.stringify({ bytes: base64(text) })),
    (text) => Buffer.from(JSON.parse(Buffer.from(text, "base64").toString()).bytes, "base64").toString(),
  ],
  [
    "base64, percent-encoded",
    (text) => encodeURIComponent(base64(text)),
    (text) => Buffer.from(decodeURIComponent(text), "base64").toString(),
  ],
];

describe.each(encodings)("a secret that stands %s", (_, encode, decode) => {
  test("is found and taken out, with any text around it inside and outside", () => {
    const around = fc.string({ unit: fc.constantFrom(..."ab 9{}:,é"), maxLength: 12 });
    fc.assert(
      fc.property(around, around, fc.boolean(), (before, after, twice) => {
        const inside = before + canary + after + (twice ? canary : "");
        const text = `x: ${encode(inside)} .`;
        expect(redactor.leaks(text).length).toBeGreaterThan(0);
        const redacted = redactor.text(text);
        expect(redactor.leaks(redacted)).toEqual([]);
        expect(redacted).toContain("x: ");
        expect(decode(redacted.slice(3, -2))).toBe(`${before}REDACTED${after}${twice ? "REDACTED" : ""}`);
      }),
    );
  });
});

test("text without a secret is not touched", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string(), (text, other) => {
      const all = `${text}${JSON.stringify(other)}${encodeURIComponent(other)}${base64(other)}`;
      expect(redactor.text(all)).toBe(all);
      expect(redactor.leaks(all)).toEqual([]);
    }),
  );
});

test("redaction is finished: a second one changes nothing", () => {
  const once = redactor.text(`Bearer ${canary} and ${base64(`user:${canary}`)} and sk-or-v1-0123456789abcdef`);
  expect(redactor.text(once)).toBe(once);
});

const shapes: readonly [name: string, text: string, redacted: string][] = [
  ["openrouter-key", "key sk-or-v1-CANARY0 end", "key REDACTED end"],
  ["openrouter-key", '"a\\nsk-or-v1-0123456789abcdef"', '"a\\nREDACTED"'],
  ["sk-key", "sk-proj-abcdefghijklmnop0123456789", "REDACTED"],
  ["sk-key", "sk-ant-api03-abcdefghijklmnop", "REDACTED"],
  ["aws-access-key-id", "AKIAIOSFODNN7EXAMPLE", "REDACTED"],
  ["aws-access-key-id", "(ASIAIOSFODNN7CANARYX)", "(REDACTED)"],
  [
    "aws-secret-access-key",
    "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    "aws_secret_access_key = REDACTED",
  ],
  [
    "aws-secret-access-key",
    '"secretAccessKey":"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"',
    '"secretAccessKey":"REDACTED"',
  ],
  ["aws-session-token", `IQoJb3JpZ2luX2VjE${"a1+/".repeat(20)}==`, "REDACTED"],
  ["bedrock-api-key", `ABSK${"Qm9k".repeat(20)}=`, "REDACTED"],
  ["bedrock-api-key", "bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29t", "REDACTED"],
  ["bearer-token", "Authorization: Bearer abc.def-123", "Authorization: Bearer REDACTED"],
  ["bearer-token", "authorization: bearer abcdefghijklmnopqrstuvwxyz", "authorization: bearer REDACTED"],
  ["signed-url", "https://s3/x?X-Amz-Signature=abc&X-Amz-Date=1", "https://s3/x?X-Amz-Signature=REDACTED&X-Amz-Date=1"],
  ["signed-url", "https://s3/x?X-Amz-Credential=AB%2F2026", "https://s3/x?X-Amz-Credential=REDACTED"],
  ["signed-url", "https://s3/x?a=b&X-Amz-Security-Token=abc", "https://s3/x?a=b&X-Amz-Security-Token=REDACTED"],
  ["signature", `AWS4-HMAC-SHA256 Signature=${"0a".repeat(32)}`, "AWS4-HMAC-SHA256 Signature=REDACTED"],
  ["url-key", "at https://x.dev/v1?key=abcdef1234 line 1", "at https://x.dev/v1?key=REDACTED line 1"],
  [
    "url-key",
    "https://x.dev/v1?a=1&api_key=abcdefg&token=1234567",
    "https://x.dev/v1?a=1&api_key=REDACTED&token=REDACTED",
  ],
  ["url-password", "https://user:secret@x.dev/", "https://user:REDACTED@x.dev/"],
  ["api-key", "gsk_abcdefghij0123456789", "REDACTED"],
];

test.each(shapes)("the shape of a secret is enough: %s in %s", (name, text, redacted) => {
  const noValues = createRedactor([]);
  expect(noValues.leaks(text)).toContain(name);
  expect(noValues.text(text)).toBe(redacted);
  expect(noValues.leaks(redacted)).toEqual([]);
  expect(noValues.leaks(base64(`{"a": "${text}"}`))).toContain(name);
});

test.each([
  "the task-management-of-2026-with-many-words",
  "a bearer of good news, responsibilities and all",
  "risk-0123456789-0123456789",
  "?key=value in words",
  "AKIA is how access keys begin, ABSK how Bedrock's do",
  '"p":"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"',
])("ordinary text stays: %s", (text) => {
  expect(createRedactor([]).text(text)).toBe(text);
});

test("a leak is named and its value is not shown", () => {
  expect(redactor.leaks(`${canary} ${base64(`ab${canary}`)} AKIAIOSFODNN7EXAMPLE`)).toEqual([
    "aws-access-key-id",
    "secret 1",
  ]);
  expect(redactor.leaks(utf8(canary))).toEqual(["secret 1"]);
});

test("values of fewer than six characters and empty ones are not looked for", () => {
  const short = createRedactor(["", "abc", "  "]);
  expect(short.text("abc def")).toBe("abc def");
});

test("a value of six characters is looked for, blanks around it not counted, and named by its place in the list", () => {
  expect(shortestSecret).toBe(6);
  const six = createRedactor(["abcde", " uvwxyz\n", "  12345  ", "ghijkl"]);
  expect(six.text("abcde uvwxyz 12345 ghijkl")).toBe("abcde REDACTED 12345 REDACTED");
  expect(six.leaks("uvwxyz")).toEqual(["secret 2"]);
  expect(six.leaks("ghijkl uvwxyz ghijkl")).toEqual(["secret 2", "secret 4"]);
  expect(six.leaks(utf8("\xe9ghijkl"))).toEqual(["secret 4"]);
});

test("leaks that overlap are named one by one, each once", () => {
  const nested = createRedactor(["abcdef", "cdefgh"]);
  expect(nested.leaks("abcdefgh abcdef")).toEqual(["secret 1", "secret 2"]);
  const spelled = { chunks: [[0, utf8('{"t":["abcd","efgh","abcd","ef"]}')]] } as const;
  expect(nested.spelled(spelled)).toEqual(["secret 1", "secret 2"]);
});

test("an exchange keeps everything that is not secret: absent stays null, and an empty body stays empty", () => {
  const failed = exchangeOf({
    request: { method: "GET", url: "https://example.com/a", headers: [["accept", "b"]], body: null },
    response: null,
    firstByteMs: null,
    end: "connect-error",
    error: { kind: "dns", code: "ENOTFOUND", message: "no such host", deadlineMs: 5 },
  });
  expect(redactor.exchange(failed)).toEqual(failed);
  const empty = exchangeOf({ request: { method: "POST", url: "https://example.com/", headers: [], body: utf8("") } });
  expect(redactor.exchange(empty)).toEqual(empty);
});

test("an exchange loses a secret in each of its parts", () => {
  const recorded = exchangeOf({
    request: {
      method: "POST",
      url: "https://example.com/first-1",
      headers: [["accept", "second-2"]],
      body: utf8("third-3"),
    },
    response: { status: 200, headers: [["date", "fourth-4"]] },
    chunks: [[7, utf8("fifth-5")]],
    end: "reset",
    error: { kind: "reset", code: "ECONNRESET", message: "sixth-6", deadlineMs: null },
  });
  const all = createRedactor(["first-1", "second-2", "third-3", "fourth-4", "fifth-5", "sixth-6"]);
  expect(all.exchange(recorded)).toEqual({
    ...recorded,
    request: {
      method: "POST",
      url: "https://example.com/REDACTED",
      headers: [["accept", "REDACTED"]],
      body: utf8("REDACTED"),
    },
    response: { status: 200, headers: [["date", "REDACTED"]] },
    chunks: [[7, utf8("REDACTED")]],
    error: { kind: "reset", code: "ECONNRESET", message: "REDACTED", deadlineMs: null },
  });
});

test("a longer secret is taken out whole when a shorter one is its beginning", () => {
  expect(createRedactor(["abcdef", "abcdefghij"]).text("<abcdefghij>")).toBe("<REDACTED>");
});

test("a secret that is not ASCII is found in text and in bytes", () => {
  const other = createRedactor(["пароль-密码"]);
  expect(other.text("x пароль-密码 é")).toBe("x REDACTED é");
  const { chunks } = other.exchange(exchangeOf({ chunks: [[1, utf8("é пароль-密码 é")]] }));
  expect(chunks.map(([, bytes]) => Buffer.from(bytes).toString())).toEqual(["é REDACTED é"]);
});

test("headers are stored by allow-list, names in lower case, in their order", () => {
  const evidence = [
    ["Content-Type", "a"],
    ["x-amzn-RequestId", "b"],
    ["X-Amzn-Bedrock-Input-Token-Count", "1"],
    ["retry-after", "1"],
    ["x-generation-id", "g"],
    ["retry-after", "2"],
  ] as const;
  const rest = [
    "Authorization",
    "cookie",
    "Set-Cookie",
    "x-amz-security-token",
    "x-api-key",
    "api-key",
    "x-goog-api-key",
    "content-encoding",
    "content-length",
    "transfer-encoding",
    "openai-organization",
    "x-amz-date",
    "user-agent",
    "__proto__",
    "constructor",
  ].map((name) => [name, "v"] as const);
  expect(storedHeaders([...rest, ...evidence])).toEqual(evidence.map(([name, value]) => [name.toLowerCase(), value]));
});

test("a canary planted anywhere is in no byte of the file", () => {
  const places = fc.record({
    url: fc.constantFrom(...encodings.slice(1, 4)),
    body: fc.constantFrom(...encodings),
    reply: fc.constantFrom(...encodings),
    size: fc.integer({ min: 1, max: 30 }),
    stored: fc.boolean(),
  });
  fc.assert(
    fc.property(places, ({ url, body, reply, size, stored }) => {
      const replyBytes = utf8(`data: {"x": ${reply[1](`a${canary}b`)}}\n\n${stored ? "\0" : ""}`);
      const recorded = exchangeOf({
        request: {
          method: "POST",
          url: `https://example.com/${url[1](canary)}?q=${url[1](canary)}`,
          headers: [
            ["authorization", canary],
            ["content-type", `text/plain; x=${canary}`],
          ],
          body: utf8(`{"y":${body[1](`c${canary}d`)}}`),
        },
        response: {
          status: 200,
          headers: [
            ["x-request-id", canary],
            ["set-cookie", canary],
          ],
        },
        chunks: chunked(replyBytes, size),
        end: "reset",
        error: {
          kind: "reset",
          code: null,
          message: `GET https://example.com/?key=${url[1](canary)}`,
          deadlineMs: null,
        },
      });
      const text = writeHar({
        meta,
        entries: [{ exchange: redactor.exchange(recorded), trial: 1, step: "s", attempt: 1, client: "sdk" }],
      });
      expect(redactor.leaks(text)).toEqual([]);
      for (const form of [canary, ...encodings.slice(0, 10).map(([, encode]) => encode(canary))])
        expect(text).not.toContain(form.replace(/^"|"$/g, ""));
      const [entry] = readHar(text, "a.har").entries;
      expect(entry?.exchange.chunks).toHaveLength(recorded.chunks.length);
    }),
  );
});

test("a secret across chunks is taken out, the chunks keep number, times and what was not secret", () => {
  const body = `data: one\n\ndata: ${canary}\n\ndata: two\n\n`;
  for (let size = 1; size <= body.length; size += 1) {
    const recorded = exchangeOf({ chunks: chunked(utf8(body), size) });
    const redacted = redactor.exchange(recorded);
    expect(bodyOf(redacted)).toBe("data: one\n\ndata: REDACTED\n\ndata: two\n\n");
    expect(redacted.chunks.map(([ms]) => ms)).toEqual(recorded.chunks.map(([ms]) => ms));
  }
  const clean = redactor.exchange(exchangeOf({ chunks: chunked(utf8("abc"), 1) }));
  expect(clean.chunks.map(([, bytes]) => bytes.length)).toEqual([1, 1, 1]);
});

test("a cut between events stays where it was when a secret before it went", () => {
  const redacted = redactor.exchange(
    exchangeOf({
      chunks: [
        [1, utf8(`data: ${canary}\n\n`)],
        [2, utf8("data: b\n\n")],
      ],
    }),
  );
  expect(redacted.chunks.map(([, bytes]) => Buffer.from(bytes).toString())).toEqual([
    "data: REDACTED\n\n",
    "data: b\n\n",
  ]);
});

describe("in an AWS event stream", () => {
  const frame = (payload: string, type = "contentBlockDelta"): Uint8Array =>
    encodeEventFrame(
      [
        [":event-type", type],
        [":message-type", "event"],
      ],
      utf8(payload),
    );
  const inText = frame(JSON.stringify({ delta: { text: `a ${canary} b` } }));
  const inBytes = frame(
    JSON.stringify({ bytes: base64(JSON.stringify({ generation: `a ${canary} b` })), p: "abcd" }),
    "chunk",
  );
  const inHeader = frame("{}", canary);
  const clean = frame('{"role":"assistant"}', "messageStart");
  const payloads = (bytes: Uint8Array): string[] =>
    createEventStreamParser()
      .push(bytes)
      .map(({ payload }) => Buffer.from(payload).toString());

  test("every frame stays valid in any chunking, and frames without a secret stay as they are", () => {
    const body = Buffer.concat([clean, inText, inBytes, inHeader, clean]);
    for (let size = 1; size <= body.length; size += 1) {
      const redacted = redactor.exchange(exchangeOf({ chunks: chunked(body, size) }));
      const bytes = Buffer.concat(redacted.chunks.map(([, chunk]) => chunk));
      expect(redactor.leaks(bytes)).toEqual([]);
      const [first, text, inner, , last] = payloads(bytes);
      expect([first, text, last]).toEqual([
        '{"role":"assistant"}',
        '{"delta":{"text":"a REDACTED b"}}',
        '{"role":"assistant"}',
      ]);
      expect(Buffer.from(JSON.parse(inner ?? "").bytes, "base64").toString()).toBe('{"generation":"a REDACTED b"}');
      expect(redacted.chunks).toHaveLength(Math.ceil(body.length / size));
      expect([...bytes.subarray(0, clean.length)]).toEqual([...clean]);
    }
  });

  test("a frame that is cut stays cut: what is left of it keeps its length", () => {
    const cut = inText.subarray(0, inText.length - 3);
    const redacted = redactor.exchange(
      exchangeOf({
        chunks: [
          [1, clean],
          [2, cut],
        ],
      }),
    );
    expect(redacted.chunks.map(([, bytes]) => bytes.length)).toEqual([clean.length, cut.length]);
    expect(redactor.leaks(bodyOf(redacted))).toEqual([]);
  });

  test("a frame whose checksum is wrong stays wrong: the fault is evidence", () => {
    const broken = Uint8Array.from(inText);
    broken.set([0, 0, 0, 0], broken.length - 4);
    const redacted = redactor.exchange(
      exchangeOf({
        chunks: [
          [1, clean],
          [2, broken],
        ],
      }),
    );
    expect(redacted.chunks.map(([, bytes]) => bytes.length)).toEqual([clean.length, broken.length]);
    expect(() => payloads(Buffer.from(bodyOf(redacted), "latin1"))).toThrow("message checksum");
    expect(redactor.leaks(bodyOf(redacted))).toEqual([]);
  });
});

const meta = {
  formatVersion: 1,
  source: "recorded",
  recordedAt: "2026-02-10T12:00:00Z",
  after: null,
  scenario: "s",
  scenarioVersion: 1,
  target: "t",
  note: null,
  endpoint: null,
  region: null,
  versions: {},
} as const;

function chunked(bytes: Uint8Array, size: number): (readonly [number, Uint8Array])[] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) => [
    at,
    bytes.subarray(at * size, (at + 1) * size),
  ]);
}

test("a redactor learns values, and keeps those that it knew", () => {
  const redactor = createRedactor(["first-secret-value"]);
  expect(redactor.text("second-secret-value")).toBe("second-secret-value");
  redactor.learn(["second-secret-value", "first-secret-value"]);
  redactor.learn([]);
  expect(redactor.text("first-secret-value second-secret-value")).toBe("REDACTED REDACTED");
  expect(redactor.leaks(Buffer.from("second-secret-value").toString("base64"))).toHaveLength(1);
});
