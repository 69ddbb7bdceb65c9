import { describe, expect, test } from "vitest";
import { fold, foldAsync } from "../../chat/fold.js";
import { TransportError } from "../../wire/exchange.js";
import { noAliases } from "../adapter.js";
import { readResponse } from "./read-response.js";
import {
  eventStream,
  json,
  messageDelta,
  messageStart,
  messageStop,
  noteIds,
  read,
  sse,
  targetOf,
  textBlock,
} from "./stream.fixture.js";

const stream = sse(messageStart(), ...textBlock(0, "Hi"), messageDelta({}), messageStop);
const whole = JSON.stringify({
  id: "msg_01",
  type: "message",
  role: "assistant",
  model: "claude",
  content: [{ type: "text", text: "Hi" }],
  stop_reason: "end_turn",
  usage: { input_tokens: 1, output_tokens: 1 },
});

describe("a refusal", () => {
  const refused = (type: string, message: string) =>
    JSON.stringify({ type: "error", error: { type, message }, request_id: "req_011" });

  test.each([
    [400, "invalid_request_error", "prompt is too long: 3333404 tokens > 200000 maximum", "context-overflow"],
    [401, "authentication_error", "invalid x-api-key", "credentials"],
    [403, "permission_error", "Your API key does not have permission to use the specified resource.", "model-access"],
    [404, "not_found_error", "model: claude-nonexistent", "model-not-found"],
    [413, "request_too_large", "Request exceeds the maximum allowed number of bytes.", "context-overflow"],
    [429, "rate_limit_error", "This request would exceed your organization's rate limit.", "throttled"],
    [500, "api_error", "Internal server error", "unavailable"],
    [529, "overloaded_error", "Overloaded", "unavailable"],
  ])("%i %s", async (status, type, message, kind) => {
    for (const streaming of [true, false]) {
      const reply = await read(refused(type, message), { status, headers: json, streaming });
      expect(reply).toMatchObject({
        completeness: "failed",
        status,
        requestId: "req_011",
        failure: { kind, phase: "refused", message, status, requestId: "req_011" },
      });
    }
  });

  test("of a gateway may have no such body", async () => {
    const page = "<html><head><title>502 Bad Gateway</title></head></html>";
    expect((await read(page, { status: 502, headers: [["content-type", "text/html"]] })).failure).toMatchObject({
      kind: "unavailable",
      phase: "refused",
    });
  });
});

describe("a form that was not asked for", () => {
  test("one JSON body in place of a stream is read, with a note", async () => {
    const reply = await read(whole, { headers: json });
    expect(reply).toMatchObject({ completeness: "complete", parts: [{ kind: "text", text: "Hi" }] });
    expect(noteIds(reply)).toEqual(["other-shape"]);
  });

  test("a stream in place of one JSON body is read, with a note", async () => {
    const reply = await read(stream, { streaming: false, headers: eventStream });
    expect(reply).toMatchObject({ completeness: "complete", parts: [{ kind: "text", text: "Hi" }] });
    expect(noteIds(reply)).toEqual(["other-shape"]);
  });

  test("an HTML page in place of a stream is an error", async () => {
    const reply = await read("<html>Sign in</html>", { headers: [["content-type", "text/html"]] });
    expect(reply.completeness).toBe("failed");
  });

  test("text in place of a stream is quoted", async () => {
    const { failure } = await read("upstream went away\n");
    expect(failure).toMatchObject({ kind: "protocol", phase: "body" });
    expect(failure?.message).toBe('the body is not a stream: "upstream went away"');
  });
});

describe("a connection", () => {
  const broken = (body: string, error: unknown, streaming = true) => {
    const chunks = (async function* () {
      yield new TextEncoder().encode(body);
      throw error;
    })();
    const headers = streaming ? eventStream : json;
    const response = { status: 200, headers, chunks };
    return foldAsync(readResponse(response, { target: targetOf(streaming), aliases: noAliases }));
  };

  test("that breaks cuts the reply, before and after its end", async () => {
    const reset = new TransportError("reset", "the connection was reset");
    expect((await broken(stream.slice(0, 400), reset)).completeness).toBe("truncated");
    expect((await broken(stream, reset)).completeness).toBe("truncated-after-finish");
    expect(await broken(whole.slice(0, 20), reset, false)).toMatchObject({ completeness: "truncated", status: 200 });
  });

  test("that we end at a deadline is a timeout", async () => {
    const idle = new TransportError("idle-timeout", "no byte for 60 s", { deadlineMs: 60_000 });
    expect((await broken(stream.slice(0, 400), idle)).failure).toMatchObject({ kind: "timeout", phase: "body" });
  });

  test("an error that is not the wire's is thrown on", async () => {
    await expect(broken(stream.slice(0, 400), new RangeError("ours"))).rejects.toThrow("ours");
  });

  test("no event follows the last one", async () => {
    const chunks = (async function* () {
      yield new TextEncoder().encode(`${stream}data: {\n\n${stream}`);
    })();
    const events = [];
    const response = { status: 200, headers: eventStream, chunks };
    for await (const one of readResponse(response, { target: targetOf(true), aliases: noAliases })) events.push(one);
    expect(events.filter(({ kind }) => kind === "reply-end" || kind === "reply-failed")).toHaveLength(1);
    expect(events.at(-1)?.kind).toBe("reply-failed");
    expect(fold(events).failure).toMatchObject({ kind: "protocol", afterFinish: true });
  });
});
