import type { JsonObject } from "../../../chat/json.js";
import { noteEach } from "../../draft-notes.js";
import { addOther, addReasoning, addText, closePart } from "../../read-only/reply-state.js";
import { memberOf, objectAt, textAt } from "../wire.js";
import { endCall, readCall } from "./calls.js";
import type { GeminiDraft } from "./state.js";

/**
 * Reads one part of a candidate's content. Adjacent texts are one part, as the client joins them. A signature of thinking stands on
 * any part, and must go back with it (ai.google.dev/gemini-api/docs/thought-signatures, read 2026-11-29): it is kept as a reasoning part before it.
 */
export function readPart(draft: GeminiDraft, part: JsonObject): void {
  const signature = textAt(part, "thoughtSignature");
  const text = textAt(part, "text");
  if (memberOf(part, "thought") === true) {
    readThought(draft, text, signature);
    return;
  }
  closePart(draft, thought);
  if (signature !== null) keepSignature(draft, signature);
  const call = objectAt(part, "functionCall");
  if (call !== null) {
    closePart(draft, answer);
    readCall(draft, call);
  } else if (text !== null) readText(draft, text, signature !== null);
  else readOther(draft, part, signature !== null);
}

const thought = "thought";
const answer = "answer";

function readThought(draft: GeminiDraft, text: string | null, signature: string | null): void {
  endCall(draft);
  closePart(draft, answer);
  addReasoning(draft, thought, { text, signature, field: "thought" });
  if (signature !== null) closePart(draft, thought);
}

function keepSignature(draft: GeminiDraft, signature: string): void {
  endCall(draft);
  closePart(draft, answer);
  addReasoning(draft, "signature", { text: null, signature, field: "thoughtSignature" });
  closePart(draft, "signature");
}

/** An empty text is a part where it stands alone; beside a signature or after other parts it only carries them. */
function readText(draft: GeminiDraft, text: string, carries: boolean): void {
  if (text === "" && (carries || draft.nextPart > 0)) return;
  endCall(draft);
  addText(draft, answer, text);
}

/** Code that was run and its output, files and results of hosted tools are content, kept as they came. */
function readOther(draft: GeminiDraft, part: JsonObject, carries: boolean): void {
  const shown = Object.keys(part).filter((name) => name !== "thoughtSignature" && name !== "thought");
  if (shown.length === 0) {
    if (!carries) noteEach(draft, "unknown-field", "a part of the content has nothing in it");
    return;
  }
  endCall(draft);
  closePart(draft, answer);
  addOther(draft, part);
}
