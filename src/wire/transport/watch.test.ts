import { describe, expect, test } from "vitest";
import { jsonPost, readBody, scriptedExchange } from "../../../test/support/wire-doubles.js";
import { TransportError, type WireHeaders } from "../exchange.js";
import { encodeEventFrame } from "../frames/event-stream.js";
import { frameTracker } from "../frames/open-frame.js";
import { transportOf } from "./faces.js";
import { watchTransport } from "./watch.js";

const request = jsonPost("https://service.test/", {});
const never = () => new AbortController().signal;
const json: WireHeaders = [["content-type", "application/json; charset=utf-8"]];

async function watched(...scripted: Parameters<typeof scriptedExchange>) {
  const watch = watchTransport(transportOf(scriptedExchange(...scripted)));
  await readBody(await watch.transport.exchange(request, never()));
  return watch.last();
}

test("nothing was seen before the first exchange", () => {
  expect(watchTransport(transportOf(scriptedExchange([]))).last()).toBeNull();
});

test("status, headers, size, end and a JSON body are seen", async () => {
  const last = await watched(['{"a"', ":1}"], { headers: json });
  expect(last).toMatchObject({ status: 200, headers: json, requestId: null, end: "eof", error: null, bodyBytes: 7 });
  expect(Buffer.from(last?.body() ?? []).toString()).toBe('{"a":1}');
});

test.each([
  ["x-amzn-requestid", "aws-1"],
  ["x-request-id", "req_1"],
  ["x-generation-id", "gen-1"],
])("the request id of %s is seen", async (name, value) => {
  expect((await watched([], { headers: [[name, value]] }))?.requestId).toBe(value);
});

test.each<[string, number, string, number]>([
  ["an AWS event stream is not kept", 200, "application/vnd.amazon.eventstream", 0],
  ["server-sent events are kept", 200, "text/event-stream", 5],
  ["a page is kept", 200, "text/html", 5],
  ["a refusal is kept, whatever its type", 503, "text/html", 5],
  ["a redirect is kept", 302, "text/plain", 5],
  ["a +json body is kept", 200, "application/problem+json", 5],
])("%s", async (_title, status, contentType, size) => {
  const last = await watched(["hello"], { status, headers: [["content-type", contentType]] });
  expect(last?.body()).toHaveLength(size);
  expect(last?.bodyBytes).toBe(5);
});

test("no more than the first 64 MiB is kept", async () => {
  const last = await watched(["x".repeat(34_000_000), "y".repeat(34_000_000)], { headers: json });
  expect(last?.body()).toHaveLength(64 * 1024 * 1024);
  expect(last?.bodyBytes).toBe(68_000_000);
});

test("a break is seen, before the headers and inside the body", async () => {
  const broken = new TransportError("reset", "broken");
  expect(await watched(["a"], { after: broken })).toMatchObject({ end: "reset", error: broken, bodyBytes: 1 });
  const watch = watchTransport(transportOf(() => Promise.reject(broken)));
  await expect(watch.transport.fetch("https://service.test/")).rejects.toBe(broken);
  expect(watch.last()).toMatchObject({ status: null, end: "connect-error", error: broken });
});

test("the fetch face is watched too; what is cancelled there ends as client-abort", async () => {
  const watch = watchTransport(transportOf(scriptedExchange(["a", "b"])));
  const response = await watch.transport.fetch("https://service.test/");
  const reader = response.body?.getReader();
  await reader?.read();
  expect(watch.last()).toMatchObject({ status: 200, end: null, bodyBytes: 1 });
  await reader?.cancel();
  expect(watch.last()).toMatchObject({ end: "client-abort", error: { kind: "aborted" } });
});

describe("an open frame", () => {
  const frames = Buffer.concat([
    encodeEventFrame([[":event-type", "messageStart"]], Buffer.from("{}")),
    encodeEventFrame([[":event-type", "messageStop"]], Buffer.from('{"stopReason":"end_turn"}')),
  ]);
  const firstFrame = frames.readUInt32BE(0);

  function openAfter(contentType: string, bytes: Uint8Array, split: number): boolean {
    const tracker = frameTracker(contentType);
    for (let at = 0; at < bytes.length; at += split) tracker.push(bytes.subarray(at, at + split));
    return tracker.isOpen();
  }

  test.each([1, 7, 1000])("of an event stream is seen at every cut, in pieces of %i bytes", (split) => {
    for (let cut = 0; cut <= frames.length; cut += 1) {
      const isOpen = openAfter("application/vnd.amazon.eventstream", frames.subarray(0, cut), split);
      expect([cut, isOpen]).toEqual([cut, cut !== 0 && cut !== firstFrame && cut !== frames.length]);
    }
  });

  test.each([0, 15])("of a length that no frame has (%i) never closes", (length) => {
    const bytes = Buffer.alloc(64);
    bytes.writeUInt32BE(length);
    expect(openAfter("application/vnd.amazon.eventstream", bytes, 64)).toBe(true);
  });

  test.each<[string, boolean]>([
    ["", false],
    ["data: a", true],
    ["data: a\n", true],
    ["data: a\n\n", false],
    ["data: a\r\n\r\n", false],
    ["data: a\r\n\r", false],
    ["data: a\r\n", true],
    ["data: a\r\r", false],
    ["data: a\r", true],
    ["data: a\n\r\n", false],
    ["data: a\n\ndata: [DONE]\n\n", false],
    ["data: a\n\ndata: [DO", true],
    [": comment", true],
    [": comment\n", false],
    ["data: a\n\n: comment\n", false],
    ["data: a\n: comment\n", true],
    ["event: ping\n", true],
    ["\xef\xbb\xbf", false],
    ["\xef\xbb\xbf: comment\n", false],
    ["\xef\xbb\xbfdata: a\n\n", false],
    ["\xef\xbb", true],
    ["\n\n\n", false],
  ])("of server-sent events: %j is open: %s", (text, isOpen) => {
    for (const split of [1, 2, 3, 1000]) {
      expect(openAfter("text/event-stream; charset=utf-8", Buffer.from(text, "latin1"), split)).toBe(isOpen);
    }
  });

  test("does not exist in other bodies", () => {
    expect(openAfter("application/json", Buffer.from('{"a":'), 1)).toBe(false);
  });
});
