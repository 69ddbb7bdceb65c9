import type { ChatEvent } from "../chat/event.js";
import type { JsonValue } from "../chat/json.js";
import { isJsonObject } from "../chat/json.js";
import type { Note } from "../chat/reply.js";

/**
 * The note about reasoning that came without its signature, where the model signs it: Claude's thinking blocks carry all of their thinking,
 * encrypted, in the signature, without which they cannot go back (AWS, Bedrock user guide, claude-messages-thinking-encryption, read 2026-11-29).
 * `place`: where the reasoning stands in the body.
 */
export function unsignedNote(place: string): Note {
  return { id: "signature-missing", message: `reasoning without its signature: ${place}` };
}

/** The notes about a whole reply, whose parts are numbered as its blocks are. */
export function unsignedNotes(events: readonly ChatEvent[], place: (part: number) => string): readonly ChatEvent[] {
  const begun = events.flatMap((event) => (event.kind === "reasoning-start" ? [event.part] : []));
  const sealed = new Set(events.flatMap((event) => (isSeal(event) ? [event.part] : [])));
  return begun.filter((part) => !sealed.has(part)).map((part) => ({ kind: "note", note: unsignedNote(place(part)) }));
}

/**
 * The first of OpenRouter's `reasoning_details` that is text in Claude's format and has no signature, as its place in the list; null: none is.
 * The format says who reads it back (`anthropic-claude-v1`; OpenRouter, docs/use-cases/reasoning-tokens, read 2026-11-29).
 */
export function unsignedDetail(details: readonly JsonValue[]): number | null {
  const at = details.findIndex(isUnsignedOfClaude);
  return at === -1 ? null : at;
}

type Seal = Extract<ChatEvent, { kind: "reasoning-signature" | "reasoning-redacted" }>;

function isSeal(event: ChatEvent): event is Seal {
  if (event.kind === "reasoning-signature") return event.signature !== "";
  return event.kind === "reasoning-redacted";
}

function isUnsignedOfClaude(detail: JsonValue): boolean {
  if (!isJsonObject(detail)) return false;
  const { type, format, text, signature } = detail;
  if (type !== "reasoning.text" || typeof format !== "string" || !format.startsWith("anthropic-claude")) return false;
  return typeof text === "string" && text.trim() !== "" && (typeof signature !== "string" || signature === "");
}
