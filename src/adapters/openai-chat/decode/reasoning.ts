import type { JsonObject, JsonValue } from "../../../chat/json.js";
import { newPart, noteEach, noteOnce } from "../../draft-notes.js";
import { listAt } from "../../openai/wire-members.js";
import { reasoningAt } from "../../reasoning-places.js";
import { type ReadReasoning, textOfReasoning } from "../../reasoning-value.js";
import { unsignedDetail, unsignedNote } from "../../unsigned-reasoning.js";
import { joinDetails } from "./reasoning-details.js";
import { closePart, type Draft } from "./stream-state.js";

/** The members in which OpenRouter, Moonshot, DeepSeek and vLLM send reasoning, as text. */
export const reasoningFields = ["reasoning", "reasoning_content"] as const;

/** A member that may hold reasoning, and what it holds. */
type Place = { readonly field: string; readonly pieces: readonly ReadReasoning[] };

/**
 * Reads the reasoning of a delta: the text of the first member that has one, and each opaque form. `others`: members beyond
 * the usual ones that may hold it. Returns those of them without any reasoning.
 */
export function decodeReasoning(draft: Draft, delta: JsonObject, others: readonly string[]): readonly string[] {
  if (others.length > 0 || isOdd(delta)) return decodeOddReasoning(draft, delta, others);
  const first = delta["reasoning"];
  const second = delta["reasoning_content"];
  if (typeof first === "string" && first !== "") addReasoning(draft, first, "reasoning");
  else if (typeof second === "string") addReasoning(draft, second, "reasoning_content");
  if (typeof first === "string" && typeof second === "string" && first !== second) noteTwice(draft);
  readDetails(draft, delta);
  return others;
}

/** Emits pieces of reasoning, each signed or redacted one as a part of its own. */
export function addPieces(draft: Draft, pieces: readonly ReadReasoning[], field: string): void {
  for (const { text, signature, redacted } of pieces) {
    if (text !== null) addReasoning(draft, text, field);
    if (signature === null && redacted === null) continue;
    const part = draft.open?.kind === "reasoning" ? draft.open.part : startReasoning(draft, field);
    if (signature !== null) draft.events.push({ kind: "reasoning-signature", part, signature });
    if (redacted !== null) draft.events.push({ kind: "reasoning-redacted", part, redacted });
    if (pieces.length > 1) closePart(draft);
  }
}

/** A list of details is kept even when it is empty, and even without reasoning text. */
export function emitDetails(draft: Draft): void {
  if (draft.details === null) return;
  const unsigned = unsignedDetail(draft.details);
  if (unsigned !== null) {
    const { id, message } = unsignedNote(`reasoning_details[${unsigned}]`);
    noteOnce(draft, id, message);
  }
  const part = draft.reasoningPart ?? startReasoning(draft, "reasoning_details");
  draft.events.push({ kind: "reasoning-details", part, details: draft.details });
  draft.details = null;
}

/** True when a usual member has another type than the usual one. */
function isOdd(delta: JsonObject): boolean {
  return isObject(delta["reasoning"]) || isObject(delta["reasoning_content"]) || isUnlisted(delta["reasoning_details"]);
}

function isObject(value: JsonValue | undefined): boolean {
  return typeof value === "object" && value !== null;
}

function isUnlisted(value: JsonValue | undefined): boolean {
  return value !== undefined && value !== null && !Array.isArray(value);
}

function decodeOddReasoning(draft: Draft, delta: JsonObject, others: readonly string[]): readonly string[] {
  const details = isUnlisted(delta["reasoning_details"]) ? ["reasoning_details"] : [];
  const places = [...reasoningFields, ...others, ...details].map((field) => placeOf(delta, field));
  const [text, ...more] = places.filter(({ pieces }) => textOfReasoning(pieces) !== "");
  const opaque = places.find(({ pieces }) => pieces.some(isOpaque));
  if (text !== undefined) {
    // A signed form of the same text replaces the plain one.
    const isSame = opaque !== undefined && textOfReasoning(opaque.pieces) === textOfReasoning(text.pieces);
    noteElsewhere(draft, delta, text.field);
    addPieces(draft, isSame ? opaque.pieces : text.pieces, text.field);
    if (more.some(({ pieces }) => textOfReasoning(pieces) !== textOfReasoning(text.pieces))) noteTwice(draft);
    if (!isSame && opaque !== undefined && opaque !== text)
      addPieces(draft, opaque.pieces.map(withoutText), text.field);
  } else if (opaque !== undefined) {
    if (draft.reasoningPart === null) noteElsewhere(draft, delta, opaque.field);
    addPieces(draft, opaque.pieces, opaque.field);
  }
  readDetails(draft, delta);
  return [...others, ...reasoningFields, ...details].filter(
    (name) => isFilled(delta[name]) && !places.some(({ field, pieces }) => field === name && pieces.length > 0),
  );
}

function placeOf(delta: JsonObject, field: string): Place {
  return { field, pieces: reasoningAt(delta, field) };
}

function isOpaque({ signature, redacted }: ReadReasoning): boolean {
  return signature !== null || redacted !== null;
}

function withoutText(piece: ReadReasoning): ReadReasoning {
  return { ...piece, text: null };
}

/** Empty members come with every chunk of some gateways, and say nothing. */
function isFilled(value: JsonValue | undefined): boolean {
  if (value === undefined || value === null || value === "") return false;
  return !isObject(value) || Object.keys(value as object).length > 0;
}

function noteElsewhere(draft: Draft, delta: JsonObject, field: string): void {
  const value = delta[field];
  const isUsual = typeof value === "string" && reasoningFields.some((name) => name === field);
  if (isUsual) return;
  const form = typeof value === "string" ? "" : Array.isArray(value) ? ", as a list" : ", as an object";
  noteEach(draft, "reasoning-elsewhere", `the reasoning came in ${field}${form}`);
}

function noteTwice(draft: Draft): void {
  noteOnce(draft, "reasoning-twice", "reasoning and reasoning_content came together and differ; the first is read");
}

function readDetails(draft: Draft, delta: JsonObject): void {
  const details = listAt(delta, "reasoning_details");
  if (details !== null) draft.details = joinDetails(draft.details ?? [], details);
}

/** A blank delta opens no part: gateways send one with every chunk of text. */
function addReasoning(draft: Draft, text: string, field: string): void {
  if (text === "") return;
  const part = draft.open?.kind === "reasoning" ? draft.open.part : startReasoning(draft, field);
  draft.events.push({ kind: "reasoning-delta", part, text });
}

function startReasoning(draft: Draft, field: string): number {
  closePart(draft);
  const part = newPart(draft);
  draft.open = { kind: "reasoning", part };
  draft.reasoningPart ??= part;
  draft.events.push({ kind: "reasoning-start", part, field });
  return part;
}
