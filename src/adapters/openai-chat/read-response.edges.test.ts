import { describe, expect, test } from "vitest";
import { converseTarget } from "../../../test/support/converse-wire.js";
import type { Api } from "../../chat/api.js";
import { foldAsync } from "../../chat/fold.js";
import type { Reply } from "../../chat/reply.js";
import { TransportError, type WireHeaders, type WireResponse } from "../../wire/exchange.js";
import { noAliases } from "../adapter.js";
import { bodyShape, otherShape } from "../clients/body-shape.js";
import { readResponse } from "./read-response.js";

const chunk = (delta: object, finish: string | null = null) =>
  `data: ${JSON.stringify({ id: "x", model: "m", choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
const usage = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 };
const counts = `data: ${JSON.stringify({ id: "x", model: "m", choices: [], usage })}\n\n`;
const finished = `${chunk({ role: "assistant", content: "4" })}${chunk({ content: "2" }, "stop")}${counts}`;
const stream = `${finished}data: [DONE]\n\n`;
const completion = JSON.stringify({
  ...{ id: "x", object: "chat.completion", created: 1, model: "m" },
  choices: [{ index: 0, message: { role: "assistant", content: "42" }, finish_reason: "stop" }],
  usage,
});

const json: WireHeaders = [["content-type", "application/json"]];
const sse: WireHeaders = [["content-type", "text/event-stream"]];

/** A response of these pieces, which then ends, or breaks with an error. */
function responseOf(
  pieces: readonly string[],
  { status = 200, headers = sse, error }: { status?: number; headers?: WireHeaders; error?: Error } = {},
): WireResponse & { readonly taken: () => number } {
  let taken = 0;
  async function* chunks() {
    for (const piece of pieces) {
      taken += 1;
      yield new TextEncoder().encode(piece);
    }
    if (error !== undefined) throw error;
  }
  return { status, headers, chunks: chunks(), taken: () => taken };
}

function read(response: WireResponse, api: Api = "chat-completions-stream"): Promise<Reply> {
  const target = { ...converseTarget(api), provider: "vllm" };
  return foldAsync(readResponse(response, { target, aliases: noAliases }));
}

const textOf = ({ parts }: Reply) => parts.map((part) => (part.kind === "text" ? part.text : part.kind)).join("|");
const broke = new TransportError("reset", "the connection broke", { code: "ECONNRESET" });

describe("the kind of a body", () => {
  test.each<readonly [number, string | null, whole: string, streamed: string]>([
    [200, "application/json", "completion", "completion"],
    [200, "Application/JSON; charset=utf-8", "completion", "completion"],
    [200, "text/event-stream", "stream", "stream"],
    [200, "Text/Event-Stream; charset=utf-8", "stream", "stream"],
    [200, "text/html", "refusal", "refusal"],
    [200, "text/plain", "completion", "stream"],
    [200, null, "completion", "stream"],
    [299, "application/json", "completion", "completion"],
    [199, "application/json", "refusal", "refusal"],
    [300, "text/event-stream", "refusal", "refusal"],
    [502, null, "refusal", "refusal"],
  ])("of status %d and type %s: %s, or %s where a stream was asked for", (status, type, whole, streamed) => {
    const headers: WireHeaders = type === null ? [] : [["content-type", type]];
    expect(bodyShape({ status, headers }, false)).toBe(whole);
    expect(bodyShape({ status, headers }, true)).toBe(streamed);
  });

  test("is noted where it is the other API's, and of a refusal nothing is", () => {
    expect(otherShape("stream", false)).toBe("requested one JSON body, received a stream");
    expect(otherShape("completion", true)).toBe("requested a stream, received one JSON body");
    expect([otherShape("stream", true), otherShape("completion", false)]).toEqual([null, null]);
    expect([otherShape("refusal", true), otherShape("refusal", false)]).toEqual([null, null]);
  });
});

describe("a stream", () => {
  test("is read in any pieces, with its status and request id", async () => {
    for (const size of [1, 7, stream.length]) {
      const pieces = stream.match(new RegExp(`[^]{1,${size}}`, "g")) ?? [];
      const response = responseOf(pieces, { headers: [...sse, ["x-request-id", "req-1"]] });
      const reply = await read(response);
      expect(textOf(reply)).toBe("42");
      expect(reply).toMatchObject({ completeness: "complete", failure: null, status: 200, requestId: "req-1" });
      expect(reply.notes).toEqual([]);
    }
  });

  test("that ends or breaks before its finish is truncated, and keeps what had come", async () => {
    const [first] = stream.split(/(?<=\n\n)/);
    const ended = await read(responseOf([first ?? ""]));
    const broken = await read(responseOf([first ?? ""], { error: broke }));
    for (const reply of [ended, broken]) {
      expect([textOf(reply), reply.completeness, reply.failure?.kind]).toEqual(["4", "truncated", "truncated"]);
    }
    expect([ended.failure?.code, broken.failure?.code]).toEqual([null, "ECONNRESET"]);
  });

  test("without its end mark is whole, and noted; cut inside a line it is not", async () => {
    const unmarked = await read(responseOf([finished]));
    expect(unmarked).toMatchObject({ completeness: "complete", notes: [{ id: "done-missing" }] });
    const cut = await read(responseOf([finished, "data: [DO"]));
    expect(cut.notes.map(({ id }) => id)).not.toEqual(unmarked.notes.map(({ id }) => id));
  });

  test("with a line beyond our limit fails there as too large, after what had come, and is read no further", async () => {
    const long = `data: ${"x".repeat(64 * 1024 * 1024)}`;
    const response = responseOf([finished.split(/(?<=\n\n)/)[0] ?? "", long, "more"]);
    const reply = await read(response);
    expect(textOf(reply)).toBe("4");
    expect(reply.failure).toMatchObject({ kind: "too-large", phase: "body", raw: null });
    expect(response.taken()).toBe(2);
  });

  test("that was not asked for is read, and noted", async () => {
    const reply = await read(responseOf([stream]), "chat-completions");
    expect(textOf(reply)).toBe("42");
    expect(reply.notes.map(({ message }) => message)).toContain("requested one JSON body, received a stream");
  });
});

describe("a whole body", () => {
  test("is read at its end, in any pieces", async () => {
    for (const pieces of [[completion], [completion.slice(0, 20), completion.slice(20)]]) {
      const reply = await read(responseOf(pieces, { headers: json }), "chat-completions");
      expect(textOf(reply)).toBe("42");
      expect(reply).toMatchObject({ completeness: "complete", failure: null, notes: [] });
    }
  });

  test("that broke is truncated where it broke, and nothing of it is read", async () => {
    const response = responseOf([completion], { headers: [...json, ["x-request-id", "req-1"]], error: broke });
    const reply = await read(response, "chat-completions");
    expect(reply.parts).toEqual([]);
    expect(reply.failure).toMatchObject({
      ...{ kind: "truncated", phase: "body", afterFinish: false, status: 200, requestId: "req-1", code: "ECONNRESET" },
    });
  });

  test("of a refusal is classified, whole or broken", async () => {
    const body = JSON.stringify({ error: { message: "Rate limit reached", type: "rate_limit_error", code: 429 } });
    for (const error of [{}, { error: broke }]) {
      const reply = await read(responseOf([body], { status: 429, headers: json, ...error }));
      expect(reply).toMatchObject({
        ...{ completeness: "failed", parts: [], status: 429 },
        failure: { kind: "throttled", phase: "refused", status: 429 },
      });
    }
  });

  test("an error of ours is none of the wire's, and is thrown", async () => {
    const ours = new TypeError("ours");
    for (const [headers, pieces] of [
      [sse, [stream.slice(0, 20)]],
      [json, [completion]],
    ] as const) {
      await expect(read(responseOf(pieces, { headers, error: ours }))).rejects.toBe(ours);
    }
  });
});
