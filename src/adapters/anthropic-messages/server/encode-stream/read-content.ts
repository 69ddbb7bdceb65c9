import type { ChatEvent } from "../../../../chat/event.js";
import { unreachable } from "../../../../chat/unreachable.js";
import { addPart, addPiece, finishPart } from "./line-up.js";
import type { Draft, OpenPart } from "./state.js";
import { writePiece } from "./write-part.js";

type PartEvent = Extract<ChatEvent, { part: number }>;
type Of<Kind extends ChatEvent["kind"]> = Extract<ChatEvent, { kind: Kind }>;

const fresh = { isWritten: false, isEnded: false } as const;

/** Encodes one event of a part of the reply. */
export function readContent(draft: Draft, event: PartEvent): void {
  const { part } = event;
  switch (event.kind) {
    case "text-start":
      draft.hasText = true;
      addPart(draft, { ...fresh, part, kind: "text" });
      return;
    case "refusal-start":
      addPart(draft, { ...fresh, part, kind: "refusal" });
      return;
    case "text-delta":
      addPiece(draft, part, event.text);
      return;
    case "refusal-delta":
      draft.said = { ...draft.said, refusal: (draft.said.refusal ?? "") + event.text };
      addPiece(draft, part, event.text);
      return;
    case "tool-call-start":
      startCall(draft, event);
      return;
    case "tool-call-info":
      informCall(draft, event);
      return;
    case "tool-call-delta":
      addPiece(draft, part, event.argumentsText);
      return;
    case "other-part":
      addPart(draft, { ...fresh, part, kind: "other", raw: event.raw });
      return;
    case "part-end":
      finishPart(draft, part);
      return;
    default:
      readReasoning(draft, event);
  }
}

function startCall(draft: Draft, { part, id, name, argumentsText }: Of<"tool-call-start">): void {
  draft.said = { ...draft.said, calls: true };
  addPart(draft, { ...fresh, part, kind: "tool-call", index: draft.calls, id, name, held: "", given: "" });
  draft.calls += 1;
  addPiece(draft, part, argumentsText ?? "");
}

/** An id or a name that came late; a call that has begun does not change any more. */
function informCall(draft: Draft, { part, id, name }: Of<"tool-call-info">): void {
  const open = draft.parts.get(part);
  if (open?.kind !== "tool-call" || open.isWritten) return;
  open.id = id ?? open.id;
  open.name = name ?? open.name;
  if (open === draft.live) writePiece(draft, open, "");
}

/** Signatures and redacted data are held for the end of their block. */
function readReasoning(draft: Draft, event: Extract<ChatEvent, { kind: `reasoning-${string}` }>): void {
  const { part } = event;
  const open = draft.parts.get(part);
  switch (event.kind) {
    case "reasoning-start":
      addPart(draft, startedReasoning(part, event.field));
      return;
    case "reasoning-delta":
      addPiece(draft, part, event.text);
      return;
    case "reasoning-signature":
      if (open?.kind === "reasoning") open.signature = (open.signature ?? "") + event.signature;
      return;
    case "reasoning-redacted":
      if (open?.kind === "reasoning") open.redacted = event.redacted;
      return;
    case "reasoning-details":
      if (open?.kind === "reasoning") open.details = [...(open.details ?? []), ...event.details];
      return;
    default:
      unreachable(event);
  }
}

function startedReasoning(part: number, field: string | null): OpenPart {
  return { ...fresh, part, kind: "reasoning", field, signature: null, redacted: null, details: null };
}
