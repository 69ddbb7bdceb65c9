import { opaqueDetails, reasoningTextMembers } from "../encode-reply/reasoning.js";
import { sendDelta } from "./chunk.js";
import type { Draft, OpenReasoning } from "./state.js";

/** Starts a reasoning part; nothing is sent before it has text. */
export function startReasoning(draft: Draft, part: number): void {
  draft.reasoning = [...draft.reasoning, { part, text: null, signature: null, redacted: null }];
}

/** Sends reasoning text in both members that clients read. */
export function continueReasoning(draft: Draft, part: number, text: string): void {
  grow(draft, part, (open) => ({ ...open, text: (open.text ?? "") + text }));
  if (text !== "") sendDelta(draft, reasoningTextMembers(text));
}

/** Holds a piece of a signature, which is sent whole beside the text that it signs. */
export function signReasoning(draft: Draft, part: number, signature: string): void {
  grow(draft, part, (open) => ({ ...open, signature: (open.signature ?? "") + signature }));
}

/** Holds the redacted bytes of a part. */
export function redactReasoning(draft: Draft, part: number, redacted: string): void {
  grow(draft, part, (open) => ({ ...open, redacted }));
}

/** Sends the opaque members of a finished part as details, which a client sends back. */
export function endReasoning(draft: Draft, part: number): void {
  const open = draft.reasoning.find((one) => one.part === part);
  if (open === undefined) return;
  draft.reasoning = draft.reasoning.filter((one) => one !== open);
  const details = opaqueDetails(open, draft.details);
  if (details.length === 0) return;
  draft.details += details.length;
  sendDelta(draft, { reasoning_details: details });
}

function grow(draft: Draft, part: number, change: (open: OpenReasoning) => OpenReasoning): void {
  draft.reasoning = draft.reasoning.map((open) => (open.part === part ? change(open) : open));
}
