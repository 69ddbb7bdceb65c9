import { describe, expect, test } from "vitest";
import { streamHeaders } from "../../../test/support/bedrock-headers.js";
import { chunkFrame, frameOf, invokeTarget, partsOf } from "../../../test/support/invoke-frames.js";
import { invokeSampleOf } from "../../../test/support/invoke-samples.js";
import { oneChunk } from "../../../test/support/one-chunk.js";
import { foldAsync } from "../../chat/fold.js";
import type { Reply } from "../../chat/reply.js";
import { maxJsonDepth } from "../../wire/json.js";
import { noAliases } from "../adapter.js";
import { readResponse } from "./read-response.js";

function read(family: string, frames: readonly Uint8Array[]): Promise<Reply> {
  const response = { status: 200, headers: streamHeaders, chunks: oneChunk(Buffer.concat(frames)) };
  return foldAsync(readResponse(response, { target: invokeTarget(family, true), aliases: noAliases }));
}

/** The frame that carries these bytes as its record. */
const rawFrame = (record: Uint8Array | string) => frameOf("chunk", { bytes: Buffer.from(record).toString("base64") });
const ids = (reply: Reply) => reply.notes.map(({ id }) => id);

test("a byte that is no UTF-8 is noted with the number of its event, and the record is read", async () => {
  const broken = Buffer.concat([Buffer.from('{"generation":"a'), Buffer.from([0xff]), Buffer.from('"}')]);
  const reply = await read("llama", [chunkFrame({ generation: "b" }), rawFrame(broken)]);
  expect(partsOf(reply)).toEqual(["text:ba\ufffd"]);
  expect(reply.notes.filter(({ message }) => message.includes("in event 2"))).toHaveLength(1);
});

test("a record that is nested too deep is too large, and one that is no object is a break of the protocol", async () => {
  const deep = `{"generation":${"[".repeat(maxJsonDepth + 1)}${"]".repeat(maxJsonDepth + 1)}}`;
  const nested = await read("llama", [rawFrame(deep)]);
  expect(nested.failure?.message).toContain(`deeper than ${maxJsonDepth} levels`);
  const list = await read("llama", [rawFrame("[1]")]);
  expect(list.failure).toMatchObject({ kind: "protocol", raw: "[1]" });
  expect(list.failure?.message).toContain("not a JSON object");
  expect(nested.failure?.kind).not.toBe(list.failure?.kind);
});

describe("an error in a form that the family does not know", () => {
  const error = { error: { message: "engine down", type: "server_error" } };

  test.each(["llama", "titan", "cohere"])("fails the reply of %s", async (family) => {
    expect((await read(family, [chunkFrame(error)])).completeness).toBe("failed");
  });

  test.each([
    ["deepseek-v3", { choices: [{ index: 0, delta: { content: "a" } }], ...error }, "text:a"],
    ["anthropic", { type: "ping", ...error }, null],
  ])("is none beside the members of %s", async (family, record, part) => {
    const reply = await read(family, [chunkFrame(record)]);
    expect([reply.completeness, partsOf(reply)]).toEqual(["truncated", part === null ? [] : [part]]);
  });

  test("is one without the type that Claude's events have", async () => {
    expect((await read("anthropic", [chunkFrame(error)])).completeness).toBe("failed");
  });
});

describe("at the end of a stream", () => {
  const { records, terminal } = invokeSampleOf("nova").stream;
  const whole = records.map(chunkFrame);

  test("counts and metrics that came are not missed", async () => {
    const reply = await read("nova", whole);
    expect([reply.completeness, ids(reply)]).toEqual(["complete", []]);
  });

  test("what is missing is noted, each by itself", async () => {
    const counted = { choices: [{ index: 0, delta: { content: "a" }, finish_reason: "stop" }] };
    const usage = { prompt_tokens: 1, completion_tokens: 1 };
    expect(ids(await read("deepseek-v3", [chunkFrame(counted)]))).toEqual(["usage-missing", "metadata-missing"]);
    expect(ids(await read("deepseek-v3", [chunkFrame({ ...counted, usage })]))).toEqual(["metadata-missing"]);
  });

  test("a block that was never closed is noted", async () => {
    const open = records.filter((record) => !("contentBlockStop" in record));
    expect(open.length).toBeLessThan(records.length);
    const reply = await read("nova", open.map(chunkFrame));
    expect(ids(reply).length).toBeGreaterThan(0);
    expect(reply.completeness).toBe("complete");
  });

  test("no end is missed in a reply that was cut", async () => {
    const reply = await read("nova", whole.slice(0, terminal));
    expect([reply.completeness, ids(reply)]).toEqual(["truncated", []]);
    expect(reply.failure?.message).toBe("the body ended before the terminal record");
  });

  test("a cut inside a frame says so", async () => {
    const bytes = Buffer.concat(whole.slice(0, 1));
    const reply = await read("nova", [bytes.subarray(0, bytes.length - 1)]);
    expect(reply.failure?.message).toBe("the body ended inside a frame");
  });
});

test("metadata and metrics may follow the terminal record, content may not", async () => {
  const last = { choices: [{ index: 0, delta: { content: "a" }, finish_reason: "stop" }] };
  const after = async (record: object) => ids(await read("deepseek-v3", [chunkFrame(last), chunkFrame(record)]));
  expect(await after({ "amazon-bedrock-invocationMetrics": { inputTokenCount: 1 } })).not.toContain(
    "event-after-finish",
  );
  expect(await after({ metadata: {}, choices: [] })).not.toContain("event-after-finish");
  expect(await after({ usage: { prompt_tokens: 1, completion_tokens: 1 } })).not.toContain("event-after-finish");
  expect(await after({ choices: [{ index: 0, delta: { content: "b" } }] })).toContain("event-after-finish");
});
