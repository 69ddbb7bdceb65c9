import { addedArguments } from "../../call-pieces.js";
import { noteOnce } from "../../draft-notes.js";
import type { Draft, OpenCall } from "./stream-state.js";

/** All arguments of a call that have arrived. */
export function argumentsSoFar(draft: Draft, call: OpenCall): string {
  return call.part === draft.argumentsPart ? draft.argumentsText : call.argumentsText;
}

/** Emits the arguments that a piece adds to a call; nothing for a piece that only repeats them. */
export function addArguments(draft: Draft, part: number, piece: string): void {
  moveTo(draft, part);
  const { text, isRepeated } = addedArguments(draft.argumentsText, piece, draft.noted.includes(repeatedNote));
  if (isRepeated)
    noteOnce(draft, repeatedNote, "arguments of a tool call came again with those before them; each counts once");
  if (isRepeated && text === "") return;
  draft.argumentsText += text;
  draft.events.push({ kind: "tool-call-delta", part, argumentsText: text });
}

/** Remembers arguments of a call that are emitted already. */
export function growArguments(draft: Draft, part: number, text: string): void {
  moveTo(draft, part);
  draft.argumentsText += text;
}

const repeatedNote = "arguments-repeated";

/** Arguments come in runs of one call. Only that call's text changes, so that a piece costs no copy of the list of calls. */
function moveTo(draft: Draft, part: number): void {
  if (draft.argumentsPart === part) return;
  const { argumentsPart, argumentsText } = draft;
  draft.calls = draft.calls.map((call) => (call.part === argumentsPart ? { ...call, argumentsText } : call));
  draft.argumentsText = draft.calls.find((call) => call.part === part)?.argumentsText ?? "";
  draft.argumentsPart = part;
}
