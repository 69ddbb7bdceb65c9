import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { eventFrame } from "../../../test/support/converse-wire.js";
import { plainTarget } from "../../../test/support/plain-values.js";
import { recordedEntry } from "../../../test/support/recorded-entry.js";
import { catalog, fixturesFolder } from "../../../test/support/repository.js";
import type { Target } from "../../chat/target.js";
import type { ExchangeEvidence } from "../../report/sheet/trial-evidence.js";
import type { Finding, FindingId } from "../../verdict/verdict.js";
import { type HarEntry, readHar } from "../../wire/har/har.js";
import { exchangeEvidence } from "./exchange-evidence.js";

const stream = plainTarget({ id: "m/p/chat-completions-stream", api: "chat-completions-stream" });
const converse = plainTarget({ id: "m/b/converse-stream", api: "converse-stream" });
const aws = "application/vnd.amazon.eventstream";

const found = (id: FindingId, seen = "seen", cause: string | null = null): Finding => ({
  ...{ id, cause, severity: "bad", step: "answer", seen },
});

/** An exchange with its findings, and the offset of each. */
async function shown(entry: HarEntry, findings: readonly Finding[], target: Target = stream) {
  const { exchange, offsets } = await exchangeEvidence({
    entry,
    number: 0,
    turn: null,
    findings,
    target,
    isVendors: true,
  });
  return { exchange, offsets: findings.map((one) => offsets.get(one)) };
}

const places = ({ events }: ExchangeEvidence) =>
  events.map(({ offset, length, name, marks }) => [offset, length, name, marks.map(({ text }) => text)]);

test("the empty reply of Kimi on Bedrock: 542 bytes, three frames, and the end before which nothing came", async () => {
  const file = join(fixturesFolder, "bedrock/converse-stream/kimi-k2.5/response-after-tool.har");
  const [entry] = readHar(readFileSync(file, "utf8"), file).entries;
  const target = catalog.targets.find(({ id }) => id === "kimi-k2.5/bedrock/converse-stream");
  if (entry === undefined || target === undefined) throw new Error("the seed has this recording");
  const { exchange, offsets } = await shown(entry, [found("empty-reply", "no text", "silent")], target);
  expect(exchange.body).toMatchObject({ kind: "bytes", sizeBytes: 542 });
  expect(places(exchange)).toEqual([
    [0, 184, "messageStart", []],
    [184, 130, "messageStop", ["empty-reply (silent): no text and no call came before this end"]],
    [314, 228, "metadata", []],
  ]);
  expect(offsets).toEqual([184]);
  expect(exchange.events.map(({ says }) => says)).toEqual([[], ["finish end_turn"], ["0 output tokens"]]);
  expect(exchange.requestId).toBe("b51a3673-61ad-4c76-a22c-f91d421eaa71");
  expect(exchange.endMarks).toEqual([]);
});

describe("a stream of server-sent events", () => {
  const chunk = (delta: object, finish: string | null = null) =>
    `data: ${JSON.stringify({ id: "a", choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
  const hello = chunk({ content: "Hello" });
  const stop = chunk({}, "stop");

  test("has its events, what was read in them, and its chunks with times", async () => {
    const body = `: wait\n\n${hello}${stop}data: [DONE]\n\n`;
    const { exchange } = await shown(recordedEntry([body.slice(0, 20), body.slice(20)]), []);
    const from = 8 + hello.length + stop.length;
    expect(places(exchange)).toEqual([
      [0, 8, "comment", []],
      [8, hello.length, "data", []],
      [8 + hello.length, stop.length, "finish", []],
      [from, 14, "[DONE]", []],
    ]);
    expect(exchange.events[1]?.says).toContain('text "Hello"');
    expect(exchange.events[2]?.says).toContain("finish stop");
    expect(exchange.chunks).toEqual([
      { atMs: 100, sizeBytes: 20 },
      { atMs: 101, sizeBytes: body.length - 20 },
    ]);
    expect([exchange.firstByteMs, exchange.totalMs]).toEqual([90, 101]);
    expect(exchange.body).toMatchObject({ kind: "text", sizeBytes: body.length });
  });

  test("that is cut shows what is missing at its end, and the bytes that are no event", async () => {
    const broken = { kind: "closed", code: null, message: "the other side closed", deadlineMs: null } as const;
    const entry = recordedEntry([hello, "data: {"], { end: "reset", error: broken });
    const { exchange, offsets } = await shown(entry, [found("truncated"), found("usage-missing")]);
    expect(places(exchange)).toEqual([
      [0, hello.length, "data", []],
      [hello.length, 7, "tail", ["these 7 bytes are no whole event"]],
    ]);
    expect(exchange.endMarks.map(({ text }) => text)).toEqual([
      "truncated: the body ends here, before the event that ends a reply",
      "usage-missing: no event reports the tokens",
    ]);
    expect(offsets).toEqual([hello.length + 7, hello.length + 7]);
    expect(exchange).toMatchObject({ end: "reset", error: "closed: the other side closed" });
  });

  test("with an error inside a 200 marks the event that says so", async () => {
    const error = `data: {"error":{"message":"upstream failed","code":502}}\n\n`;
    const { exchange, offsets } = await shown(recordedEntry([hello, error]), [found("midstream-error")]);
    expect(places(exchange)[1]).toEqual([hello.length, error.length, "error", ["midstream-error: seen"]]);
    expect(offsets).toEqual([hello.length]);
  });

  test("with an event that is not JSON marks it, whatever was found", async () => {
    const torn = 'data: {"choices":[{"index":0,"delta":{"content":"a\n\n';
    const { exchange } = await shown(recordedEntry([hello, torn, stop]), [found("protocol")]);
    expect(places(exchange)[1]).toEqual([
      hello.length,
      torn.length,
      "data",
      ["protocol: seen", "this event is not JSON"],
    ]);
  });

  test("a finding of what the decoder noted stands at the event in which it noted it", async () => {
    const late = chunk({ content: "late" });
    const { exchange: plain } = await shown(recordedEntry([hello, stop, late]), []);
    const note = plain.events[2]?.says.find((word) => word.startsWith("note event-after-finish: "));
    const seen = note?.replace("note event-after-finish: ", "") ?? "";
    const { offsets } = await shown(recordedEntry([hello, stop, late]), [found("event-after-finish", seen)]);
    expect(offsets).toEqual([hello.length + stop.length]);
  });

  test("of thousands of events shows the first, the last and the marked ones, and says how many there are", async () => {
    const call = chunk({ tool_calls: [{ index: 0, id: "call_9", function: { name: "tide", arguments: "{}" } }] });
    const entry = recordedEntry([hello.repeat(500), call, hello.repeat(500), stop]);
    const { exchange, offsets } = await shown(entry, [found("tool-name-unknown", 'there is no tool "tide"')]);
    expect(exchange.eventCount).toBe(1002);
    expect(exchange.events.map(({ number }) => number)).toEqual([
      ...Array.from({ length: 60 }, (_, at) => at),
      500,
      ...Array.from({ length: 20 }, (_, at) => 982 + at),
    ]);
    expect(offsets).toEqual([500 * hello.length]);
    const { sizeBytes, pieces } = exchange.body;
    const at = pieces.find(({ offset }) => offset === 500 * hello.length);
    expect([sizeBytes, at?.data]).toEqual([1000 * hello.length + call.length + stop.length, call]);
  });
});

describe("an AWS event stream", () => {
  const start = eventFrame("messageStart", { role: "assistant" });
  const text = eventFrame("contentBlockDelta", { contentBlockIndex: 0, delta: { text: "Hi" } });
  const stop = eventFrame("messageStop", { stopReason: "end_turn" });

  test("with a broken frame marks it by its own checksum", async () => {
    const broken = Buffer.from(text);
    broken[broken.length - 20] = (broken[broken.length - 20] ?? 0) ^ 1;
    const entry = recordedEntry([start, broken, stop], { type: aws });
    const { exchange, offsets } = await shown(entry, [found("protocol")], converse);
    const [, second] = exchange.events;
    expect(second).toMatchObject({ offset: start.length, length: text.length, payload: null });
    expect(second?.name).toMatch(/^broken frame: /);
    expect(second?.marks.map(({ finding }) => finding)).toEqual(["protocol", null]);
    expect(offsets).toEqual([start.length]);
  });

  test("without its terminal event shows that at its end", async () => {
    const { exchange, offsets } = await shown(
      recordedEntry([start, text], { type: aws }),
      [found("truncated")],
      converse,
    );
    expect(offsets).toEqual([start.length + text.length]);
    expect(exchange.endMarks).toHaveLength(1);
  });
});

describe("a whole body", () => {
  const chat = plainTarget();

  test("is one event, whose findings have no place in it", async () => {
    const body = '{"choices":[{"index":0,"message":{"role":"assistant","content":""},"finish_reason":"stop"}]}';
    const entry = recordedEntry([body], { type: "application/json" });
    const { exchange, offsets } = await shown(entry, [found("empty-reply")], chat);
    expect(places(exchange)).toEqual([
      [0, body.length, "body", ["empty-reply: no text and no call came before this end"]],
    ]);
    expect(offsets).toEqual([null]);
  });

  test("of a megabyte is shown at its beginning and its end, cut between characters", async () => {
    const body = `{"a":"${"é".repeat(524_288)}"}`;
    const { exchange } = await shown(recordedEntry([body], { type: "application/json" }), [], chat);
    const { kind, sizeBytes, pieces } = exchange.body;
    expect([kind, sizeBytes, pieces.length]).toEqual(["text", 1_048_584, 2]);
    const [head, tail] = pieces.map(({ offset, data }) => [offset, Buffer.byteLength(data)]);
    expect(head).toEqual([0, 16_384]);
    expect(tail).toEqual([1_048_584 - 4096, 4096]);
    expect(pieces.map(({ data }) => data.includes("\ufffd"))).toEqual([false, false]);
  });

  test("that is no UTF-8 is bytes", async () => {
    const { exchange } = await shown(
      recordedEntry([new Uint8Array([0x7b, 0xff, 0x00])], { type: "text/plain" }),
      [],
      chat,
    );
    expect(exchange.body).toMatchObject({ kind: "bytes", pieces: [{ offset: 0, data: "e/8A" }] });
  });

  test("that never came has no event and no reply", async () => {
    const error = { kind: "refused", code: "ECONNREFUSED", message: "no listener", deadlineMs: null } as const;
    const entry = recordedEntry([], { response: null, firstByteMs: null, end: "connect-error", error });
    const { exchange, offsets } = await shown(entry, [found("truncated")], chat);
    expect(exchange).toMatchObject({ status: null, eventCount: 0, events: [], totalMs: null, requestId: null });
    expect(offsets).toEqual([0]);
  });
});
