import type { JsonObject } from "../../chat/json.js";
import { unreachable } from "../../chat/unreachable.js";
import type { Answer, AnswerCall, AnswerPart } from "../answer/answer.js";
import { converseUsage, latency, stopReasonOf } from "./converse.js";
import { eventPiece } from "./frame-piece.js";
import { argumentDeltas, type Draft, deltasOf, type Mark, type WriteContext } from "./piece.js";

/** One event of a ConverseStream before it is framed. */
export type StreamEvent = { readonly mark: Mark; readonly type: string; readonly payload: JsonObject };

/** Writes a ConverseStream reply: text and reasoning blocks without a start event, metadata last. */
export function writeConverseStream(answer: Answer, context: WriteContext): Draft {
  const metadata: JsonObject = {
    metrics: { latencyMs: latency(context) },
    ...(answer.usage === null ? {} : { usage: converseUsage(answer) }),
  };
  const events = [
    ...converseEvents(answer, context.behaviour.emptyTextBlocks),
    { mark: "usage" as const, type: "metadata", payload: metadata },
  ];
  return {
    framing: "event-stream",
    headers: [
      ["content-type", "application/vnd.amazon.eventstream"],
      ["x-amzn-requestid", context.requestId],
    ],
    pieces: events.map(({ mark, type, payload }) => eventPiece(mark, { type, payload }, context.random)),
  };
}

/** The events up to `messageStop`, which Nova's InvokeModel stream sends too. */
export function converseEvents(answer: Answer, emptyTextBlocks: boolean): readonly StreamEvent[] {
  const parts = emptyTextBlocks ? withEmptyBlocks(answer.parts) : answer.parts;
  const stopReason = stopReasonOf(answer.finish);
  const stop: StreamEvent = {
    mark: "finish",
    type: "messageStop",
    payload: stopReason === null ? {} : { stopReason },
  };
  return [
    { mark: "start", type: "messageStart", payload: { role: "assistant" } },
    ...parts.flatMap((part, index) => blockEvents(part, index, answer)),
    stop,
    ...(answer.oddities.finishTwice ? [stop] : []),
  ];
}

/**
 * Kimi K2-Thinking (captures of 2026-07) sends an empty text block before, between and after parts that are not text. A
 * reply with only text has none.
 */
function withEmptyBlocks(parts: readonly AnswerPart[]): readonly AnswerPart[] {
  if (parts.every(({ kind }) => kind === "text")) return parts;
  const empty: AnswerPart = { kind: "text", text: "" };
  return [empty, ...parts.flatMap((part) => (part.kind === "text" ? [part] : [part, empty]))];
}

function blockEvents(part: AnswerPart, index: number, { oddities }: Answer): readonly StreamEvent[] {
  const indexOf = indexMembers(index, part.kind === "call" ? oddities.callIndex : "dense");
  const start: readonly StreamEvent[] =
    part.kind === "call"
      ? [{ mark: "delta", type: "contentBlockStart", payload: { ...indexOf(0), start: { toolUse: startOf(part) } } }]
      : [];
  const deltas = deltaMembers(part).map(
    (delta, piece): StreamEvent => ({
      mark: "delta",
      type: "contentBlockDelta",
      payload: { ...indexOf(piece), delta },
    }),
  );
  const stop: StreamEvent = {
    mark: "delta",
    type: "contentBlockStop",
    payload: indexOf(0),
  };
  return [...start, ...deltas, stop];
}

function startOf(call: AnswerCall): JsonObject {
  return { name: call.name, ...(call.id === null ? {} : { toolUseId: call.id }) };
}

/** The `contentBlockIndex` of each delta of a call. */
function indexMembers(index: number, how: Answer["oddities"]["callIndex"]): (piece: number) => JsonObject {
  switch (how) {
    case "dense":
      return () => ({ contentBlockIndex: index });
    case "missing":
      return () => ({});
    case "reused":
      return () => ({ contentBlockIndex: 0 });
    case "split":
      return (piece) => ({ contentBlockIndex: piece === 0 ? index : index + 1 });
    default:
      return unreachable(how);
  }
}

function deltaMembers(part: AnswerPart): readonly JsonObject[] {
  switch (part.kind) {
    case "text":
    case "refusal":
      return part.text === "" ? [{ text: "" }] : deltasOf(part.text).map((text) => ({ text }));
    case "reasoning": {
      if (part.redacted !== null) return [{ reasoningContent: { redactedContent: part.redacted } }];
      const texts = deltasOf(part.text).map((text) => ({ reasoningContent: { text } }));
      return part.signature === null ? texts : [...texts, { reasoningContent: { signature: part.signature } }];
    }
    case "call":
      return argumentDeltas(part.argumentsText).map((input) => ({ toolUse: { input } }));
    default:
      return unreachable(part);
  }
}
