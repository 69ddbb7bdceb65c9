import type { JsonObject } from "../../../chat/json.js";
import type { WireHeaders } from "../../../wire/exchange.js";
import { type Answer, type AnswerUsage, countedInput } from "../../answer/answer.js";
import { alphanumerics } from "../../random.js";
import type { Door } from "../../request/door.js";
import { type Draft, type DraftErrors, type Mark, type Piece, textPiece, type WriteContext } from "../piece.js";
import { requestIdHeaders } from "../request-id-headers.js";
import { blockEvents, blockOf } from "./blocks.js";
import { placedEvents } from "./late-signatures.js";
import { partsWithSearch, searchCount } from "./searched.js";
import { errorType, stopReasonOf } from "./words.js";

/** Writes a reply of Messages in one piece. */
export function writeMessages(answer: Answer, context: WriteContext): Draft {
  const body = {
    ...envelope(context),
    content: partsWithSearch(answer, context.random).map(blockOf),
    ...ending(answer),
    ...(answer.usage === null
      ? {}
      : { usage: { ...inputCounts(answer.usage), ...outputCounts(answer.usage), ...tier, ...searchCount(answer) } }),
  };
  return {
    framing: "json",
    headers: [["content-type", "application/json"], ...idHeaders(context)],
    pieces: [textPiece("whole", JSON.stringify(body))],
    errors: messagesErrors,
  };
}

/**
 * Writes a stream of Messages, as Anthropic sends it: a ping behind the start of the first block, and usage in the first event and, cumulated,
 * in the last but one (rig's and vercel/ai's recordings, 2025-09 to 2026-07).
 */
export function writeMessagesStream(answer: Answer, context: WriteContext): Draft {
  const { usage } = answer;
  const counts: JsonObject = usage === null ? {} : { usage: { ...inputCounts(usage), output_tokens: 1, ...tier } };
  const message = { ...envelope(context), content: [], stop_reason: null, stop_sequence: null, ...counts };
  const delta: JsonObject = {
    type: "message_delta",
    delta: ending(answer),
    usage: usage === null ? {} : { ...cumulated(usage), ...outputCounts(usage), ...searchCount(answer) },
  };
  const parts = partsWithSearch(answer, context.random);
  const events = parts.map((part, index) => blockEvents(part, index, answer));
  const blocks = placedEvents(events, answer.oddities.signatures);
  const ping: JsonObject = { type: "ping" };
  return {
    framing: "sse",
    headers: [["content-type", "text/event-stream; charset=utf-8"], ...idHeaders(context)],
    pieces: [
      eventPiece("start", { type: "message_start", message }),
      ...blocks.slice(0, 1).map((event) => eventPiece("delta", event)),
      eventPiece("delta", ping),
      ...blocks.slice(1).map((event) => eventPiece("delta", event)),
      eventPiece("delta", delta),
      ...(answer.oddities.finishTwice ? [eventPiece("delta", delta)] : []),
      eventPiece("finish", { type: "message_stop" }),
    ],
    errors: messagesErrors,
  };
}

/** OpenRouter names its generation. */
function idHeaders({ request, requestId, random, nowMs }: WriteContext): WireHeaders {
  if (request.door !== "openrouter") return requestIdHeaders(request, requestId);
  return [["x-generation-id", `gen-${Math.floor(nowMs / 1000)}-${random.letters(20, alphanumerics)}`]];
}

/** An event with its name on a line of its own. */
function eventPiece(mark: Mark, event: JsonObject): Piece {
  return textPiece(mark, `event: ${String(event["type"])}\ndata: ${JSON.stringify(event)}\n\n`);
}

const tier = { service_tier: "standard" } as const;

function envelope({ request, behaviour, random }: WriteContext): JsonObject {
  const id = `${prefixOf(request.door)}01${random.letters(22, alphanumerics)}`;
  return { model: behaviour.servedAs ?? request.model, id, type: "message", role: "assistant" };
}

/** Bedrock's ids name it (recordings of InvokeModel, 2025 and 2026; mantle's are not recorded). */
function prefixOf(door: Door | null): string {
  return door === "openai" || door === "openrouter" ? "msg_" : "msg_bdrk_";
}

function ending(answer: Answer): JsonObject {
  const { stoppedBy } = answer;
  const isStopped = stoppedBy !== null && answer.finish === "stop";
  const reason = isStopped ? "stop_sequence" : stopReasonOf(answer.finish);
  return { stop_reason: reason, stop_sequence: isStopped ? stoppedBy : null };
}

/** The prompt without what a cache read or wrote, which stands beside it. */
function inputCounts(usage: AnswerUsage): JsonObject {
  return {
    ...cumulated(usage),
    cache_creation: { ephemeral_5m_input_tokens: usage.cached?.written ?? 0, ephemeral_1h_input_tokens: 0 },
  };
}

function cumulated(usage: AnswerUsage): JsonObject {
  const { cached } = usage;
  return {
    input_tokens: countedInput(usage, "rest"),
    cache_creation_input_tokens: cached?.written ?? 0,
    cache_read_input_tokens: cached?.read ?? 0,
  };
}

function outputCounts({ output, reasoning }: AnswerUsage): JsonObject {
  const thought: JsonObject = reasoning === 0 ? {} : { output_tokens_details: { thinking_tokens: reasoning } };
  return { output_tokens: output, ...thought };
}

/** How Messages says an error after the 200: `event: error`. The other forms are those of other services. */
const messagesErrors: DraftErrors = {
  inStream: (error) => [eventPiece("delta", errorEvent(error))],
  body: (error) => errorEvent(error),
  unknownEvent: () => eventPiece("delta", { type: "something_new", note: "no document has it" }),
  badJson: () => textPiece("delta", 'event: content_block_delta\ndata: {"type":"content_block_delta","index":\n\n'),
};

function errorEvent({ code, message }: { readonly code: number | string; readonly message: string }): JsonObject {
  return { type: "error", error: { type: errorType(code), message } };
}
