import { expect, test } from "vitest";
import { streamHeaders } from "../../../test/support/bedrock-headers.js";
import { chunkFrame, exceptionFrame, frameOf, invokeTarget, partsOf } from "../../../test/support/invoke-frames.js";
import type { InvokeSample } from "../../../test/support/invoke-samples/sample.js";
import { invokeSampleOf, invokeSamples } from "../../../test/support/invoke-samples.js";
import { foldAsync } from "../../chat/fold.js";
import { readingOf } from "../../chat/read-reply.js";
import type { Reply } from "../../chat/reply.js";
import { TransportError } from "../../wire/exchange.js";
import { noAliases } from "../adapter.js";
import { readResponse } from "./read-response.js";

test.each(invokeSamples)("$family: a whole stream in chunks of any size is read as written by hand", async (sample) => {
  const bytes = bytesOf(sample);
  for (const size of [1, 7, bytes.length]) {
    const reply = await read(sample.family, bytes, size);
    expect(readingOf(reply)).toEqual({ completeness: "complete", ...sample.stream.reading });
    expect(reply.requestId).toBe("req-1");
    expect(reply.notes).toEqual([]);
  }
});

test.each(invokeSamples)(
  "S16 $family: cut before the end of its terminal record a stream is truncated, never complete",
  async (sample) => {
    const bytes = bytesOf(sample);
    const terminalEnd = endOf(sample, sample.stream.terminal);
    for (let cut = 0; cut < terminalEnd; cut += 1) {
      const reply = await read(sample.family, bytes.subarray(0, cut), 97);
      expect([cut, reply.completeness, reply.failure?.kind]).toEqual([cut, "truncated", "truncated"]);
    }
  },
);

test.each(invokeSamples)(
  "$family: cut after its terminal record a stream is complete between frames, truncated inside one",
  async (sample) => {
    const bytes = bytesOf(sample);
    const ends = new Set(sample.stream.records.map((_record, at) => endOf(sample, at)));
    for (let cut = endOf(sample, sample.stream.terminal); cut <= bytes.length; cut += 1) {
      const reply = await read(sample.family, bytes.subarray(0, cut), 97);
      expect([cut, reply.completeness]).toEqual([cut, ends.has(cut) ? "complete" : "truncated-after-finish"]);
    }
  },
);

test.each(["nova", "ai21", "gpt-oss"])(
  "S14 %s: metrics that never come after the terminal record are a note",
  async (family) => {
    const sample = invokeSampleOf(family);
    const reply = await read(family, bytesOf(sample).subarray(0, endOf(sample, sample.stream.terminal)), 97);
    expect(reply.completeness).toBe("complete");
    expect(reply.notes.map((note) => note.id)).toContain("metadata-missing");
  },
);

test("a connection that breaks after the terminal record is truncated after the finish", async () => {
  const sample = invokeSampleOf("nova");
  const bytes = bytesOf(sample).subarray(0, endOf(sample, sample.stream.terminal) + 5);
  const reply = await read("nova", bytes, 50, new TransportError("reset", "ECONNRESET", { code: "ECONNRESET" }));
  expect(reply.completeness).toBe("truncated-after-finish");
  expect(reply.failure?.code).toBe("ECONNRESET");
});

test("a 200 with zero bytes is truncated, not an empty reply", async () => {
  const reply = await read("anthropic", new Uint8Array(), 1);
  expect([reply.completeness, reply.parts, reply.finish]).toEqual(["truncated", [], null]);
});

test.each([
  ["throttlingException", "throttled"],
  ["modelTimeoutException", "timeout"],
  ["modelStreamErrorException", "model-error"],
  ["internalServerException", "unavailable"],
  ["serviceUnavailableException", "unavailable"],
  ["validationException", "invalid-request"],
])("S15 an exception frame %s fails the reply as %s and keeps what had come", async (type, kind) => {
  const { records } = invokeSampleOf("llama").stream;
  const frames = [chunkFrame(records[0] ?? {}), exceptionFrame(type, "It went wrong.")];
  const reply = await read("llama", Buffer.concat(frames), 11);
  expect([reply.completeness, reply.failure?.kind, reply.failure?.phase]).toEqual(["failed", kind, "body"]);
  expect(reply.failure?.message).toContain("It went wrong.");
  expect(partsOf(reply)).toEqual(["text:\n\nHi"]);
});

test("an Anthropic error event inside the stream fails the reply", async () => {
  const error = { type: "error", error: { type: "overloaded_error", message: "Overloaded" } };
  const reply = await read("anthropic", chunkFrame(error), 13);
  expect(reply.completeness).toBe("failed");
  expect(reply.failure?.message).toBe("Overloaded");
});

test("a wrong checksum is a protocol failure that keeps the records before it", async () => {
  const bytes = Buffer.from(bytesOf(invokeSampleOf("llama")));
  bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 1;
  const reply = await read("llama", bytes, bytes.length);
  expect([reply.completeness, reply.failure?.kind]).toEqual(["failed", "protocol"]);
  expect(partsOf(reply)).toEqual(["text:\n\nHi."]);
});

test.each([
  ["is no JSON", Buffer.from("{oops")],
  ["is no object", Buffer.from("[1]")],
])("a record that %s is a protocol failure", async (_what, inner) => {
  const frame = frameOf("chunk", { bytes: inner.toString("base64") });
  const reply = await read("llama", frame, 9);
  expect([reply.completeness, reply.failure?.kind]).toEqual(["failed", "protocol"]);
});

test("S20 the padding member of a frame is dropped and an unknown event type is a note", async () => {
  const { records } = invokeSampleOf("llama").stream;
  const frames = [frameOf("surprise", { p: "xyz" }), ...records.map(chunkFrame)];
  const reply = await read("llama", Buffer.concat(frames), 40);
  expect(reply.completeness).toBe("complete");
  expect(reply.notes.map((note) => note.id)).toEqual(["unknown-event"]);
  expect(partsOf(reply)).toEqual(["text:\n\nHi."]);
});

test("JSON in place of an event stream is read as the error it is", async () => {
  const body = Buffer.from(
    '{"__type":"ThrottlingException","message":"Too many requests, please wait before trying again."}',
  );
  const response = {
    status: 200,
    headers: [["content-type", "application/json"]] as const,
    chunks: chunksOf(body, 10, null),
  };
  const reply = await foldAsync(readResponse(response, { target: invokeTarget("llama", true), aliases: noAliases }));
  expect([reply.completeness, reply.failure?.kind, reply.failure?.phase]).toEqual(["failed", "throttled", "refused"]);
});

test("S9 S10 S11 deltas of two calls that interleave go to their own calls", async () => {
  const delta = (...calls: object[]) => ({ choices: [{ index: 0, delta: { tool_calls: calls } }] });
  const records = [
    delta(
      { index: 1, id: "a", function: { name: "f", arguments: "" } },
      { index: 2, id: "b", function: { name: "g", arguments: "" } },
    ),
    delta({ index: 2, function: { arguments: '{"y":' } }),
    delta({ index: 1, function: { arguments: '{"x":1}' } }),
    delta({ index: 2, function: { arguments: "2}" } }),
    { choices: [{ index: 0, delta: {}, finish_reason: "tool_calls" }] },
  ];
  const reply = await read("gpt-oss", Buffer.concat(records.map(chunkFrame)), 64);
  expect(partsOf(reply)).toEqual(['call:a:f:{"x":1}', 'call:b:g:{"y":2}']);
});

test("an index that is used again with another id is another call, and a note", async () => {
  const delta = (id: string) => ({
    choices: [{ index: 0, delta: { tool_calls: [{ index: 0, id, function: { name: "f", arguments: "{}" } }] } }],
  });
  const records = [delta("a"), delta("b"), { choices: [{ index: 0, delta: {}, finish_reason: "tool_calls" }] }];
  const reply = await read("gpt-oss", Buffer.concat(records.map(chunkFrame)), 64);
  expect(partsOf(reply)).toEqual(["call:a:f:{}", "call:b:f:{}"]);
  expect(reply.notes.map((note) => note.id)).toContain("call-index-reused");
});

test.each([
  [
    "an empty delta is empty arguments",
    [{ type: "content_block_delta", index: 0, delta: { type: "input_json_delta", partial_json: "" } }],
    "",
  ],
  ["no delta is no arguments", [], "null"],
])("S12 a call without arguments: %s", async (_what, deltas, argumentsText) => {
  const block = { type: "tool_use", id: "t", name: "f", input: {} };
  const records = [
    { type: "content_block_start", index: 0, content_block: block },
    ...deltas,
    { type: "message_stop" },
  ];
  const reply = await read("anthropic", Buffer.concat(records.map(chunkFrame)), 64);
  expect(partsOf(reply)).toEqual([`call:t:f:${argumentsText}`]);
});

test("a second finish and content after the terminal record are notes, and the first finish stands", async () => {
  const record = (content: string, reason: string) => ({
    choices: [{ index: 0, delta: { content }, finish_reason: reason }],
  });
  const records = [record("a", "stop"), record("b", "length")];
  const reply = await read("deepseek-v3", Buffer.concat(records.map(chunkFrame)), 64);
  expect([reply.finish?.raw, partsOf(reply)]).toEqual(["stop", ["text:ab"]]);
  expect(reply.notes.map((note) => note.id)).toEqual(expect.arrayContaining(["finish-repeated", "event-after-finish"]));
});

test("a Titan stream that a guardrail blocked has no reason but a last record all the same", async () => {
  const record = {
    outputText: "Input blocked",
    totalOutputTextTokenCount: 3,
    inputTextTokenCount: 6,
    "amazon-bedrock-guardrailAction": "INTERVENED",
  };
  const reply = await read("titan", chunkFrame(record), 64);
  expect([reply.completeness, reply.finish?.kind, reply.finish?.raw]).toEqual([
    "complete",
    "content-filter",
    "INTERVENED",
  ]);
});

test("aliases of a repaired request are undone in the calls of a stream", async () => {
  const response = { status: 200, headers: streamHeaders, chunks: chunksOf(bytesOf(invokeSampleOf("nova")), 64, null) };
  const aliases = {
    toolCallIds: new Map([["d8", "functions.get weather:0"]]),
    toolNames: new Map([["get_weather", "get weather"]]),
  };
  const reply = await foldAsync(readResponse(response, { target: invokeTarget("nova", true), aliases }));
  expect(partsOf(reply)).toEqual(["text:The capital", 'call:functions.get weather:0:get weather:{"city":"Nice"}']);
});

function bytesOf(sample: InvokeSample): Uint8Array {
  return Buffer.concat(sample.stream.records.map(chunkFrame));
}

function endOf(sample: InvokeSample, record: number): number {
  return Buffer.concat(sample.stream.records.slice(0, record + 1).map(chunkFrame)).length;
}

function read(family: string, bytes: Uint8Array, size: number, broken: TransportError | null = null): Promise<Reply> {
  const response = { status: 200, headers: streamHeaders, chunks: chunksOf(bytes, size, broken) };
  return foldAsync(readResponse(response, { target: invokeTarget(family, true), aliases: noAliases }));
}

async function* chunksOf(bytes: Uint8Array, size: number, broken: TransportError | null): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  if (broken !== null) throw broken;
}
