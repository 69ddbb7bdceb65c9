import fc from "fast-check";
import type { ChatEvent } from "../../../chat/event.js";
import type { Finish } from "../../../chat/reply.js";
import { interleaveParts, oneQueue } from "../../server/interleave-parts.fixture.js";

const letters = fc.string({ unit: "binary", minLength: 1, maxLength: 8 }).filter((text) => text.isWellFormed());
const pieces = fc.array(letters, { minLength: 1, maxLength: 4 });

type PartEvents = (part: number) => readonly ChatEvent[];

const textPart = pieces.map(
  (said): PartEvents =>
    (part) => [{ kind: "text-start", part }, ...said.map((text) => ({ kind: "text-delta", part, text }) as const)],
);

const reasoningPart = fc
  .record({ said: pieces, signature: fc.option(fc.base64String({ minLength: 4 }), { nil: null }) })
  .map(
    ({ said, signature }): PartEvents =>
      (part) => [
        { kind: "reasoning-start", part, field: "thinking" },
        ...said.map((text) => ({ kind: "reasoning-delta", part, text }) as const),
        ...(signature === null ? [] : [{ kind: "reasoning-signature", part, signature } as const]),
      ],
  );

const redactedPart = fc.base64String({ minLength: 4 }).map(
  (redacted): PartEvents =>
    (part) => [
      { kind: "reasoning-start", part, field: "thinking" },
      { kind: "reasoning-redacted", part, redacted },
    ],
);

/** Arguments as a service sends them: the text of an object, cut anywhere. */
const callPart = fc
  .record({
    name: fc.stringMatching(/^[a-z]{1,8}$/),
    input: fc.dictionary(fc.stringMatching(/^[a-z]{1,4}$/), letters),
    cuts: fc.array(fc.nat(40), { maxLength: 3 }),
    isLate: fc.boolean(),
  })
  .map(
    ({ name, input, cuts, isLate }): PartEvents =>
      (part) => [
        { kind: "tool-call-start", part, id: isLate ? null : `call-${part}`, name, argumentsText: null },
        ...(isLate ? [{ kind: "tool-call-info", part, id: `call-${part}`, name: null } as const] : []),
        ...cut(JSON.stringify(input), cuts).map(
          (argumentsText) => ({ kind: "tool-call-delta", part, argumentsText }) as const,
        ),
      ],
  );

function cut(text: string, places: readonly number[]): readonly string[] {
  const edges = [0, ...places.map((place) => place % (text.length + 1)).sort((a, b) => a - b), text.length];
  return edges.slice(1).map((edge, at) => text.slice(edges[at], edge));
}

const count = fc.nat(9999);
const maybe = fc.option(count, { nil: null });
const usage = fc
  .record({
    fresh: count,
    outputTokens: count,
    reasoningTokens: maybe,
    cacheReadTokens: maybe,
    cacheWriteTokens: maybe,
    costUsd: fc.constantFrom(null, 0, 0.25),
  })
  .map(({ fresh, ...counts }): ChatEvent => {
    const inputTokens = fresh + (counts.cacheReadTokens ?? 0) + (counts.cacheWriteTokens ?? 0);
    return { kind: "usage", usage: { ...counts, inputTokens, totalTokens: null, raw: {} } };
  });

const finishes: readonly Finish[] = [
  { kind: "length", raw: "max_tokens", nativeRaw: null, stopSequence: null },
  { kind: "content-filter", raw: "refusal", nativeRaw: null, stopSequence: null },
];
const stopped: Finish = { kind: "stop", raw: "stop_sequence", nativeRaw: null, stopSequence: "END" };
const toolCalls: Finish = { kind: "tool-calls", raw: "tool_use", nativeRaw: null, stopSequence: null };

/** Whole replies as events, of which the pieces of different parts interleave. */
export const replies: fc.Arbitrary<readonly ChatEvent[]> = fc
  .record({
    parts: fc.array(fc.oneof(textPart, reasoningPart, redactedPart, callPart), { maxLength: 5 }),
    order: fc.array(fc.nat(4), { maxLength: 60 }),
    finish: fc.constantFrom(null, ...finishes),
    usage,
    usageFirst: fc.boolean(),
    endsAtOnce: fc.boolean(),
  })
  .map(({ parts, order, finish, usage: counts, usageFirst, endsAtOnce }) => {
    const all = parts.map((eventsOf, part) => {
      const end = { kind: "part-end", part } as const;
      return endsAtOnce ? [...eventsOf(part), end] : [...eventsOf(part)];
    });
    const hasCalls = all.some(([first]) => first?.kind === "tool-call-start");
    return [
      { kind: "reply-start", status: 200, requestId: null },
      ...(usageFirst ? [counts] : []),
      ...interleaveParts(all, { order, queueOf: oneQueue }),
      ...(endsAtOnce ? [] : parts.map((_, part) => ({ kind: "part-end", part }) as const)),
      { kind: "finish", finish: finish ?? (hasCalls ? toolCalls : stopped) },
      ...(usageFirst ? [] : [counts]),
      { kind: "reply-end" },
    ];
  });
