import { expect, test } from "vitest";
import type { RecordedExchange } from "../../wire/exchange.js";
import { encodeEventFrame } from "../../wire/frames/event-stream.js";
import { wireBytes, wireText } from "./wire-text.js";

function entry(contentType: string, body: Uint8Array, change: Partial<RecordedExchange> = {}) {
  const exchange: RecordedExchange = {
    startedAt: "2026-11-28T00:00:00.000Z",
    request: {
      method: "POST",
      url: "https://api.example/v1/chat",
      headers: [["content-type", "application/json"]],
      body: Buffer.from('{"a":1}'),
    },
    response: { status: 200, headers: [["content-type", contentType]] },
    firstByteMs: 1,
    chunks: [
      [1, body.subarray(0, 3)],
      [2, body.subarray(3)],
    ],
    end: "eof",
    error: null,
    ...change,
  };
  return { exchange, trial: 1, step: "answer", attempt: 2, client: "http" as const };
}

test("a stream of server-sent events is one line for each event, with its offset and size", () => {
  const body = Buffer.from('data: {"x":"é"}\n\nevent: end\ndata: [DONE]\n\nda');
  expect(wireText(entry("text/event-stream", body), 3).split("\n")).toEqual([
    "── exchange 3: step answer, attempt 2",
    "POST https://api.example/v1/chat",
    "content-type: application/json",
    "request body: 7 bytes",
    "{",
    '  "a": 1',
    "}",
    "",
    "HTTP 200",
    "content-type: text/event-stream",
    "reply body: 45 bytes, ended by eof",
    '  at       0  data (18)  data: {"x":"é"}',
    "  at      18  [DONE] (25)  event: end ⏎ data: [DONE]",
    "  at      43  tail (2)  da",
  ]);
});

test("a frame of an AWS event stream shows its payload, and what InvokeModel wraps in base64", () => {
  const inner = Buffer.from('{"type":"ping"}').toString("base64");
  const frame = encodeEventFrame([[":event-type", "chunk"]], Buffer.from(`{"bytes":"${inner}"}`));
  const shown = wireText(entry("application/vnd.amazon.eventstream", Buffer.concat([frame, Buffer.from("abc")])), 0);
  expect(shown).toContain(`at       0  chunk (${frame.length})  bytes: {"type":"ping"}`);
  expect(shown).toContain("tail (3)  3 bytes of a frame that did not arrive whole");
});

test("a call without a response, and one that broke, say so", () => {
  const error = { kind: "reset", code: "ECONNRESET", message: "the connection broke", deadlineMs: null } as const;
  const shown = wireText(entry("", Buffer.alloc(0), { response: null, chunks: [], end: "connect-error", error }), 0);
  expect(shown).toContain("no response\nreply body: 0 bytes, ended by connect-error (reset: the connection broke)");
});

test("the bytes are those of the wire, after the stored headers", () => {
  const body = Buffer.from([0, 255, 10, 13]);
  expect(wireBytes(entry("image/png", body))).toEqual(
    Buffer.concat([
      Buffer.from('POST https://api.example/v1/chat\ncontent-type: application/json\n\n{"a":1}\n\n'),
      Buffer.from("HTTP 200\ncontent-type: image/png\n\n"),
      body,
      Buffer.from("\n"),
    ]),
  );
});
