import type { Draft, OpenPart } from "./state.js";
import { endPart, writePiece } from "./write-part.js";

/**
 * Blocks of the API never overlap, and parts of a reply may: this puts the parts in line. Text and thinking end where another part
 * begins, and go on in another block if more comes. A call keeps its block until it ends, and what is behind it waits.
 */
export function addPart(draft: Draft, open: OpenPart): void {
  draft.parts.set(open.part, open);
  const { live } = draft;
  if (live !== null && live.kind === "tool-call" && !live.isEnded) {
    draft.waiting.push({ open, pieces: [] });
    return;
  }
  goLive(draft, open);
}

/** Adds a piece to a part, which is written now or once the parts before it have ended. */
export function addPiece(draft: Draft, part: number, piece: string): void {
  const open = draft.parts.get(part);
  if (open === undefined) return;
  if (open === draft.live) {
    writePiece(draft, open, piece);
    return;
  }
  const waits = draft.waiting.find((one) => one.open === open);
  if (waits !== undefined) waits.pieces.push(piece);
  else if (piece !== "" && open.kind !== "tool-call") comeBack(draft, open, piece);
}

/** Ends a part, and writes those that waited for it, up to the next call that goes on. */
export function finishPart(draft: Draft, part: number): void {
  const open = draft.parts.get(part);
  if (open === undefined) return;
  open.isEnded = true;
  if (open !== draft.live) return;
  leave(draft);
  while (draft.waiting.length > 0 && draft.live === null) {
    const next = draft.waiting.shift();
    if (next === undefined) return;
    goLive(draft, next.open);
    for (const piece of next.pieces) writePiece(draft, next.open, piece);
    if (next.open.isEnded || next.open.kind !== "tool-call") leaveUnlessLast(draft, next.open);
  }
}

/** Ends every part, in line. What is opaque of reasoning may come after its block has ended, and then has a block of its own. */
export function finishParts(draft: Draft): void {
  for (const part of draft.parts.keys()) finishPart(draft, part);
  leave(draft);
  for (const open of draft.parts.values()) {
    if (open.kind !== "reasoning") continue;
    goLive(draft, open);
    leave(draft);
  }
}

/** Text that is the last in line stays open, since more of it may come. */
function leaveUnlessLast(draft: Draft, open: OpenPart): void {
  if (open.isEnded || draft.waiting.length > 0) leave(draft);
}

/** A piece for a part whose block has ended: it goes on in a block of its own. */
function comeBack(draft: Draft, open: OpenPart, piece: string): void {
  const { live } = draft;
  open.isWritten = false;
  if (live !== null && live.kind === "tool-call" && !live.isEnded) draft.waiting.push({ open, pieces: [piece] });
  else {
    goLive(draft, open);
    writePiece(draft, open, piece);
  }
}

function goLive(draft: Draft, open: OpenPart): void {
  leave(draft);
  draft.live = open;
}

function leave(draft: Draft): void {
  const { live } = draft;
  draft.live = null;
  if (live !== null) endPart(draft, live);
}
