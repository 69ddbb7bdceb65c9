import type { ChatEvent } from "../../../../chat/event.js";
import { unreachable } from "../../../../chat/unreachable.js";
import { oddScores } from "../../../server/log-probabilities.js";
import type { ScoreEvent } from "../../../server/read-event.js";
import { scoresField } from "../encode-reply/scores.js";
import { endLeft, pieceOf, sendQueue } from "./queue.js";
import { type Draft, newPart, type Of, type OpenPart } from "./state.js";

/** Reads one event of a part of the reply, and sends what can be sent. */
export function readContent(draft: Draft, event: Extract<ChatEvent, { part: number }>): void {
  switch (event.kind) {
    case "text-start":
      beginText(draft, newPart({ part: event.part, kind: "text", wire: event.wire ?? null }));
      return;
    case "refusal-start":
      draft.queue.push(newPart({ part: event.part, kind: "refusal" }));
      return;
    case "reasoning-start":
      draft.queue.push(newPart({ part: event.part, kind: "reasoning", field: event.field }));
      return;
    case "tool-call-start":
      startCall(draft, event);
      break;
    case "text-delta":
    case "refusal-delta":
    case "reasoning-delta":
      addText(draft, event);
      break;
    case "tool-call-delta":
      addArguments(draft, event);
      break;
    case "tool-call-info":
      informCall(draft, event);
      break;
    case "other-part":
      readOther(draft, event);
      break;
    case "part-end":
      endPart(draft, event.part);
      break;
    default:
      readOpaque(draft, event);
  }
  sendQueue(draft);
}

/** Keeps log probabilities for their text: an open one, or the next that begins. */
export function readScores(draft: Draft, event: ScoreEvent): void {
  if (event.kind === "logprobs") {
    draft.warnings.push(...oddScores(event.logprobs.oddities, scoresField));
    return;
  }
  const { part } = event;
  const open = draft.queue.find((one) => one.kind === "text" && (part === null || one.part === part));
  if (open === undefined) draft.tokens = [...draft.tokens, ...event.tokens];
  else open.tokens = [...open.tokens, ...event.tokens];
}

/** A text that begins, with the log probabilities that came before it. */
function beginText(draft: Draft, open: OpenPart): void {
  if (open.kind === "text") {
    open.tokens = draft.tokens;
    draft.tokens = [];
  }
  draft.queue.push(open);
}

function openOf(draft: Draft, part: number): OpenPart | undefined {
  return draft.queue.find((open) => open.part === part);
}

function startCall(draft: Draft, { part, id, name, argumentsText: text, wire }: Of<"tool-call-start">): void {
  draft.queue.push(newPart({ part, kind: "tool-call", text, id, name, wire: wire ?? null }));
}

/** Text of a part whose item has ended begins another item. */
function addText(draft: Draft, { part, text }: Of<"text-delta" | "refusal-delta" | "reasoning-delta">): void {
  const known = openOf(draft, part);
  const left = draft.left.get(part);
  if (known !== undefined) append(known, text);
  else if (left !== undefined && text !== "") {
    const { kind, wire, field } = left;
    const more = newPart({ part, kind, text, wire, field });
    if (kind === "reasoning") more.mark = pieceOf(draft, part);
    beginText(draft, more);
  }
  if (left === undefined || left.kind !== "reasoning" || text === "") return;
  left.text = (left.text ?? "") + text;
  draft.grown.add(part);
}

function addArguments(draft: Draft, { part, argumentsText }: Of<"tool-call-delta">): void {
  const open = openOf(draft, part);
  if (open !== undefined) append(open, argumentsText);
}

function append(open: OpenPart, more: string): void {
  open.text = (open.text ?? "") + more;
  open.unsent += more;
}

/** A call that the client knows does not change any more. */
function informCall(draft: Draft, { part, id, name }: Of<"tool-call-info">): void {
  const open = openOf(draft, part);
  if (open === undefined || open.index !== null) return;
  open.id = id ?? open.id;
  open.name = name ?? open.name;
}

/** A later form of the same item replaces the first. */
function readOther(draft: Draft, { part, raw }: Of<"other-part">): void {
  const open = openOf(draft, part);
  if (open === undefined) draft.queue.push(newPart({ part, kind: "other", raw }));
  else open.raw = raw;
}

function endPart(draft: Draft, part: number): void {
  const open = openOf(draft, part);
  if (open !== undefined) open.isEnded = true;
  endLeft(draft, part);
}

type OpaqueEvent = Of<"reasoning-signature" | "reasoning-redacted" | "reasoning-details">;

/** What only the vendor reads may come after the item of its text has ended, and then belongs to the whole part. */
function readOpaque(draft: Draft, event: OpaqueEvent): void {
  const left = draft.left.get(event.part);
  const open = left ?? openOf(draft, event.part);
  if (open === undefined) return;
  if (left !== undefined) draft.grown.add(event.part);
  switch (event.kind) {
    case "reasoning-signature":
      open.signature = (open.signature ?? "") + event.signature;
      return;
    case "reasoning-redacted":
      open.redacted = event.redacted;
      return;
    case "reasoning-details":
      open.details = [...(open.details ?? []), ...event.details];
      return;
    default:
      unreachable(event);
  }
}
