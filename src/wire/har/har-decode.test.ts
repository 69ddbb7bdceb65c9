import { describe, expect, test } from "vitest";
import { HarError, type HarFile, readHar, writeHar } from "./har.js";

const bytes = (text: string) => new TextEncoder().encode(text);

const file: HarFile = {
  meta: {
    formatVersion: 1,
    source: "recorded",
    recordedAt: "2026-02-10T12:00:00Z",
    after: null,
    scenario: "ask",
    scenarioVersion: 1,
    target: "model/provider/chat-completions",
    note: "a note",
    endpoint: "https://service.test",
    region: "us-east-1",
    versions: { node: "20" },
    imported: { file: "a.yaml", format: "vcrpy", losses: ["status"], interactions: [0] },
  },
  entries: [
    {
      exchange: {
        startedAt: "2026-02-10T12:00:00Z",
        request: {
          method: "POST",
          url: "https://service.test/v1?a=b",
          headers: [["content-type", "application/json"]],
          body: bytes("{}"),
        },
        response: { status: 200, headers: [["content-type", "application/octet-stream"]] },
        firstByteMs: 1,
        chunks: [
          [1, bytes("ab")],
          [2, bytes("c")],
        ],
        end: "reset",
        error: { kind: "reset", code: "ECONNRESET", message: "it broke", deadlineMs: null },
      },
      trial: 1,
      step: "first",
      attempt: 1,
      client: "sdk",
    },
  ],
};

type Members = { [name: string]: unknown };
type Path = readonly (string | number)[];

const written = () => JSON.parse(writeHar(file)) as Members;

/** The object at a path of the document. */
function at(har: Members, path: Path): Members {
  return path.reduce<Members>((value, step) => value[step] as Members, har);
}

const meta: Path = ["log", "_parity"];
const entry: Path = ["log", "entries", 0];
const request: Path = [...entry, "request"];
const response: Path = [...entry, "response"];

/** The place and the problem of what is read after a change; null: it is read. */
function refused(
  path: Path,
  change: Members,
  options: { readonly now?: number } = {},
): readonly [string, string] | null {
  const har = written();
  Object.assign(at(har, path), change);
  return refusal(JSON.stringify(har), options);
}

function refusal(text: string, options: { readonly now?: number } = {}): readonly [string, string] | null {
  try {
    readHar(text, "a.har", options);
    return null;
  } catch (error) {
    if (!(error instanceof HarError)) throw error;
    return [error.place, error.message.replace(`a.har: ${error.place}: `, "")];
  }
}

function readWith(path: Path, change: Members): HarFile {
  const har = written();
  Object.assign(at(har, path), change);
  return readHar(JSON.stringify(har), "a.har");
}

const objects: readonly (readonly [place: string, path: Path, members: readonly string[]])[] = [
  ["file", [], ["log"]],
  ["log", ["log"], ["version", "creator", "_parity", "entries"]],
  ["log.creator", ["log", "creator"], ["name", "version"]],
  [
    "log._parity",
    meta,
    [
      ...[
        "formatVersion",
        "source",
        "recordedAt",
        "after",
        "scenario",
        "scenarioVersion",
        "target",
        "note",
        "endpoint",
      ],
      ...["region", "versions"],
    ],
  ],
  ["log._parity.imported", [...meta, "imported"], ["file", "format", "losses", "interactions"]],
  [
    "log.entries[0]",
    entry,
    [
      ...["startedDateTime", "time", "request", "response", "cache", "timings", "_trial", "_step", "_attempt"],
      ...["_client", "_firstByteMs", "_chunks", "_end", "_error"],
    ],
  ],
  ["log.entries[0]._error", [...entry, "_error"], ["kind", "code", "message", "deadlineMs"]],
  [
    "log.entries[0].request",
    request,
    ["method", "url", "httpVersion", "cookies", "headers", "queryString", "headersSize", "bodySize"],
  ],
  ["log.entries[0].request.postData", [...request, "postData"], ["mimeType", "text"]],
  ["log.entries[0].request.headers[0]", [...request, "headers", 0], ["name", "value"]],
  [
    "log.entries[0].response",
    response,
    ["status", "statusText", "httpVersion", "cookies", "headers", "content", "redirectURL", "headersSize", "bodySize"],
  ],
  ["log.entries[0].response.content", [...response, "content"], ["size", "mimeType", "text"]],
];

describe.each(objects)("%s", (place, path, members) => {
  test.each(members)("needs its member %s", (name) => {
    const har = written();
    delete at(har, path)[name];
    expect(refusal(JSON.stringify(har))).toEqual([place, `"${name}" is missing`]);
  });

  test("has no members beyond those that are known", () => {
    expect(refused(path, { unknown: null })).toEqual([place, '"unknown" is not a known member']);
  });
});

test.each<[string, Path, string[]]>([
  ["the log", ["log"], ["browser", "pages", "comment"]],
  ["its creator", ["log", "creator"], ["comment"]],
  ["an entry", entry, ["_events", "pageref", "serverIPAddress", "connection", "comment"]],
  ["a request", request, ["comment"]],
  ["its body", [...request, "postData"], ["params", "comment"]],
  ["a header", [...request, "headers", 0], ["comment"]],
  ["a response", response, ["comment"]],
  ["its body", [...response, "content"], ["compression", "comment"]],
])("%s may have what HAR 1.2 allows, and it is not read", (_what, path, names) => {
  for (const name of names) expect(readWith(path, { [name]: { any: 1 } })).toEqual(readWith([], {}));
});

describe("the facts of a recording", () => {
  test.each<[what: string, change: Members, place: string, problem: string]>([
    ["format version 0", { formatVersion: 0 }, "formatVersion", "is 0; this program reads format version 1"],
    ["format version as text", { formatVersion: "1" }, "formatVersion", 'is "1"; this program reads format version 1'],
    ["an unknown source", { source: "made" }, "source", 'must be one of recorded, authored, is "made"'],
    ["no time and no import", { recordedAt: null, imported: undefined }, "recordedAt", "a recording needs a time"],
    [
      "an authored one without its document",
      { source: "authored" },
      "after",
      "an authored fixture must name the document that it follows",
    ],
    [
      "a scenario's version below 0",
      { scenarioVersion: -1 },
      "scenarioVersion",
      "must be a whole number from 0, is -1",
    ],
    [
      "a scenario named __proto__",
      { scenario: "__proto__" },
      "scenario",
      '"__proto__" is not a plain name (letters, digits and . _ @ : + -)',
    ],
    [
      "a target with an empty part",
      { target: "a//b" },
      "target",
      '"" is not a plain name (letters, digits and . _ @ : + -)',
    ],
    ["a note that is no text", { note: 1 }, "note", "must be text, is 1"],
    ["an endpoint that is no text", { endpoint: 1 }, "endpoint", "must be text, is 1"],
    ["a region that is no text", { region: 1 }, "region", "must be text, is 1"],
    ["a document that is no text", { after: 1 }, "after", "must be text, is 1"],
    ["versions that are a list", { versions: [] }, "versions", "must be an object, is a list"],
    ["an import that is null", { imported: null }, "imported", "must be an object, is null"],
  ])("cannot be %s", (_what, change, place, problem) => {
    expect(refused(meta, change)).toEqual([`log._parity.${place}`, problem]);
  });

  test.each<[what: string, change: Members]>([
    ["an authored fixture that names its document", { source: "authored", after: "a document", recordedAt: null }],
    ["a recorded one that names a document too", { after: "a document" }],
    ["an import without a time", { recordedAt: null }],
    ["one that was never imported", { imported: undefined }],
    ["scenario version 0", { scenarioVersion: 0 }],
    ["nothing that may be absent", { note: null, endpoint: null, region: null, versions: {} }],
    ["empty texts", { note: "", endpoint: "", region: "" }],
  ])("may be those of %s", (_what, change) => {
    const { imported, ...rest } = { ...file.meta, ...change };
    expect(readWith(meta, change).meta).toEqual(imported === undefined ? rest : { ...rest, imported });
  });

  test("have versions by any name but __proto__", () => {
    const text = (name: string) => JSON.stringify(written()).replace('"node":"20"', `"${name}":"20"`);
    expect(refusal(text("__proto__"))).toEqual(["log._parity.versions", '"__proto__" is not a name']);
    expect(readHar(text("constructor"), "a.har").meta.versions).toEqual({ constructor: "20" });
    expect(readHar(text("@scope/a name"), "a.har").meta.versions).toEqual({ "@scope/a name": "20" });
  });

  test.each<[change: Members, place: string]>([
    [{ file: 1 }, "file"],
    [{ format: "../vcrpy" }, "format"],
    [{ losses: ["status", "../x"] }, "losses[1]"],
    [{ losses: "status" }, "losses"],
    [{ interactions: [0, -1] }, "interactions[1]"],
    [{ interactions: [0.5] }, "interactions[0]"],
  ])("refuse an import with %j", (change, place) => {
    expect(refused([...meta, "imported"], change)?.[0]).toBe(`log._parity.imported.${place}`);
  });

  test("may be dated a day ahead of the reader's clock, and not a millisecond more", () => {
    const recordedAt = "2026-02-10T12:00:00.000Z";
    const now = Date.parse("2026-02-09T12:00:00.000Z");
    expect(refused(meta, { recordedAt }, { now })).toBeNull();
    expect(refused(meta, { recordedAt }, { now: now + 1 })).toBeNull();
    expect(refused(meta, { recordedAt }, { now: now - 1 })).toEqual([
      "log._parity.recordedAt",
      `${recordedAt} is in the future`,
    ]);
    expect(refused(meta, { recordedAt: "2026-02-11T12:00:00.000Z" }, { now })?.[0]).toBe("log._parity.recordedAt");
    expect(refused(meta, { recordedAt: "9999-01-01T00:00:00Z" })).toBeNull();
    expect(refused(meta, { recordedAt: null }, { now: 0 })).toBeNull();
  });
});

describe("an entry", () => {
  test.each<[change: Members, place: string, problem: string]>([
    [{ _trial: -1 }, "_trial", "must be a whole number from 0, is -1"],
    [{ _attempt: -1 }, "_attempt", "must be a whole number from 0, is -1"],
    [{ _step: "../a" }, "_step", '"../a" is not a plain name (letters, digits and . _ @ : + -)'],
    [{ _step: "__proto__" }, "_step", '"__proto__" is not a plain name (letters, digits and . _ @ : + -)'],
    [{ _client: "SDK" }, "_client", 'must be one of sdk, http, is "SDK"'],
    [{ _firstByteMs: -1 }, "_firstByteMs", "must be milliseconds from 0, is -1"],
    [{ startedDateTime: "today" }, "startedDateTime", "must be a UTC time such as 2026-02-10T12:00:00.000Z"],
    [{ _end: "eof" }, "_error", "must be null when _end is eof"],
    [{ _error: null }, "_error", "must be the error of _end reset"],
    [{ _chunks: [[1, 2]] }, "_chunks", "add up to 2 bytes, but the body has 3"],
    [{ _chunks: [[1, 4]] }, "_chunks", "add up to 4 bytes, but the body has 3"],
    [{ _chunks: [[1, 2], [1]] }, "_chunks[1]", "must be [milliseconds, bytes]"],
    [{ _chunks: [[1, 2], []] }, "_chunks[1]", "must be [milliseconds, bytes]"],
    [
      {
        _chunks: [
          [1, 2],
          [1, 1, 1],
        ],
      },
      "_chunks[1]",
      "must be [milliseconds, bytes]",
    ],
    [{ _chunks: [[-1, 3]] }, "_chunks[0][0]", "must be milliseconds from 0, is -1"],
    [
      {
        _chunks: [
          [1, 1.5],
          [1, 1.5],
        ],
      },
      "_chunks[0][1]",
      "must be a whole number from 0, is 1.5",
    ],
    [{ _chunks: [{}] }, "_chunks[0]", "must be a list, is an object"],
  ])("is refused with %j", (change, place, problem) => {
    expect(refused(entry, change)).toEqual([`log.entries[0].${place}`, problem]);
  });

  test("may have trial and attempt 0, no first byte, and chunks without bytes", () => {
    const chunks = [
      [0, 0],
      [0.5, 3],
      [0.5, 0],
    ];
    const [read] = readWith(entry, {
      _trial: 0,
      _attempt: 0,
      _client: "http",
      _firstByteMs: null,
      _chunks: chunks,
    }).entries;
    expect(read).toMatchObject({ trial: 0, attempt: 0, client: "http", exchange: { firstByteMs: null } });
    expect(read?.exchange.chunks.map(([ms, chunk]) => [ms, chunk.length])).toEqual(chunks);
  });

  test.each([
    ...["dns", "refused", "connect-timeout", "tls", "reset", "closed", "first-byte-timeout", "idle-timeout"],
    ...["total-timeout", "aborted", "protocol", "replay-miss", "fenced"],
  ])("may have broken by %s", (kind) => {
    const [read] = readWith([...entry, "_error"], { kind, code: null, deadlineMs: 0.5 }).entries;
    expect(read?.exchange.error).toEqual({ kind, code: null, message: "it broke", deadlineMs: 0.5 });
  });

  test.each(["reset", "connect-error", "client-abort"])("may end by %s", (end) => {
    expect(readWith(entry, { _end: end }).entries[0]?.exchange.end).toBe(end);
  });

  test.each<[change: Members, place: string, problem: string]>([
    [{ kind: "broken" }, "kind", '"broken" is not a kind of error'],
    [{ kind: "__proto__" }, "kind", '"__proto__" is not a kind of error'],
    [{ kind: "constructor" }, "kind", '"constructor" is not a kind of error'],
    [{ code: 1 }, "code", "must be text, is 1"],
    [{ message: null }, "message", "must be text, is null"],
    [{ deadlineMs: -1 }, "deadlineMs", "must be milliseconds from 0, is -1"],
  ])("cannot have broken by %j", (change, place, problem) => {
    expect(refused([...entry, "_error"], change)).toEqual([`log.entries[0]._error.${place}`, problem]);
  });
});

describe("a request", () => {
  test.each(["A", "GET", "A".repeat(20)])("may have the method %s", (method) => {
    expect(refused(request, { method })).toBeNull();
  });

  test.each(["", "get", "Get", "GET ", " GET", "G3T", "A".repeat(21)])("cannot have the method %j", (method) => {
    expect(refused(request, { method })).toEqual(["log.entries[0].request.method", "is not an HTTP method"]);
  });

  test.each([
    "https://service.test/",
    "http://service.test/a/../b?c#d",
    "http://user@service.test/",
    "http://user:@service.test/",
    "http://user:REDACTED@service.test/",
  ])("may have the address %s, as written", (url) => {
    expect(readWith(request, { url }).entries[0]?.exchange.request.url).toBe(url);
  });

  test.each([
    ["", "is not an absolute URL"],
    ["/v1", "is not an absolute URL"],
    ["service.test", "is not an absolute URL"],
    ["http://", "is not an absolute URL"],
    ["ws://service.test/", "is not an http or https URL"],
    ["file:///etc/passwd", "is not an http or https URL"],
    ["data:,a", "is not an http or https URL"],
    ["https:service", null],
  ])("with the address %j: %s", (url, problem) => {
    expect(refused(request, { url })).toEqual(problem === null ? null : ["log.entries[0].request.url", problem]);
  });

  test.each(["pass", "redacted", "REDACTED2"])("cannot have the password %s in its address", (password) => {
    const har = JSON.stringify(written()).replace(
      "https://service.test/v1",
      `https:\\/\\/u:${password}\\u0040service.test/v1`,
    );
    expect(refusal(har)).toEqual(["log.entries[0].request.url", "contains a password"]);
  });

  test.each<[change: Members, problem: string | null]>([
    [{ bodySize: 1 }, "is 1, but the body has 2 bytes"],
    [{ bodySize: 0 }, "is 0, but the body has 2 bytes"],
    [{ bodySize: -1 }, "must be a whole number from 0, is -1"],
    [{ postData: undefined }, "is 2, but the body has 0 bytes"],
    [{ postData: undefined, bodySize: 0 }, null],
    [{ postData: { mimeType: "", text: "é" } }, null],
    [{ postData: { mimeType: "", text: "e" } }, "is 2, but the body has 1 bytes"],
    [{ postData: { mimeType: "", text: "e30=", _encoding: "base64" } }, null],
    [{ postData: { mimeType: "", text: "", _encoding: "base64" }, bodySize: 0 }, null],
  ])("with %j: %s", (change, problem) => {
    expect(refused(request, change)).toEqual(problem === null ? null : ["log.entries[0].request.bodySize", problem]);
  });

  test("has no body or an empty one, which are two things", () => {
    const bodyWith = (change: Members) => readWith(request, change).entries[0]?.exchange.request.body;
    expect(bodyWith({ postData: undefined, bodySize: 0 })).toBeNull();
    expect(bodyWith({ postData: { mimeType: "", text: "" }, bodySize: 0 })).toEqual(new Uint8Array());
    expect(bodyWith({ postData: { mimeType: "", text: "e30=", _encoding: "base64" } })).toEqual(bytes("{}"));
  });

  test("has no other encoding of its body than base64", () => {
    expect(refused([...request, "postData"], { _encoding: "gzip" })).toEqual([
      "log.entries[0].request.postData._encoding",
      'must be one of base64, is "gzip"',
    ]);
    expect(refused([...request, "postData"], { _encoding: null })?.[0]).toBe(
      "log.entries[0].request.postData._encoding",
    );
  });
});

describe("a response", () => {
  test.each([100, 200, 599])("may have status %i", (status) => {
    expect(readWith(response, { status }).entries[0]?.exchange.response?.status).toBe(status);
  });

  test("of status 0 is null", () => {
    expect(readWith(response, { status: 0 }).entries[0]?.exchange.response).toBeNull();
  });

  test.each([
    [1, "1 is not an HTTP status (100 to 599; 0: no response)"],
    [99, "99 is not an HTTP status (100 to 599; 0: no response)"],
    [600, "600 is not an HTTP status (100 to 599; 0: no response)"],
    [200.5, "must be a whole number from 0, is 200.5"],
    [null, "must be a whole number from 0, is null"],
  ])("cannot have status %s", (status, problem) => {
    expect(refused(response, { status })).toEqual(["log.entries[0].response.status", problem]);
  });

  const headersWith = (...headers: readonly (readonly [string, string])[]) => ({
    headers: headers.map(([name, value]) => ({ name, value })),
  });

  test("keeps the headers that a file may hold, in lower case, and no others", () => {
    const headers = headersWith(["X-Request-Id", "A"], ["server", "b"], ["retry-after", ""], ["retry-after", "\t é"]);
    expect(readWith(response, headers).entries[0]?.exchange.response?.headers).toEqual([
      ["x-request-id", "A"],
      ["retry-after", ""],
      ["retry-after", "\t é"],
    ]);
  });

  test.each<[what: string, name: string, value: string, place: string, problem: string]>([
    ["a carriage return", "date", "a\rb", ".value", "contains a line end or a NUL"],
    ["a line feed", "date", "a\nb", ".value", "contains a line end or a NUL"],
    ["a NUL", "date", "a\0b", ".value", "contains a line end or a NUL"],
    ["a line end in a header that is not kept", "server", "a\nb", ".value", "contains a line end or a NUL"],
    ["an empty name", "", "a", ".name", "is not a header name"],
    ["a blank in its name", "a b", "a", ".name", "is not a header name"],
    ["a colon in its name", "a:b", "a", ".name", "is not a header name"],
    ["a line end behind its name", "date\n", "a", ".name", "is not a header name"],
    ["a name beyond ASCII", "dat\u00e9", "a", ".name", "is not a header name"],
    ["a cookie", "COOKIE", "a", "", "a recording must not contain the header cookie"],
    ["a key", "X-Api-Key", "a", "", "a recording must not contain the header x-api-key"],
    ["a session token", "X-Amz-Security-Token", "", "", "a recording must not contain the header x-amz-security-token"],
  ])("cannot have a header with %s", (_what, name, value, place, problem) => {
    for (const part of ["request", "response"]) {
      expect(refused([...entry, part], headersWith(["date", "x"], [name, value]))).toEqual([
        `log.entries[0].${part}.headers[1]${place}`,
        problem,
      ]);
    }
  });

  test("may have a header with any character of a name", () => {
    expect(refused(response, headersWith(["aZ09!#$%&'*+.^_`|~-", "x"]))).toBeNull();
  });

  test.each<[what: string, change: Members, place: string, problem: string | null]>([
    ["base64", { text: "YWJj", encoding: "base64" }, "", null],
    ["text", { text: "abc", encoding: undefined }, "", null],
    ["text of another length", { text: "ab", encoding: undefined }, "size", "is 3, but the body has 2 bytes"],
    ["a length that is none", { size: -1 }, "size", "must be a whole number from 0, is -1"],
    ["base64 without its padding", { text: "YWI", encoding: "base64" }, "text", "is not valid base64"],
    ["base64 with a line end", { text: "YWJj\n", encoding: "base64" }, "text", "is not valid base64"],
    ["base64url", { text: "-_-_", encoding: "base64" }, "text", "is not valid base64"],
    ["base64 with bits to spare", { text: "YWJ=", encoding: "base64" }, "text", "is not valid base64"],
    ["another encoding", { text: "abc", encoding: "BASE64" }, "encoding", 'must be one of base64, is "BASE64"'],
    [
      "the first half of a pair",
      { text: "\ud83d", encoding: undefined },
      "text",
      "contains half a surrogate pair, which is not text",
    ],
    [
      "the second half of a pair",
      { text: "\ude00", encoding: undefined },
      "text",
      "contains half a surrogate pair, which is not text",
    ],
    [
      "a whole pair, of four bytes",
      { text: "\ud83d\ude00", encoding: undefined },
      "size",
      "is 3, but the body has 4 bytes",
    ],
  ])("with a body of %s", (_what, change, place, problem) => {
    const expected = problem === null ? null : [`log.entries[0].response.content.${place}`, problem];
    expect(refused([...response, "content"], change)).toEqual(expected);
  });

  test("cannot have a secret in base64", () => {
    const text = Buffer.from("\0AKIAIOSFODNN7EXAMPLE").toString("base64");
    expect(refused([...response, "content"], { text, encoding: "base64" })).toEqual([
      "log.entries[0].response.content.text",
      "looks like a secret (aws-access-key-id); record it again, redacted",
    ]);
  });
});

describe("a text that is not a recording", () => {
  test.each([
    ["another version of HAR", ["log"], { version: "1.3" }, ["log.version", 'is "1.3"; this program reads HAR 1.2']],
    ["a log that is a list", [], { log: [] }, ["log", "must be an object, is a list"]],
    ["a creator that is a text", ["log"], { creator: "a" }, ["log.creator", 'must be an object, is "a"']],
  ])("has %s", (_what, path, change, expected) => {
    expect(refused(path, change)).toEqual(expected);
  });

  test("names the line on which its JSON breaks", () => {
    expect(refusal('{\n"log": {\n x')).toEqual(["line 3", 'not JSON: unexpected "x" at position 12']);
    expect(refusal("\nx\n\n")).toEqual(["line 2", 'not JSON: unexpected "x" at position 1']);
    expect(refusal("x")).toEqual(["line 1", 'not JSON: unexpected "x" at position 0']);
    expect(refusal("")).toEqual(["line 1", "not JSON: the text ends at position 0 before its value does"]);
  });

  test("names the line of a secret before any other problem", () => {
    expect(refusal("\n{\n AKIAIOSFODNN7EXAMPLE\n\n}")).toEqual([
      "line 3",
      "looks like a secret (aws-access-key-id); record it again, redacted",
    ]);
  });
});
