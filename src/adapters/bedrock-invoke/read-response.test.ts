import { describe, expect, test } from "vitest";
import { jsonHeaders, streamHeaders } from "../../../test/support/bedrock-headers.js";
import { chunkFrame, exceptionFrame, invokeTarget } from "../../../test/support/invoke-frames.js";
import type { ChatEvent } from "../../chat/event.js";
import { TransportError, type WireHeaders } from "../../wire/exchange.js";
import { noAliases } from "../adapter.js";
import { arrayIn, booleanIn, numberIn, objectIn, objectsIn, stringIn, stringsIn } from "../draft/read-json.js";
import { noUsage, usageOf, withHeaders, withMetrics } from "../draft/usage-counts.js";
import { isEventStream, readResponse } from "./read-response.js";

async function* chunksOf(bytes: Uint8Array, error: TransportError | null): AsyncIterable<Uint8Array> {
  if (bytes.length > 0) yield bytes;
  if (error !== null) throw error;
}

type Given = {
  readonly body?: string | Uint8Array;
  readonly status?: number;
  readonly headers?: WireHeaders;
  readonly streaming?: boolean;
  readonly error?: TransportError | null;
};

async function eventsOf({
  body = "",
  status = 200,
  headers,
  streaming = false,
  error = null,
}: Given): Promise<ChatEvent[]> {
  const target = invokeTarget("llama", streaming);
  const chunks = chunksOf(typeof body === "string" ? Buffer.from(body) : body, error);
  const response = { status, headers: headers ?? (streaming ? streamHeaders : jsonHeaders), chunks };
  const events: ChatEvent[] = [];
  for await (const event of readResponse(response, { target, aliases: noAliases })) events.push(event);
  return events;
}

const failureOf = async (given: Given) => {
  const last = (await eventsOf(given)).at(-1);
  return last?.kind === "reply-failed" ? last.failure : null;
};
const whole = JSON.stringify({
  generation: "a",
  stop_reason: "stop",
  prompt_token_count: 1,
  generation_token_count: 1,
});

test.each([
  [199, "refused"],
  [200, null],
  [299, null],
  [300, "refused"],
  [400, "refused"],
])("of the status %i a whole body is %s", async (status, phase) => {
  expect((await failureOf({ body: whole, status }))?.phase ?? null).toBe(phase);
});

test("a refusal of a stream is read as a body, and no reply begins", async () => {
  const events = await eventsOf({ body: '{"message":"Too many requests"}', status: 429, streaming: true });
  expect(events).toMatchObject([
    { kind: "reply-failed", failure: { kind: "throttled", status: 429, phase: "refused" } },
  ]);
});

test.each<[string | null, boolean]>([
  ["application/vnd.amazon.eventstream", true],
  ["Application/Vnd.Amazon.Eventstream; x=1", true],
  ["x application/vnd.amazon.eventstream", false],
  ["application/json", false],
  ["", false],
  [null, true],
])("the content type %j is an event stream: %s", (type, expected) => {
  expect(isEventStream(type === null ? [] : [["content-type", type]])).toBe(expected);
});

test("what answers a stream with something else is a failure, its words in it", async () => {
  const page = await failureOf({
    body: "<html>busy</html>",
    headers: [["content-type", "text/html"]],
    streaming: true,
  });
  expect(page).toMatchObject({ status: 200, raw: "<html>busy</html>" });
  const empty = await failureOf({ body: "", headers: jsonHeaders, streaming: true });
  expect(empty).toMatchObject({ kind: "truncated", message: "an empty body in place of a stream", raw: null });
});

test("a stream in answer to a whole request is no reply", async () => {
  expect((await eventsOf({ body: chunkFrame({ generation: "a" }), headers: streamHeaders })).at(-1)?.kind).toBe(
    "reply-failed",
  );
});

test.each([false, true])(
  "a connection that breaks inside a body fails the reply (streaming: %s)",
  async (streaming) => {
    const error = new TransportError("reset", "the connection was reset");
    const events = await eventsOf({ body: "{", headers: jsonHeaders, streaming, error });
    expect(events[0]?.kind).toBe("reply-start");
    expect(events.at(-1)).toMatchObject({
      kind: "reply-failed",
      failure: { phase: "body", afterFinish: false, status: 200 },
    });
  },
);

describe("a stream", () => {
  const stop = chunkFrame({ generation: "", stop_reason: "stop" });
  const metrics = { "amazon-bedrock-invocationMetrics": { inputTokenCount: 3, outputTokenCount: 4 } };
  const notesOf = (events: readonly ChatEvent[]) =>
    events.flatMap((event) => (event.kind === "note" ? [event.note.id] : []));

  test("notes what counts no tokens and what comes without metrics", async () => {
    const bare = chunkFrame({ generation: "a", stop_reason: "stop" });
    expect(notesOf(await eventsOf({ body: bare, streaming: true }))).toEqual(["usage-missing", "metadata-missing"]);
    const counted = await eventsOf({
      body: chunkFrame({ generation: "a", stop_reason: "stop", ...metrics }),
      streaming: true,
    });
    expect(notesOf(counted)).toEqual([]);
    expect(counted).toContainEqual({
      kind: "usage",
      usage: expect.objectContaining({ inputTokens: 3, outputTokens: 4, totalTokens: null }),
    });
  });

  test("may have metrics behind its end, but no other record", async () => {
    const trailer = await eventsOf({ body: Buffer.concat([stop, chunkFrame(metrics)]), streaming: true });
    expect(notesOf(trailer)).toEqual([]);
    const choices = Buffer.concat([stop, chunkFrame({ choices: [] })]);
    expect(notesOf(await eventsOf({ body: choices, streaming: true }))).toContain("event-after-finish");
    const typed = Buffer.concat([stop, chunkFrame({ type: "x" })]);
    expect(notesOf(await eventsOf({ body: typed, streaming: true }))).toContain("event-after-finish");
    const typedMetrics = Buffer.concat([stop, chunkFrame({ type: "x", ...metrics })]);
    expect(notesOf(await eventsOf({ body: typedMetrics, streaming: true }))).not.toContain("event-after-finish");
  });

  test("that fails behind its end says so, and tells the tokens that were counted", async () => {
    const body = Buffer.concat([
      chunkFrame({ stop_reason: "stop", ...metrics }),
      exceptionFrame("throttlingException", "m"),
    ]);
    const events = await eventsOf({ body, streaming: true });
    expect(events.at(-1)).toMatchObject({ kind: "reply-failed", failure: { kind: "throttled", afterFinish: true } });
    expect(events.filter(({ kind }) => kind === "usage")).toHaveLength(1);
    expect(notesOf(events)).toEqual([]);
  });

  test.each<[string, Uint8Array, string]>([
    ["nothing", new Uint8Array(0), "the body ended before the terminal record"],
    ["a record", chunkFrame({ generation: "a" }), "the body ended before the terminal record"],
    ["half a frame", chunkFrame({ generation: "a" }).subarray(0, 20), "the body ended inside a frame"],
  ])("that ends after %s is cut", async (_, body, message) => {
    expect(await failureOf({ body, streaming: true })).toMatchObject({
      kind: "truncated",
      message,
      afterFinish: false,
    });
  });
});

describe("a member of another type is none", () => {
  const object = { text: "", number: 0, flag: false, none: null, list: ["a", 1, { b: 1 }, "", null], map: { a: 1 } };

  test.each<[string, (member: string) => unknown, Record<string, unknown>]>([
    ["stringIn", (member) => stringIn(object, member), { text: "" }],
    ["numberIn", (member) => numberIn(object, member), { number: 0 }],
    ["booleanIn", (member) => booleanIn(object, member), { flag: false }],
    ["objectIn", (member) => objectIn(object, member), { map: { a: 1 } }],
    ["arrayIn", (member) => arrayIn(object, member), { list: object.list }],
    ["objectsIn", (member) => objectsIn(object, member), { list: [{ b: 1 }] }],
    ["stringsIn", (member) => stringsIn(object, member), { list: ["a", ""], text: [""] }],
  ])("of %s", (_, read, expected) => {
    for (const member of [...Object.keys(object), "absent"]) {
      expect([member, read(member)]).toEqual([member, expected[member] ?? null]);
    }
  });
});

describe("token counts", () => {
  const input = "x-amzn-bedrock-input-token-count";

  test.each<[string, number | null]>([
    ["0", 0],
    ["12", 12],
    ["12a", null],
    ["a12", null],
    ["-1", null],
    ["1.5", null],
    ["", null],
    [" ", null],
  ])("of the header %j are %j", (value, expected) => {
    const sources = withHeaders(noUsage, [[input, value]]);
    expect(usageOf(sources)?.inputTokens ?? null).toBe(expected);
    expect(sources.headersRaw).toEqual(expected === null ? null : { [input]: expected });
  });

  test("without any header or metrics are none", () => {
    expect(withHeaders(noUsage, [])).toBe(noUsage);
    expect(withMetrics(noUsage, {})).toBe(noUsage);
    expect(usageOf(noUsage)).toBeNull();
  });

  test("come count by count from the first source that has them, the prompt's three from one", () => {
    const body = { fresh: null, output: 0, total: 9, reasoning: 5, cacheRead: 7, cacheWrite: null };
    const sources = {
      body,
      bodyRaw: { a: 1 },
      metricsRaw: { inputTokenCount: 10, outputTokenCount: 20, cacheReadInputTokenCount: 1 },
      headersRaw: { [input]: 100, "x-amzn-bedrock-cache-write-input-token-count": 50 },
    };
    expect(usageOf(sources)).toEqual({
      inputTokens: 11,
      outputTokens: 0,
      totalTokens: 9,
      reasoningTokens: 5,
      cacheReadTokens: 1,
      cacheWriteTokens: null,
      costUsd: null,
      raw: { usage: { a: 1 }, "amazon-bedrock-invocationMetrics": sources.metricsRaw, headers: sources.headersRaw },
    });
    expect(usageOf({ ...sources, metricsRaw: null, headersRaw: null })).toMatchObject({
      inputTokens: null,
      raw: { a: 1 },
    });
    expect(usageOf({ ...noUsage, headersRaw: sources.headersRaw })).toMatchObject({
      inputTokens: 150,
      outputTokens: null,
      cacheReadTokens: null,
      cacheWriteTokens: 50,
      raw: sources.headersRaw,
    });
  });
});
