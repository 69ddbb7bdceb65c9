import type { JsonObject } from "../../../chat/json.js";
import { noteEach } from "../../draft-notes.js";
import { closePart, openPart } from "../../read-only/reply-state.js";
import { memberOf, objectAt, objectsAt, textAt } from "../wire.js";
import { withPiece } from "./arguments.js";
import type { GeminiDraft } from "./state.js";

/**
 * Reads a function call: whole, or a piece of one whose arguments stream. A piece without a name belongs to the call before it;
 * the call ends with the piece that does not say `willContinue`. The id is null on the Gemini API before version 3.
 */
export function readCall(draft: GeminiDraft, call: JsonObject): void {
  const name = textAt(call, "name");
  const goesOn = memberOf(call, "willContinue") === true;
  if (name !== null || draft.own.call === null) beginCall(draft, call, name);
  for (const piece of objectsAt(call, "partialArgs")) addPiece(draft, piece);
  if (!goesOn) endCall(draft);
}

function beginCall(draft: GeminiDraft, call: JsonObject, name: string | null): void {
  endCall(draft);
  const key = `call ${draft.own.calls}`;
  const whole = objectAt(call, "args");
  draft.own = { ...draft.own, calls: draft.own.calls + 1, call: { key, value: null } };
  openPart(draft, { key, kind: "tool-call" }, (part) => ({
    kind: "tool-call-start",
    part,
    id: textAt(call, "id"),
    name,
    argumentsText: whole === null ? null : JSON.stringify(whole),
  }));
}

function addPiece(draft: GeminiDraft, piece: JsonObject): void {
  const { call } = draft.own;
  if (call === null) return;
  const value = withPiece(call.value, piece);
  if (value === null)
    noteEach(draft, "unexpected-delta", `a piece of a call's arguments has no place: ${textAt(piece, "jsonPath")}`);
  else draft.own = { ...draft.own, call: { ...call, value } };
}

/** Ends the call whose arguments stream, if there is one. They are an object once all pieces are there. */
export function endCall(draft: GeminiDraft): void {
  const { call } = draft.own;
  if (call === null) return;
  const part = draft.open.get(call.key)?.part;
  if (part !== undefined && call.value !== null) {
    draft.events.push({ kind: "tool-call-delta", part, argumentsText: JSON.stringify(call.value) });
  }
  closePart(draft, call.key);
  draft.own = { ...draft.own, call: null };
}
