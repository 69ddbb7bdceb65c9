import type { Api } from "../../chat/api.js";
import type { ChatEvent } from "../../chat/event.js";
import type { ChatFailure } from "../../chat/failure.js";
import type { JsonObject } from "../../chat/json.js";
import type { Note } from "../../chat/reply.js";
import { unreachable } from "../../chat/unreachable.js";
import { TransportError } from "../../wire/exchange.js";
import { createEventStreamParser } from "../../wire/frames/event-stream.js";
import { WireFormatError } from "../../wire/frames/wire-format-error.js";
import { maxJsonDepth } from "../../wire/json.js";
import type { Aliases } from "../adapter.js";
import { missingAtEnd } from "../bedrock/block-order.js";
import { cutParts } from "../draft/cut-parts.js";
import {
  emitLogprobs,
  failWith,
  freshState,
  note,
  noteGuardrail,
  noteOtherChoices,
  type Step,
  type StreamState,
  stepWith,
  update,
} from "../draft/stream-state.js";
import { usageOf, withMetrics } from "../draft/usage-counts.js";
import { endParts } from "../draft/write-parts.js";
import {
  classifyException,
  classifyTransport,
  protocolFailure,
  tooLargeFailure,
  truncatedFailure,
} from "../errors/classify.js";
import { statesError } from "../errors/error-object.js";
import { utf8Note } from "../utf8-note.js";
import type { Family } from "./families/family.js";
import { unalias } from "./repair/aliases.js";
import { noMessage, type OuterEvent, readFrame, readRecord, type StreamEnd, textOf } from "./wire.js";

/** What reading a stream depends on. `status` and `requestId` belong to its HTTP response. */
export type StreamContext = {
  readonly family: Family;
  readonly aliases: Aliases;
  readonly api: Api;
  readonly status: number | null;
  readonly requestId: string | null;
};

/**
 * Decodes the outer events of a streamed reply. The reply is complete once the family's terminal record has arrived
 * whole. An end before it is `truncated`; a break after it is `truncated` with `afterFinish`. Records after an error
 * are not read.
 */
export async function* readStream(outer: AsyncIterable<OuterEvent>, context: StreamContext): AsyncIterable<ChatEvent> {
  yield { kind: "reply-start", status: context.status, requestId: context.requestId };
  let state = freshState;
  let number = 0;
  for await (const event of outer) {
    const inner = event.kind === "record" ? readRecord(event.bytes) : null;
    const record = inner?.value ?? null;
    number += 1;
    if (inner !== null && inner.wrongByte !== null) {
      const noted = stepNote(state, utf8Note(inner.wrongByte, `the record in event ${number}`));
      state = noted.state;
      yield* noted.events;
    }
    const ending = endingOf(event, { inner, state, context });
    if (ending !== null) {
      yield* renamed(closeStream(state, ending, context.family), context.aliases);
      return;
    }
    const read = record === null ? stepUnknown(state, event) : step(state, record, context.family);
    state = read.state;
    yield* renamed(read.events, context.aliases);
    const failure = innerFailure(state, event, context);
    if (failure !== null) {
      yield* renamed(closeStream(state, failure, context.family), context.aliases);
      return;
    }
  }
}

/** Reads frames as outer events; the last one holds how the body ended. Never throws. */
export async function* outerEvents(chunks: AsyncIterable<Uint8Array>): AsyncIterable<OuterEvent> {
  const parser = createEventStreamParser();
  try {
    for await (const chunk of chunks) {
      for (const frame of parser.push(chunk)) yield readFrame(frame);
    }
  } catch (error) {
    if (error instanceof WireFormatError) for (const frame of error.frames) yield readFrame(frame);
    yield { kind: "end", how: brokenBy(error) };
    return;
  }
  yield { kind: "end", how: { kind: "eof", pending: parser.end().pendingBytes > 0 } };
}

/** Decodes one inner record. Pure. */
export function step(state: StreamState, record: JsonObject, family: Family): Step {
  return stepWith(state, (draft) => {
    if (!state.terminal) family.followOrder?.(draft, record);
    else if (!isTrailer(record)) note(draft, "event-after-finish", "a record came after the terminal one");
    family.readRecord(draft, record);
    if (isErrorRecord(record, family)) failWith(draft, { type: null, message: noMessage });
    update(draft, { usage: withMetrics(draft.state.usage, record) });
    noteGuardrail(draft, record);
  });
}

/** True for an error in a form that the family does not know. An event of Messages has a type, and any chat record choices. */
function isErrorRecord(record: JsonObject, { id }: Family): boolean {
  return !("choices" in record || (id === "anthropic" && "type" in record)) && statesError(record);
}

function stepNote(state: StreamState, { id, message }: Note): Step {
  return stepWith(state, (draft) => note(draft, id, message));
}

function stepUnknown(state: StreamState, event: OuterEvent): Step {
  return stepWith(state, (draft) => {
    if (event.kind === "unknown") note(draft, "unknown-event", `an event of type ${event.name}`);
  });
}

/** True for metrics and metadata, which may follow the terminal record. */
function isTrailer(record: JsonObject): boolean {
  if ("metadata" in record || "amazon-bedrock-invocationMetrics" in record) return true;
  return !contentMembers.some((name) => name in record);
}

/** The members by which a record of one family or another carries the reply. */
const contentMembers = [
  ...["choices", "type", "messageStart", "contentBlockStart", "contentBlockDelta", "contentBlockStop", "messageStop"],
  ...["generation", "outputs", "outputText", "completion", "text", "generations"],
] as const;

function brokenBy(error: unknown): StreamEnd {
  if (error instanceof TransportError) return { kind: "transport", error };
  return { kind: "format", message: error instanceof Error ? error.message : String(error) };
}

/** How the reply ends with this event; null when it continues. */
function endingOf(
  event: OuterEvent,
  {
    inner,
    state,
    context,
  }: { inner: ReturnType<typeof readRecord> | null; state: StreamState; context: StreamContext },
): ChatFailure | "complete" | null {
  switch (event.kind) {
    case "unknown":
      return null;
    case "record":
      if (inner === null || inner.value !== null) return null;
      return unreadRecord(inner.tooDeep, contextOf(state, context, { message: "", raw: textOf(event.bytes) }));
    case "exception":
      return classifyException({ ...contextOf(state, context, event), type: event.type, api: context.api });
    case "end":
      return endOf(event.how, state, context);
    default:
      return unreachable(event);
  }
}

function unreadRecord(tooDeep: boolean, failure: ReturnType<typeof contextOf>): ChatFailure {
  if (tooDeep) return tooLargeFailure({ ...failure, message: `a record nested deeper than ${maxJsonDepth} levels` });
  return protocolFailure({ ...failure, message: "a record that is not a JSON object" });
}

function endOf(how: StreamEnd, state: StreamState, context: StreamContext): ChatFailure | "complete" {
  switch (how.kind) {
    case "eof":
      if (how.pending) return truncatedFailure(contextOf(state, context, { message: "the body ended inside a frame" }));
      if (state.terminal) return "complete";
      return truncatedFailure(contextOf(state, context, { message: "the body ended before the terminal record" }));
    case "transport":
      return classifyTransport(how.error, {
        phase: "body",
        afterFinish: state.terminal,
        status: context.status,
        requestId: context.requestId,
      });
    case "format":
      return protocolFailure(contextOf(state, context, { message: how.message }));
    case "classified":
      return { ...how.failure, afterFinish: state.terminal };
    default:
      return unreachable(how);
  }
}

function innerFailure(state: StreamState, event: OuterEvent, context: StreamContext): ChatFailure | null {
  if (state.error === null || event.kind !== "record") return null;
  const { type, message } = state.error;
  return classifyException({
    ...contextOf(state, context, { message: message, raw: textOf(event.bytes) }),
    type,
    api: context.api,
  });
}

type Fault = { readonly message: string; readonly raw?: string | null };

function contextOf(state: StreamState, { status, requestId }: StreamContext, { message, raw = null }: Fault) {
  return { afterFinish: state.terminal, message, status, requestId, raw };
}

/** The last events: held text, the usage, notes about what is missing, and the end. */
function closeStream(state: StreamState, ending: ChatFailure | "complete", family: Family): readonly ChatEvent[] {
  const { events } = stepWith(state, (draft) => {
    family.close(draft);
    if (ending === "complete") endParts(draft);
    else cutParts(draft, () => endParts(draft));
    emitLogprobs(draft);
    noteOtherChoices(draft);
    const usage = usageOf(draft.state.usage);
    if (usage !== null) draft.events.push({ kind: "usage", usage });
    if (ending !== "complete") {
      draft.events.push({ kind: "reply-failed", failure: ending });
      return;
    }
    if (usage === null) note(draft, "usage-missing", "the stream has no token counts");
    if (draft.state.order !== null) {
      for (const { id, message } of missingAtEnd(draft.state.order)) note(draft, id, message);
    }
    if (draft.state.usage.metricsRaw === null) {
      note(draft, "metadata-missing", "no record carries amazon-bedrock-invocationMetrics");
    }
    draft.events.push({ kind: "reply-end" });
  });
  return events;
}

function renamed(events: readonly ChatEvent[], aliases: Aliases): readonly ChatEvent[] {
  if (aliases.toolCallIds.size + aliases.toolNames.size === 0) return events;
  return events.map((event) => unalias(event, aliases));
}
