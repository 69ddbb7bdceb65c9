import fc from "fast-check";
import { expect, test } from "vitest";
import type { ChatEvent } from "../../../chat/event.js";
import { fold } from "../../../chat/fold.js";
import { reasoningTextOf, textOf, toolCallsOf } from "../../../chat/read-reply.js";
import type { Reply } from "../../../chat/reply.js";
import { createSseParser } from "../../../wire/frames/sse.js";
import { noAliases } from "../../adapter.js";
import { startState } from "../decode/stream-state.js";
import { finishStream, stepFrame } from "../decode-stream.js";
import { openStream } from "./encode-stream.js";
import { replies } from "./replies.fixture.js";

/** What two readings of one reply must agree on. */
function reading(reply: Reply) {
  const { inputTokens, outputTokens, reasoningTokens, cacheReadTokens, cacheWriteTokens, costUsd } = reply.usage ?? {};
  return {
    completeness: reply.completeness,
    finish: reply.finish,
    text: textOf(reply),
    reasoning: reasoningTextOf(reply),
    // What comes after the block of its part has ended stands behind the others.
    opaque: reply.parts
      .flatMap((part) => (part.kind === "reasoning" ? [part.signature, part.redacted] : []))
      .filter(Boolean)
      .sort(),
    calls: toolCallsOf(reply),
    usage: [inputTokens, outputTokens, reasoningTokens, cacheReadTokens, cacheWriteTokens, costUsd],
  };
}

const identity = { id: "5f3c-1", createdSeconds: 1, model: "m" };
const asked = { model: "m", region: null, service: "bedrock" } as const;

function encodeText(events: readonly ChatEvent[]): string {
  const stream = openStream({ identity, body: {}, asked, redact: (error) => error });
  return events.map((event) => stream.write(event)).join("");
}

function decodeBytes(chunks: readonly Uint8Array[]): Reply {
  const parser = createSseParser();
  let state = startState({ status: 200, requestId: null, aliases: noAliases });
  const events: ChatEvent[] = [];
  for (const chunk of chunks) {
    for (const frame of parser.push(chunk)) {
      const step = stepFrame(state, frame);
      state = step.state;
      events.push(...step.events);
    }
  }
  return fold([...events, ...finishStream(state, { kind: "eof", ...parser.end() }).events]);
}

const bytesOf = (events: readonly ChatEvent[]) => new TextEncoder().encode(encodeText(events));
const cuts = fc.array(fc.nat(8000), { maxLength: 12 });

test("a stream that is written and read again is the same reply, split at any bytes", () => {
  fc.assert(
    fc.property(replies, cuts, (events, places) => {
      expect(reading(decodeBytes(splitAt(bytesOf(events), places)))).toEqual(reading(fold(events)));
    }),
    { numRuns: 500 },
  );
});

test("the reader finds nothing to note in what is written: blocks come in order and never overlap", () => {
  fc.assert(
    fc.property(replies, (events) => {
      // A text may hold a byte order mark, which is noted wherever it stands.
      const notes = decodeBytes([bytesOf(events)]).notes.filter(({ id }) => id !== "byte-order-mark");
      expect(notes).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test("a stream that is cut anywhere before message_stop is never read as a whole reply", () => {
  fc.assert(
    fc.property(replies, fc.nat(8000), (events, place) => {
      const bytes = bytesOf(events);
      const terminal = new TextEncoder().encode(encodeText(events).split("event: message_stop")[0]).length;
      expect(decodeBytes([bytes.subarray(0, place % terminal)]).completeness).toBe("truncated");
    }),
    { numRuns: 200 },
  );
});

function splitAt(bytes: Uint8Array, places: readonly number[]): readonly Uint8Array[] {
  const edges = [0, ...places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return edges.slice(1).map((edge, at) => bytes.subarray(edges[at], edge));
}
