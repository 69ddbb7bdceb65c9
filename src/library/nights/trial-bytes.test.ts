import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import type { RecordedExchange } from "../../wire/exchange.js";
import type { HarEntry } from "../../wire/har/har.js";
import { trialBytes } from "./trial-bytes.js";

const plain = { nonce: null, isSimulated: false };
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

function entry(body: string | null, reply: readonly string[] = [], headers: readonly string[] = []): HarEntry {
  const exchange: RecordedExchange = {
    startedAt: "2026-02-10T00:00:00.000Z",
    request: {
      method: "POST",
      url: "https://h.example/v1",
      headers: [],
      body: body === null ? null : Buffer.from(body),
    },
    response: { status: 200, headers: headers.map((name) => [name, "x"] as const) },
    firstByteMs: 1,
    chunks: reply.map((text) => [1, Buffer.from(text)] as const),
    end: "eof",
    error: null,
  };
  return { exchange, trial: 1, step: "ask", attempt: 1, client: "http" };
}

test.each([
  ["the order of members does not count", '{"b": 1, "a": {"d":2,"c":3}}', null, '{"a":{"c":3,"d":2},"b":1}'],
  ["its reference does not count", '{"a":"[ref 0a1b2c] hello"}', "[ref 0a1b2c]", '{"a":"hello"}'],
  ["another reference does", '{"a":"[ref 0a1b2c] hello"}', "[ref ffffff]", '{"a":"[ref 0a1b2c] hello"}'],
  ["what is not JSON counts as it is", "x=1", null, "x=1"],
])("the hash of the first request: %s", (_, body, nonce, hashed) => {
  expect(trialBytes([entry(body), entry("{}")], { ...plain, nonce }).request).toBe(sha256(hashed));
});

test("without an exchange, or a body, there is no hash", () => {
  const silent = { request: null, headers: null, endpoint: null, fingerprint: null, replyHeaders: [] };
  expect(trialBytes([], plain)).toEqual(silent);
  expect(trialBytes([entry(null)], plain).request).toBeNull();
});

test.each<[string, readonly string[], string | null]>([
  ["a document", ['{"id":"c","system_fingerprint" : "fp_\\u00e4"}'], "fp_ä"],
  ["a stream, over two chunks", ['data: {"system_finger', 'print":"fp_2"}\n\n'], "fp_2"],
  ["a text that quotes one", ['{"content":"\\"system_fingerprint\\":\\"fp_3\\""}'], null],
  ["null", ['{"system_fingerprint":null}'], null],
  ["a blank one", ['{"system_fingerprint":""}'], null],
])("the fingerprint in %s", (_, chunks, fingerprint) => {
  expect(trialBytes([entry("{}", chunks)], plain).fingerprint).toBe(fingerprint);
});

test("a retried trial has the fingerprint of its first reply with a body, and all header names", () => {
  const entries = [entry("{}", [], ["retry-after"]), entry("{}", ['{"system_fingerprint":"fp_1"}'], ["date"])];
  expect(trialBytes(entries, plain)).toMatchObject({ fingerprint: "fp_1", replyHeaders: ["retry-after", "date"] });
});

test("the headers of the request count but for credentials and the date, and its address; the host of a simulator does not", () => {
  const sent = (headers: readonly (readonly [string, string])[], url = "https://h.example/v1?a=1") => {
    const one = entry("{}");
    return { ...one, exchange: { ...one.exchange, request: { ...one.exchange.request, headers, url } } };
  };
  const bytes = (headers: readonly (readonly [string, string])[]) => trialBytes([sent(headers)], plain).headers;
  const accepted = ["Accept", "text/event-stream"] as const;
  expect(bytes([accepted])).toBe(sha256("accept: text/event-stream"));
  expect(bytes([["authorization", "Bearer x"], ["date", "today"], accepted])).toBe(bytes([accepted]));
  expect(bytes([["accept", "application/json"]])).not.toBe(bytes([accepted]));
  expect(trialBytes([sent([])], plain).endpoint).toBe("POST https://h.example/v1?a=1");
  expect(trialBytes([sent([], "http://127.0.0.1:4321/v1/x")], { ...plain, isSimulated: true }).endpoint).toBe(
    "POST /v1/x",
  );
});
