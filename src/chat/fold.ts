import type { ChatEvent } from "./event.js";
import type { ChatFailure } from "./failure.js";
import { countingFinish } from "./finish-of.js";
import type { AssistantPart, ReasoningPart, ToolCallPart, WireMembers } from "./message.js";
import type { Finish, Note, Reply, ReplyLogprobs, Usage, Warning } from "./reply.js";
import { unreachable } from "./unreachable.js";

type OpenReasoning = { -readonly [K in keyof ReasoningPart]: ReasoningPart[K] };
type OpenToolCall = { -readonly [K in keyof ToolCallPart]: ToolCallPart[K] };
type OpenPart =
  | { kind: "text"; text: string; wire?: WireMembers }
  | { kind: "refusal"; text: string }
  | OpenReasoning
  | OpenToolCall
  | Extract<AssistantPart, { kind: "other" }>;

type OpenReply = {
  id: string | null;
  model: string | null;
  upstream: string | null;
  requestId: string | null;
  status: number | null;
  parts: Map<number, OpenPart>;
  finish: Finish | null;
  usage: Usage | null;
  ended: boolean;
  failure: ChatFailure | null;
  warnings: Warning[];
  notes: Note[];
  textPieces: number;
  logprobs: ReplyLogprobs | null;
};

/** Builds a reply event by event. `reply()` may be called at any time, also before the end. */
export type Folding = { readonly add: (event: ChatEvent) => void; readonly reply: () => Reply };

/**
 * Builds the reply from its events. The only place that does: live, replayed and unary replies and tests all use it.
 * Pure: no I/O, no clock. Throws a TypeError for an event of a part that has not begun or is of another kind.
 *
 * @example
 * const reply = fold([
 *   { kind: "text-start", part: 0 },
 *   { kind: "text-delta", part: 0, text: "Hi" },
 *   { kind: "reply-end" },
 * ]); // reply.completeness is "complete"
 */
export function fold(events: Iterable<ChatEvent>): Reply {
  const folding = startFold();
  for (const event of events) folding.add(event);
  return folding.reply();
}

/**
 * {@link fold} over events as they arrive. Resolves when the iterable ends; rejects where the iterable or `fold` does.
 */
export async function foldAsync(events: AsyncIterable<ChatEvent>): Promise<Reply> {
  const folding = startFold();
  for await (const event of events) folding.add(event);
  return folding.reply();
}

/** A fold without events yet, for callers that read the reply while it grows. */
export function startFold(): Folding {
  const open: OpenReply = {
    id: null,
    model: null,
    upstream: null,
    requestId: null,
    status: null,
    parts: new Map(),
    finish: null,
    usage: null,
    ended: false,
    failure: null,
    warnings: [],
    notes: [],
    textPieces: 0,
    logprobs: null,
  };
  return { add: (event) => addEvent(open, event), reply: () => closeReply(open) };
}

function addEvent(open: OpenReply, event: ChatEvent): void {
  switch (event.kind) {
    case "warning":
      open.warnings.push(event.warning);
      return;
    case "note":
      open.notes.push(event.note);
      return;
    case "reply-start":
      open.status = event.status;
      open.requestId = event.requestId;
      return;
    case "reply-info":
      open.id = event.id ?? open.id;
      open.model = event.model ?? open.model;
      open.upstream = event.upstream ?? open.upstream;
      return;
    case "finish":
      // The first finish counts, unless a later one says more. The decoder reports a later one as a note.
      open.finish = countingFinish(open.finish, event.finish);
      return;
    case "usage":
      open.usage = event.usage;
      return;
    case "logprobs":
      open.logprobs = event.logprobs;
      return;
    case "reply-end":
      open.ended = true;
      return;
    case "reply-failed":
      open.failure = event.failure;
      open.status ??= event.failure.status;
      open.requestId ??= event.failure.requestId;
      return;
    case "part-end":
    case "logprobs-piece":
      return;
    default:
      if (event.kind === "text-delta" && event.text !== "") open.textPieces += 1;
      addPartEvent(open.parts, event);
  }
}

type PartEvent = Extract<ChatEvent, { part: number }>;

function addPartEvent(parts: Map<number, OpenPart>, event: Exclude<PartEvent, { kind: "part-end" }>): void {
  switch (event.kind) {
    case "text-start":
      parts.set(event.part, { kind: "text", text: "", ...wireOf(event) });
      return;
    case "text-delta":
      openPart(parts, event, "text").text += event.text;
      return;
    case "refusal-start":
      parts.set(event.part, { kind: "refusal", text: "" });
      return;
    case "refusal-delta":
      openPart(parts, event, "refusal").text += event.text;
      return;
    case "tool-call-start":
      parts.set(event.part, {
        kind: "tool-call",
        id: event.id,
        name: event.name,
        argumentsText: event.argumentsText,
        ...wireOf(event),
      });
      return;
    case "tool-call-info":
      addCallInfo(openPart(parts, event, "tool-call"), event);
      return;
    case "tool-call-delta": {
      const call = openPart(parts, event, "tool-call");
      call.argumentsText = call.argumentsText === null ? event.argumentsText : call.argumentsText + event.argumentsText;
      return;
    }
    case "other-part":
      parts.set(event.part, { kind: "other", raw: event.raw });
      return;
    default:
      addReasoning(parts, event);
  }
}

function wireOf({ wire }: { readonly wire?: WireMembers }): { wire?: WireMembers } {
  return wire === undefined ? {} : { wire };
}

function addCallInfo(call: OpenToolCall, event: { id: string | null; name: string | null }): void {
  call.id = event.id ?? call.id;
  call.name = event.name ?? call.name;
}

function addReasoning(parts: Map<number, OpenPart>, event: Extract<PartEvent, { kind: `reasoning-${string}` }>): void {
  switch (event.kind) {
    case "reasoning-start":
      parts.set(event.part, {
        kind: "reasoning",
        text: null,
        signature: null,
        redacted: null,
        details: null,
        field: event.field,
      });
      return;
    case "reasoning-delta": {
      const reasoning = openPart(parts, event, "reasoning");
      reasoning.text = reasoning.text === null ? event.text : reasoning.text + event.text;
      return;
    }
    case "reasoning-signature": {
      const reasoning = openPart(parts, event, "reasoning");
      reasoning.signature = reasoning.signature === null ? event.signature : reasoning.signature + event.signature;
      return;
    }
    case "reasoning-redacted":
      openPart(parts, event, "reasoning").redacted = event.redacted;
      return;
    case "reasoning-details": {
      const reasoning = openPart(parts, event, "reasoning");
      reasoning.details = reasoning.details === null ? event.details : [...reasoning.details, ...event.details];
      return;
    }
    default:
      unreachable(event);
  }
}

function openPart<Kind extends OpenPart["kind"]>(
  parts: Map<number, OpenPart>,
  event: PartEvent,
  kind: Kind,
): Extract<OpenPart, { kind: Kind }> {
  const part = parts.get(event.part);
  if (part === undefined || !isKind(part, kind)) {
    throw new TypeError(`event ${event.kind} for part ${event.part}, which is ${part?.kind ?? "not started"}`);
  }
  return part;
}

function isKind<Kind extends OpenPart["kind"]>(part: OpenPart, kind: Kind): part is Extract<OpenPart, { kind: Kind }> {
  return part.kind === kind;
}

function closeReply(open: OpenReply): Reply {
  return {
    id: open.id,
    model: open.model,
    upstream: open.upstream,
    requestId: open.requestId,
    status: open.status,
    parts: [...open.parts].sort(([a], [b]) => a - b).map(([, part]) => ({ ...part })),
    finish: open.finish,
    usage: open.usage,
    completeness: completenessOf(open),
    failure: open.failure,
    warnings: [...open.warnings],
    notes: [...open.notes],
    textPieces: open.textPieces,
    logprobs: open.logprobs,
  };
}

function completenessOf(open: OpenReply): Reply["completeness"] {
  if (open.failure === null) return open.ended ? "complete" : "truncated";
  if (open.failure.kind !== "truncated") return "failed";
  return open.failure.afterFinish ? "truncated-after-finish" : "truncated";
}
