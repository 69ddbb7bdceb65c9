import fc from "fast-check";
import { expect, test } from "vitest";
import type { ChatEvent } from "../../../chat/event.js";
import { fold } from "../../../chat/fold.js";
import { reasoningTextOf, textOf, toolCallsOf } from "../../../chat/read-reply.js";
import type { Finish, Reply, Usage } from "../../../chat/reply.js";
import { createSseParser } from "../../../wire/frames/sse.js";
import { noAliases } from "../../adapter.js";
import { interleaveParts, oneQueue } from "../../server/interleave-parts.fixture.js";
import { startState } from "../decode/stream-state.js";
import { finishStream, stepFrames } from "../decode-stream.js";
import { sseText } from "./encode-stream/sse-text.js";
import { draftOf, startEncodeStream } from "./encode-stream/state.js";
import { encodeEvent, writeEvent } from "./encode-stream.js";

/** What two readings of one reply must agree on. The provider's word for the finish may stand in either member. */
function reading(reply: Reply) {
  const { inputTokens, outputTokens, totalTokens, reasoningTokens, cacheReadTokens, cacheWriteTokens, costUsd } =
    reply.usage ?? {};
  // The total is written as the sum where only its parts are known.
  const sum = typeof inputTokens === "number" && typeof outputTokens === "number" ? inputTokens + outputTokens : null;
  const total = reply.usage === null ? undefined : (totalTokens ?? sum);
  return {
    completeness: reply.completeness,
    finish: reply.finish === null ? null : [reply.finish.kind, reply.finish.nativeRaw ?? reply.finish.raw],
    text: textOf(reply),
    reasoning: reasoningTextOf(reply),
    calls: toolCallsOf(reply),
    usage: [inputTokens, outputTokens, total, reasoningTokens, cacheReadTokens, cacheWriteTokens, costUsd],
  };
}

const identity = { id: "chatcmpl-1", createdSeconds: 1, model: "m" };
const asked = { model: "m", region: null, service: "bedrock" } as const;

function encodeBytes(events: readonly ChatEvent[]): Uint8Array {
  let state = startEncodeStream({ identity, includeUsage: true, asked });
  let text = "";
  for (const event of events) {
    const step = encodeEvent(state, event);
    state = step.state;
    for (const item of step.items) text += item.kind === "refusal" ? "" : sseText(item);
  }
  return new TextEncoder().encode(text);
}

function decodeBytes(chunks: readonly Uint8Array[]): Reply {
  const parser = createSseParser();
  let state = startState({ status: 200, requestId: null, aliases: noAliases });
  const events: ChatEvent[] = [];
  for (const chunk of chunks) {
    const step = stepFrames(state, parser.push(chunk));
    state = step.state;
    events.push(...step.events);
  }
  const end = { kind: "eof", pending: parser.end().pending, seesAll: true } as const;
  return fold([...events, ...finishStream(state, end).events]);
}

const letters = fc.string({ unit: "binary", minLength: 1, maxLength: 8 });
const pieces = fc.array(letters, { minLength: 1, maxLength: 4 });

const textPart = pieces.map((said) => (part: number): readonly ChatEvent[] => [
  { kind: "text-start", part },
  ...said.map((text) => ({ kind: "text-delta", part, text }) as const),
]);

const reasoningPart = fc
  .record({ said: pieces, signature: fc.option(fc.base64String({ minLength: 4 }), { nil: null }) })
  .map(({ said, signature }) => (part: number): readonly ChatEvent[] => [
    { kind: "reasoning-start", part, field: null },
    ...said.map((text) => ({ kind: "reasoning-delta", part, text }) as const),
    ...(signature === null ? [] : [{ kind: "reasoning-signature", part, signature } as const]),
  ]);

const callPart = fc
  .record({
    name: fc.stringMatching(/^[a-z]{1,8}$/),
    atStart: fc.option(fc.constant("{"), { nil: null }),
    rest: pieces,
    isLate: fc.boolean(),
  })
  .map(({ name, atStart, rest, isLate }) => (part: number): readonly ChatEvent[] => [
    { kind: "tool-call-start", part, id: isLate ? null : `call-${part}`, name, argumentsText: atStart },
    ...(isLate ? [{ kind: "tool-call-info", part, id: `call-${part}`, name: null } as const] : []),
    ...["x", ...rest].map((argumentsText) => ({ kind: "tool-call-delta", part, argumentsText }) as const),
  ]);

const count = fc.option(fc.nat(9999), { nil: null });
const usage = fc
  .record({
    inputTokens: count,
    outputTokens: count,
    totalTokens: count,
    reasoningTokens: count,
    cacheReadTokens: count,
    cacheWriteTokens: count,
    costUsd: fc.constantFrom(null, 0, 0.25),
    raw: fc.constant({}),
  })
  .map((counts: Usage): ChatEvent => ({ kind: "usage", usage: counts }));

const finishes: readonly Finish[] = [
  { kind: "length", raw: "max_tokens", nativeRaw: null, stopSequence: null },
  { kind: "content-filter", raw: "content_filter", nativeRaw: "guardrail_intervened", stopSequence: null },
];
const stop: Finish = { kind: "stop", raw: "end_turn", nativeRaw: null, stopSequence: "END" };
const toolCalls: Finish = { kind: "tool-calls", raw: "tool_use", nativeRaw: null, stopSequence: null };

const replies = fc
  .record({
    parts: fc.array(fc.oneof(textPart, reasoningPart, callPart), { maxLength: 5 }),
    order: fc.array(fc.nat(4), { maxLength: 40 }),
    finish: fc.constantFrom(null, ...finishes),
    usage: fc.option(usage, { nil: null }),
    usageFirst: fc.boolean(),
  })
  .map(({ parts, order, finish, usage, usageFirst }): readonly ChatEvent[] => {
    const all = parts.map((eventsOf, part) => eventsOf(part));
    const content = interleaveParts(all, { order, queueOf: oneQueue });
    const calls = content.some(({ kind }) => kind === "tool-call-start");
    const told = usage === null ? [] : [usage];
    return [
      { kind: "reply-start", status: 200, requestId: null },
      ...(usageFirst ? told : []),
      ...content,
      ...parts.map((_, part) => ({ kind: "part-end", part }) as const),
      { kind: "finish", finish: finish ?? (calls ? toolCalls : stop) },
      ...(usageFirst ? [] : told),
      { kind: "reply-end" },
    ];
  });

const cuts = fc.array(fc.nat(4000), { maxLength: 12 });

test("a stream that is written and read again is the same reply, split at any bytes", () => {
  fc.assert(
    fc.property(replies, cuts, (events, places) => {
      const bytes = encodeBytes(events);
      expect(reading(decodeBytes(splitAt(bytes, places)))).toEqual(reading(fold(events)));
    }),
    { numRuns: 500 },
  );
});

test("a stream that is written and read again byte by byte is the same reply", () => {
  fc.assert(
    fc.property(replies, (events) => {
      const bytes = [...encodeBytes(events)].map((byte) => Uint8Array.of(byte));
      expect(reading(decodeBytes(bytes))).toEqual(reading(fold(events)));
    }),
    { numRuns: 30 },
  );
});

test("a server that keeps one draft writes what the pure steps write", () => {
  fc.assert(
    fc.property(replies, (events) => {
      const draft = draftOf(startEncodeStream({ identity, includeUsage: true, asked }));
      for (const event of events) writeEvent(draft, event);
      const text = draft.items.map((item) => (item.kind === "refusal" ? "" : sseText(item))).join("");
      expect(text).toBe(new TextDecoder().decode(encodeBytes(events)));
    }),
  );
});

test("a stream that is cut anywhere before its end is never read as a whole reply", () => {
  fc.assert(
    fc.property(replies, fc.nat(4000), (events, place) => {
      const bytes = encodeBytes(events);
      const whole = new TextDecoder().decode(bytes);
      const finished = new TextEncoder().encode(whole.slice(0, whole.search(/"finish_reason":"/))).length;
      const reply = decodeBytes([bytes.subarray(0, place % finished)]);
      expect(reply.completeness).toBe("truncated");
    }),
    { numRuns: 200 },
  );
});

function splitAt(bytes: Uint8Array, places: readonly number[]): readonly Uint8Array[] {
  const edges = [0, ...places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return edges.slice(1).map((edge, at) => bytes.subarray(edges[at], edge));
}
