import { expect, test } from "vitest";
import { jsonHeaders } from "../../../test/support/bedrock-headers.js";
import {
  type Answer,
  answering,
  connectionTo,
  converseTarget,
  eventFrame,
  join,
  question,
  replyBy,
} from "../../../test/support/converse-wire.js";
import type { Client } from "../../chat/api.js";
import { foldAsync } from "../../chat/fold.js";
import { readingOf } from "../../chat/read-reply.js";
import type { StopSignal } from "../../chat/stop-signal.js";
import { type Exchange, TransportError } from "../../wire/exchange.js";
import { bedrockConverse } from "./adapter.js";

const clients: readonly Client[] = ["sdk", "http"];

const started = eventFrame("messageStart", { role: "assistant" });
const said = eventFrame("contentBlockDelta", { contentBlockIndex: 0, delta: { text: "Hi" } });
const stopped = eventFrame("messageStop", { stopReason: "end_turn" });
const metadata = eventFrame("metadata", { usage: { inputTokens: 3, outputTokens: 0, totalTokens: 3 } });
const good = join(started, said, stopped, metadata);

const refusals: readonly (readonly [status: number, type: string, message: string, kind: string])[] = [
  [400, "ValidationException", "This model doesn't support tool use in streaming mode.", "streaming-tools-unsupported"],
  [403, "AccessDeniedException", "You don't have access to the model with the specified model ID.", "model-access"],
  [429, "ThrottlingException", "Too many requests, please wait before trying again.", "throttled"],
  [503, "ServiceUnavailableException", "Bedrock is unable to process your request.", "unavailable"],
];

test.each(refusals)(
  "a refusal with status %i %s is the same failure with either client and either API",
  async (status, type, message, kind) => {
    const headers = [...jsonHeaders, ["x-amzn-errortype", `${type}:http://internal.amazon.com/coral/`]] as const;
    const answer: Answer = { status, headers, bytes: new TextEncoder().encode(JSON.stringify({ message })) };
    for (const api of ["converse", "converse-stream"] as const) {
      for (const client of clients) {
        const { failure, requestId } = await replyBy(client, answering(answer), { target: converseTarget(api) });
        expect(failure).toMatchObject({ kind, phase: "refused", status, code: type, message });
        expect(requestId).toBe("req-1");
      }
    }
  },
);

test("an HTML 502 is unavailable with either client, and is asked for once", async () => {
  for (const client of clients) {
    let asked = 0;
    const answer: Answer = {
      status: 502,
      headers: [["content-type", "text/html"]],
      bytes: new TextEncoder().encode("<html></html>"),
    };
    const { failure } = await replyBy(
      client,
      answering(answer, () => (asked += 1)),
    );
    expect([client, failure?.kind, failure?.phase, asked]).toEqual([client, "unavailable", "refused", 1]);
  }
});

test("a refused connection is a network failure before the headers, with either client", async () => {
  const refused: Exchange = async () => {
    throw new TransportError("refused", "nobody listens", { code: "ECONNREFUSED" });
  };
  for (const client of clients) {
    const { failure } = await replyBy(client, refused);
    expect(failure).toMatchObject({ kind: "network", phase: "connect", code: "ECONNREFUSED", status: null });
  }
});

test("an abort in mid-stream reaches the upstream and is no cut, with either client", async () => {
  for (const client of clients) {
    const abort = new AbortController();
    let upstream: StopSignal | null = null;
    const hanging: Exchange = async (_, signal) => {
      upstream = signal;
      return {
        status: 200,
        headers: [["content-type", "application/vnd.amazon.eventstream"]],
        chunks: untilAborted(signal),
      };
    };
    async function* untilAborted(signal: StopSignal): AsyncGenerator<Uint8Array> {
      yield join(started, said);
      await new Promise((resolve) => {
        signal.addEventListener("abort", () => resolve(null));
        abort.abort();
      });
      throw new TransportError("aborted", "the caller ended the call");
    }
    const reply = await replyBy(client, hanging, { signal: abort.signal });
    expect([client, reply.failure?.kind, reply.completeness]).toEqual([client, "aborted", "failed"]);
    expect(readingOf(reply).text).toBe("Hi");
    expect((upstream as StopSignal | null)?.aborted).toBe(true);
  }
});

test("a caller that stops listening ends the upstream, with either client", async () => {
  for (const client of clients) {
    let hasEnded = false;
    const exchange: Exchange = async (request, signal) => {
      signal.addEventListener("abort", () => {
        hasEnded = true;
      });
      const response = await answering({ bytes: good, chunkBytes: 10 })(request, signal);
      return { ...response, chunks: watched(response.chunks) };
    };
    async function* watched(chunks: AsyncIterable<Uint8Array>) {
      try {
        yield* chunks;
        throw new Error("all of it was read");
      } finally {
        hasEnded = true;
      }
    }
    const send = await bedrockConverse.open(client, connectionTo(exchange));
    for await (const event of send(question, new AbortController().signal)) {
      if (event.kind === "text-delta") break;
    }
    expect([client, hasEnded]).toEqual([client, true]);
  }
});

test("calls of one client that run side by side each see their own wire", async () => {
  const exchange: Exchange = async (request) => {
    const asked = new TextDecoder().decode(request.body ?? new Uint8Array());
    const bytes = asked.includes("cut") ? join(started, said) : good;
    return answering({ bytes, chunkBytes: 5 })(request, new AbortController().signal);
  };
  const send = await bedrockConverse.open("sdk", connectionTo(exchange));
  const replies = await Promise.all(
    ["cut", "whole", "cut", "whole"].map((text) =>
      foldAsync(
        send(
          { ...question, messages: [{ role: "user", parts: [{ kind: "text", text }], name: null }] },
          new AbortController().signal,
        ),
      ),
    ),
  );
  expect(replies.map(({ completeness }) => completeness)).toEqual(["truncated", "complete", "truncated", "complete"]);
});
