import { describe, expect, test } from "vitest";
import type { JsonValue } from "../../chat/json.js";
import type { RecordedExchange } from "../exchange.js";
import { HarError, type HarFile, writeHar } from "./har.js";
import { readStoredBody, storeBody } from "./har-body.js";
import { encodeHar } from "./har-encode.js";

const bytes = (text: string) => new Uint8Array(Buffer.from(text, "latin1"));

const meta: HarFile["meta"] = {
  formatVersion: 1,
  source: "recorded",
  recordedAt: "2026-02-10T12:00:00Z",
  after: null,
  scenario: "ask",
  scenarioVersion: 1,
  target: "a/b",
  note: null,
  endpoint: null,
  region: null,
  versions: {},
};

const exchange: RecordedExchange = {
  startedAt: "2026-02-10T12:00:00Z",
  request: { method: "GET", url: "https://service.test/", headers: [], body: null },
  response: { status: 200, headers: [] },
  firstByteMs: null,
  chunks: [],
  end: "eof",
  error: null,
};

type Members = { readonly [name: string]: unknown };

const fileOf = (change: Partial<RecordedExchange>): HarFile => ({
  meta,
  entries: [{ exchange: { ...exchange, ...change }, trial: 1, step: "s", attempt: 1, client: "sdk" }],
});
/** The entry as it is written, and read again. */
const entryOf = (change: Partial<RecordedExchange>) => JSON.parse(writeHar(fileOf(change))).log.entries[0];
const logOf = (change: Partial<HarFile["meta"]>) =>
  (
    encodeHar({ meta: { ...meta, ...change }, entries: [] }, null) as {
      readonly log: { readonly [name: string]: Members };
    }
  ).log;

describe("the times of an entry", () => {
  test.each<[what: string, change: Partial<RecordedExchange>, time: number, wait: number, receive: number]>([
    ["of nothing are 0", {}, 0, 0, 0],
    ["of headers alone are all waiting", { firstByteMs: 12.5 }, 12.5, 12.5, 0],
    ["of chunks without headers' time are all waiting", { chunks: [[7, bytes("a")]] }, 7, 7, 0],
    [
      "are split where the headers came",
      {
        firstByteMs: 5,
        chunks: [
          [6, bytes("a")],
          [20.25, bytes("b")],
        ],
      },
      20.25,
      5,
      15.25,
    ],
    ["end with the headers where a chunk says less", { firstByteMs: 9, chunks: [[7, bytes("a")]] }, 9, 9, 0],
    ["are rounded to a microsecond", { firstByteMs: 0.1, chunks: [[0.30004, bytes("a")]] }, 0.30004, 0.1, 0.2],
  ])("%s", (_what, change, time, wait, receive) => {
    expect(entryOf(change)).toMatchObject({ time, timings: { send: 0, wait, receive } });
  });
});

describe("the facts of a file", () => {
  test('name our version as the creator\'s, or "unknown" when there is none', () => {
    expect(logOf({ versions: { "llm-parity": "1.2.3" } })["creator"]).toEqual({ name: "llm-parity", version: "1.2.3" });
    expect(logOf({ versions: {} })["creator"]).toEqual({ name: "llm-parity", version: "unknown" });
  });

  test("have their versions in the order of the names, whatever it was", () => {
    const versions = { node: "1", "llm-parity": "2", openai: "3", Node: "4" };
    const names = Object.keys(logOf({ versions })["_parity"]?.["versions"] ?? {});
    expect(names).toEqual(["Node", "llm-parity", "node", "openai"]);
  });

  test("have an import where there was one", () => {
    const imported = { file: "a", format: "b", losses: [], interactions: [] };
    expect(logOf({ imported })["_parity"]).toMatchObject({ imported });
    expect(logOf({})["_parity"]).not.toHaveProperty("imported");
  });
});

test("a request without a body has none in the file, and an empty body stays empty", () => {
  const { postData, ...none } = entryOf({}).request;
  expect([postData, none.bodySize]).toEqual([undefined, 0]);
  const request = { ...exchange.request, body: bytes("") };
  expect(entryOf({ request }).request).toMatchObject({
    postData: { mimeType: "application/octet-stream", text: "" },
    bodySize: 0,
  });
});

test("bodies have the type of their headers, and an encoding if they are not text", () => {
  const headers = [["content-type", "text/plain"]] as const;
  const both = entryOf({
    request: { ...exchange.request, headers, body: bytes("\xff") },
    response: { status: 200, headers },
    chunks: [[1, bytes("\xff")]],
  });
  expect(both.request).toMatchObject({
    postData: { mimeType: "text/plain", text: "/w==", _encoding: "base64" },
    bodySize: 1,
  });
  expect(both.response).toMatchObject({
    content: { mimeType: "text/plain", text: "/w==", encoding: "base64", size: 1 },
    bodySize: 1,
  });
  const plain = entryOf({ request: { ...exchange.request, body: bytes("a") }, chunks: [[1, bytes("b")]] });
  expect(plain.request.postData).toEqual({ mimeType: "application/octet-stream", text: "a" });
  expect(plain.response.content).toEqual({ size: 1, mimeType: "x-unknown", text: "b" });
});

test("no response is status 0 without headers and without a size", () => {
  const failed = entryOf({
    response: null,
    end: "connect-error",
    error: { kind: "dns", code: null, message: "no such host", deadlineMs: null },
  });
  expect(failed.response).toMatchObject({
    status: 0,
    headers: [],
    bodySize: -1,
    content: { size: 0, mimeType: "x-unknown", text: "" },
  });
  expect(failed._error).toEqual({ kind: "dns", code: null, message: "no such host", deadlineMs: null });
});

test("a query is listed with its repeated names; an address that is not a URL has no query and is refused", () => {
  const request = { ...exchange.request, url: "https://service.test/?a=1&a=%202&b" };
  expect(entryOf({ request }).request.queryString).toEqual([
    { name: "a", value: "1" },
    { name: "a", value: " 2" },
    { name: "b", value: "" },
  ]);
  expect(() => writeHar(fileOf({ request: { ...exchange.request, url: "nowhere" } }))).toThrow(HarError);
});

test("a decoded view is written up to 120 levels, and one of 121 says so", () => {
  const nested = (levels: number): readonly JsonValue[] => {
    let value: readonly JsonValue[] = [];
    for (let level = 1; level < levels; level += 1) value = [value];
    return value;
  };
  const eventsOf = (levels: number) =>
    JSON.parse(writeHar(fileOf({}), { describe: () => nested(levels) })).log.entries[0]._events;
  expect(eventsOf(120)).toEqual(nested(120));
  expect(eventsOf(121)).toEqual(["nested too deeply to be shown"]);
  expect(JSON.parse(writeHar(fileOf({}), { describe: () => null })).log.entries[0]).not.toHaveProperty("_events");
  expect(entryOf({})).not.toHaveProperty("_events");
});

test("each chunk is one line, and a list of two numbers in a text stays as it is", () => {
  const url = "https://service.test/?[1,2]";
  const text = writeHar(
    fileOf({
      request: { ...exchange.request, url },
      chunks: [
        [1e-7, bytes("a")],
        [1e21, bytes("[\n 1,\n 2\n]")],
      ],
    }),
  );
  expect(text).toContain('"_chunks": [\n          [1e-7, 1],\n          [1e+21, 10]\n        ],');
  expect(JSON.parse(text).log.entries[0].response.content.text).toBe("a[\n 1,\n 2\n]");
});

describe("a stored body", () => {
  test.each([
    ["application/vnd.amazon.eventstream"],
    ["APPLICATION/VND.AMAZON.EVENTSTREAM"],
    ["application/octet-stream; a=b"],
  ])("of %s is base64, also where it is text", (type) => {
    expect(storeBody(bytes("abc"), type)).toEqual({ text: "YWJj", isBase64: true });
    expect(storeBody(bytes(""), type)).toEqual({ text: "", isBase64: true });
  });

  test.each([
    ["text", "text/event-stream", "data: {}\n\n"],
    ["text of no known type", null, "a\tb\r\nc"],
    ["nothing", null, ""],
    ["a byte order mark", "text/plain", "\xef\xbb\xbfa"],
    ["characters of two bytes, also controls among them", "text/plain", "\xc3\xa9\xc2\x80"],
    ["the first and the last character that is shown", null, " ~"],
  ])("of %s is text", (_what, type, text) => {
    const stored = storeBody(bytes(text), type);
    expect(stored).toEqual({ text: Buffer.from(text, "latin1").toString("utf8"), isBase64: false });
    expect(Buffer.from(readStoredBody({ file: "a", place: "b", value: stored.text }, false)).toString("latin1")).toBe(
      text,
    );
  });

  test.each([..."\0\x01\x07\x08\x0b\x0c\x0e\x1f\x7f\x80\xff"])("with the byte %j is base64", (byte) => {
    expect(storeBody(bytes(`a${byte}`), "text/plain")).toEqual({
      text: Buffer.from(`a${byte}`, "latin1").toString("base64"),
      isBase64: true,
    });
  });
});
