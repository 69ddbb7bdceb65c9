import fc from "fast-check";
import type { ChatEvent } from "../../../chat/event.js";
import { fold } from "../../../chat/fold.js";
import { isJsonObject, type JsonObject } from "../../../chat/json.js";
import type { Finish, Reply, Usage } from "../../../chat/reply.js";
import { createSseParser } from "../../../wire/frames/sse.js";
import { noAliases } from "../../adapter.js";
import type { StreamOpening } from "../../door.js";
import { interleaveParts } from "../../server/interleave-parts.fixture.js";
import { draftOf, startState } from "../decode/stream-state.js";
import { finishStream, readFrames } from "../decode-stream.js";
import { ResponsesStream } from "./encode-stream.js";

export const identity = { id: "3b1c7e9e-0000-4000-8000-000000000001", createdSeconds: 1_790_000_000, model: "kimi" };
const asked = { model: "kimi", region: null, service: "bedrock" } as const;

/** A stream's opening for a client's body. */
export function opening(body: JsonObject = {}): StreamOpening {
  return { identity, body, asked, redact: (error) => error, nowSeconds: () => 1_790_000_007 };
}

/** The text of a whole stream. */
export function streamText(events: readonly ChatEvent[], body: JsonObject = {}): string {
  const stream = new ResponsesStream(opening(body));
  return events.map((event) => stream.write(event)).join("");
}

/** The data of each event, in their order; `[DONE]` left out. */
export function eventsIn(text: string): readonly JsonObject[] {
  return createSseParser()
    .push(new TextEncoder().encode(text))
    .flatMap((frame) => (frame.kind === "event" && frame.data !== "[DONE]" ? [JSON.parse(frame.data)] : []));
}

/** The response of the last event of a stream, with its output. */
export function lastResponse(text: string): JsonObject & { readonly output: readonly JsonObject[] } {
  const response = eventsIn(text).at(-1)?.["response"];
  if (!isJsonObject(response) || !Array.isArray(response["output"])) throw new Error("no response at the end");
  return { ...response, output: response["output"].filter(isJsonObject) };
}

/** A stream as our own adapter reads it. */
export function readBack(pieces: readonly Uint8Array[]): Reply {
  const parser = createSseParser();
  const draft = draftOf(startState({ status: 200, requestId: null, aliases: noAliases }));
  for (const piece of pieces) readFrames(draft, parser.push(piece));
  const { pending, open } = parser.end();
  const end = finishStream(draft, { kind: "eof", pending, open });
  return fold([...draft.events, ...end.events]);
}

const letters = fc.string({ unit: "binary", minLength: 1, maxLength: 8 });
const pieces = fc.array(letters, { minLength: 1, maxLength: 4 });

type Part = (part: number) => readonly ChatEvent[];

const textPart = pieces.map(
  (said): Part =>
    (part) => [{ kind: "text-start", part }, ...said.map((text) => ({ kind: "text-delta", part, text }) as const)],
);

const refusalPart = pieces.map(
  (said): Part =>
    (part) => [
      { kind: "refusal-start", part },
      ...said.map((text) => ({ kind: "refusal-delta", part, text }) as const),
    ],
);

const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });

const reasoningPart = fc
  .record({
    said: fc.oneof(pieces, fc.constant<string[]>([])),
    field: fc.constantFrom(null, "reasoning", "reasoning_content", "reasoningContent", "thinking"),
    signature: maybe(fc.base64String({ minLength: 4 })),
    redacted: maybe(fc.base64String({ minLength: 4 })),
    details: maybe(fc.array(fc.record({ type: fc.constant("reasoning.text"), text: letters }), { maxLength: 3 })),
  })
  .map(
    ({ said, field, signature, redacted, details }): Part =>
      (part) => [
        { kind: "reasoning-start", part, field },
        ...said.map((text) => ({ kind: "reasoning-delta", part, text }) as const),
        ...(signature === null ? [] : [{ kind: "reasoning-signature", part, signature } as const]),
        ...(redacted === null ? [] : [{ kind: "reasoning-redacted", part, redacted } as const]),
        ...(details === null ? [] : [{ kind: "reasoning-details", part, details } as const]),
      ],
  );

const callPart = fc
  .record({
    name: fc.constantFrom("look", "find", "agents__spawn", "patch"),
    atStart: maybe(fc.constant("{")),
    rest: pieces,
    isLate: fc.boolean(),
  })
  .map(
    ({ name, atStart, rest, isLate }): Part =>
      (part) => [
        { kind: "tool-call-start", part, id: isLate ? null : `call-${part}`, name, argumentsText: atStart },
        ...(isLate ? [{ kind: "tool-call-info", part, id: `call-${part}`, name: null } as const] : []),
        ...["x", ...rest].map((argumentsText) => ({ kind: "tool-call-delta", part, argumentsText }) as const),
      ],
  );

const count = maybe(fc.nat(9999));
const usage = fc
  .record({
    ...{ inputTokens: fc.nat(9999), outputTokens: fc.nat(9999), totalTokens: count },
    ...{ reasoningTokens: count, cacheReadTokens: count, cacheWriteTokens: count },
    ...{ costUsd: fc.constantFrom(null, 0, 0.25), raw: fc.constant({}) },
  })
  .map((counts: Usage): ChatEvent => ({ kind: "usage", usage: counts }));

const finishes: readonly Finish[] = [
  { kind: "length", raw: "max_tokens", nativeRaw: null, stopSequence: null },
  { kind: "content-filter", raw: "content_filter", nativeRaw: "guardrail_intervened", stopSequence: null },
];
const stop: Finish = { kind: "stop", raw: "end_turn", nativeRaw: null, stopSequence: null };
const toolCalls: Finish = { kind: "tool-calls", raw: "tool_use", nativeRaw: null, stopSequence: null };

/**
 * Replies of several parts. `ends`: whether each part ends before the next begins, as on Bedrock, or all at the end, as in a chat stream;
 * `order` interleaves them.
 */
export const replies: fc.Arbitrary<readonly ChatEvent[]> = fc
  .record({
    parts: fc.array(fc.oneof(textPart, reasoningPart, callPart, refusalPart), { maxLength: 5 }),
    ends: fc.boolean(),
    order: fc.array(fc.nat(4), { maxLength: 40 }),
    finish: fc.constantFrom(null, ...finishes),
    usage: maybe(usage),
  })
  .map(({ parts, ends, order, finish, usage }): readonly ChatEvent[] => {
    const content = parts.map((eventsOf, part) => eventsOf(part));
    const end = (_: unknown, part: number) => ({ kind: "part-end", part }) as const;
    const said = ends
      ? content.flatMap((events, part) => [...events, end(null, part)])
      : [...interleaveParts(content, { order, queueOf: (start) => start }), ...content.map(end)];
    const calls = said.some(({ kind }) => kind === "tool-call-start");
    return [
      { kind: "reply-start", status: 200, requestId: null },
      ...said,
      { kind: "finish", finish: finish ?? (calls ? toolCalls : stop) },
      ...(usage === null ? [] : [usage]),
      { kind: "reply-end" },
    ];
  });

/** A client's request with tools of each kind, so that the calls of {@link replies} are of functions, of a namespace and of a custom tool. */
export const requestBody: JsonObject = {
  model: "kimi",
  input: "Oslo?",
  tools: [
    { type: "function", name: "look", parameters: { type: "object", properties: {} } },
    { type: "namespace", name: "agents", description: "Helpers", tools: [{ type: "function", name: "spawn" }] },
    { type: "custom", name: "patch" },
  ],
};
