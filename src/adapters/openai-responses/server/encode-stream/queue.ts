import { reasoningKey } from "../encode-reply/identity.js";
import type { ReasoningMark } from "../encode-reply/items.js";
import { endItem, sendMore } from "./item-events.js";
import { type Draft, newPart, type OpenPart } from "./state.js";

/**
 * Sends what can be sent. Items never overlap, since clients read one at a time (Codex, codex-rs/core, read 2026-11-29): only the first
 * part of the queue has one. Text and reasoning give way to a part behind them that says something, and go on in another item; a call,
 * which cannot, keeps the others waiting until it ends.
 */
export function sendQueue(draft: Draft): void {
  for (;;) {
    const [first, ...behind] = draft.queue;
    if (first === undefined) return;
    sendMore(draft, first);
    const isHeld = !first.isEnded && (first.kind === "tool-call" || first.kind === "other");
    if (isHeld || !behind.some(saysSomething)) return;
    draft.queue = behind;
    if (saysSomething(first)) leave(draft, first);
    else if (first.isEnded) draft.blank ??= first.kind === "text" ? first : null;
    else draft.queue.push(first);
  }
}

/** Ends the items of all parts. `status`: that of the last one. */
export function endQueue(draft: Draft, status: "completed" | "incomplete"): void {
  for (const part of [...draft.left.keys()]) endLeft(draft, part);
  const said = draft.queue.filter(saysSomething);
  draft.blank ??= draft.queue.find(({ kind, text }) => kind === "text" && (text ?? "") === "") ?? null;
  const last = said.findLast(({ mark }) => mark?.role !== "whole");
  for (const open of said) {
    sendMore(draft, open);
    endItem(draft, open, open === last ? status : "completed");
  }
  draft.queue = [];
  if (draft.output.length === 0 && draft.blank !== null) endItem(draft, draft.blank, status);
}

/** A part that went on in another item has ended: what came after its item is sent in one of its own. */
export function endLeft(draft: Draft, part: number): void {
  const open = draft.left.get(part);
  draft.left.delete(part);
  if (open === undefined || !draft.grown.has(part)) return;
  const { text, signature, redacted, details, field } = open;
  const whole = newPart({ part, kind: "reasoning", text, field });
  draft.queue.push(
    Object.assign(whole, {
      signature,
      redacted,
      details,
      isEnded: true,
      mark: { ...pieceOf(draft, part), text, role: "whole" },
    }),
  );
}

/** The mark of one of several items of a reasoning part. */
export function pieceOf({ opening }: Draft, part: number): ReasoningMark {
  return { text: null, key: reasoningKey(opening.identity, part), role: "part" };
}

/** Ends the item of a part that may go on. */
function leave(draft: Draft, open: OpenPart): void {
  if (!open.isEnded && open.kind === "reasoning") open.mark = pieceOf(draft, open.part);
  endItem(draft, open, "completed");
  if (!open.isEnded && !draft.left.has(open.part)) draft.left.set(open.part, { ...open });
}

function saysSomething({ kind, text, signature, redacted, details }: OpenPart): boolean {
  if (kind === "tool-call" || kind === "other") return true;
  return (text !== null && text !== "") || signature !== null || redacted !== null || details !== null;
}
