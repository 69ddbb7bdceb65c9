import type { JsonValue } from "../../chat/json.js";
import { addedArguments, relationOf } from "../call-pieces.js";
import { unsignedNote } from "../unsigned-reasoning.js";
import { closeText, type EnvelopeTags, type Piece, splitText } from "./envelope.js";
import { endHeld } from "./held-blocks.js";
import { type Block, type Draft, note, update } from "./stream-state.js";

/**
 * Emits text for the part with this key, and starts the part when it is new. `""` is a delta like any other; null is
 * none.
 */
export function writeText(draft: Draft, key: string, text: string | null): void {
  const part = partFor(draft, key, "text");
  if (part !== null && text !== null) draft.events.push({ kind: "text-delta", part, text });
}

/** A reasoning part: its key, and the wire member or tag that it arrived in. */
export type ReasoningPlace = { readonly key: string; readonly field: string };

/** Emits reasoning for a part, and starts the part when it is new. */
export function writeReasoning(draft: Draft, { key, field }: ReasoningPlace, text: string | null): void {
  const part = reasoningFor(draft, key, field);
  if (part !== null && text !== null) draft.events.push({ kind: "reasoning-delta", part, text });
}

/** Emits a refusal, where the body has one apart from text, as OpenAI's chat form does. */
export function writeRefusal(draft: Draft, text: string): void {
  const part = partFor(draft, "refusal", "refusal");
  if (part !== null) draft.events.push({ kind: "refusal-delta", part, text });
}

/** Emits text of a family that documents reasoning tags inside its text: leading envelopes become reasoning. */
export function writeEnveloped(draft: Draft, tags: EnvelopeTags, text: string): void {
  const [envelope, pieces] = splitText(draft.state.envelope, tags, text);
  update(draft, { envelope });
  writePieces(draft, tags, pieces);
}

/** Ends enveloped text: emits what was held as text. */
export function closeEnveloped(draft: Draft, tags: EnvelopeTags): void {
  const [envelope, pieces] = closeText(draft.state.envelope, draft.state.blocks.has("reasoning"));
  update(draft, { envelope });
  writePieces(draft, tags, pieces);
}

/** Emits a piece of a signature for a reasoning part. */
export function signReasoning(draft: Draft, key: string, signature: string): void {
  const part = reasoningFor(draft, key, null);
  if (part !== null) seal(draft, key);
  if (part !== null) draft.events.push({ kind: "reasoning-signature", part, signature });
}

/** Emits redacted bytes for a reasoning part; null is none. */
export function redactReasoning(draft: Draft, { key, field }: ReasoningPlace, redacted: string | null): void {
  const part = reasoningFor(draft, key, field);
  if (part !== null) seal(draft, key);
  if (part !== null && redacted !== null) draft.events.push({ kind: "reasoning-redacted", part, redacted });
}

/** Notes the reasoning blocks that have no signature, of a family whose models sign all of them. */
export function noteUnsigned(draft: Draft): void {
  for (const [key, { kind, signed }] of draft.state.blocks) {
    if (kind !== "reasoning" || signed) continue;
    const { id, message } = unsignedNote(`content[${key.replace(/^block /, "")}]`);
    note(draft, id, message);
  }
}

function seal(draft: Draft, key: string): void {
  const block = draft.state.blocks.get(key);
  if (block !== undefined && !block.signed) setBlock(draft, key, { ...block, signed: true });
}

type CallStart = { readonly id: string | null; readonly name: string | null; readonly argumentsText: string | null };

/**
 * Starts a tool call, or completes the id and name of a started one. Some engines reuse the key for another call, and some change
 * the id of one call (see {@link relationOf}); both with a note.
 */
export function writeCall(draft: Draft, key: string, call: CallStart): void {
  const known = draft.state.blocks.get(key);
  const started = known?.kind === "tool-call" ? known : undefined;
  if (known !== undefined && started === undefined) {
    note(draft, "block-kind-changed", `${key} was ${known.kind}, and starts again as a call`);
  }
  const relation = started === undefined ? "another-call" : relationOf(started, call);
  const reused = started !== undefined && relation === "another-call";
  if (reused) note(draft, "call-index-reused", `${key} started again with another id: ${call.id}`);
  if (started === undefined || reused) {
    const { id, name, argumentsText } = call;
    const part = startPart(draft, key, { kind: "tool-call", id, name, argumentsText: argumentsText ?? "" });
    draft.events.push({ kind: "tool-call-start", part, ...call });
    return;
  }
  if (relation === "other-id") {
    note(draft, "call-id-changed", `${key} came with the ids ${started.id} and ${call.id}; the first counts`);
  }
  informCall(draft, key, { started, call });
  if (call.argumentsText !== null) writeArguments(draft, key, call.argumentsText);
}

/** Completes the id and the name of a started call with what is known later. */
function informCall(
  draft: Draft,
  key: string,
  { started, call }: { readonly started: Block; readonly call: CallStart },
): void {
  const id = isFilled(started.id) ? null : call.id;
  const name = isFilled(started.name) ? null : call.name;
  if (id === null && name === null) return;
  setBlock(draft, key, { ...started, id: id ?? started.id, name: name ?? started.name });
  draft.events.push({ kind: "tool-call-info", part: started.part, id, name });
}

function isFilled(text: string | null): boolean {
  return text !== null && text !== "";
}

/** Emits argument text of a call. A call that has not started starts here, without id and name. */
export function writeArguments(draft: Draft, key: string, argumentsText: string): void {
  const started = draft.state.blocks.get(key);
  if (started === undefined) {
    writeCall(draft, key, { id: null, name: null, argumentsText });
  } else if (started.kind === "tool-call") {
    const before = started.argumentsText;
    const { text, isRepeated } = addedArguments(before, argumentsText, draft.state.noted.has(repeatedNote));
    if (isRepeated) note(draft, repeatedNote, `${key} came again with the arguments before it; each counts once`);
    if (isRepeated && text === "") return;
    setBlock(draft, key, { ...started, argumentsText: before + text });
    draft.events.push({ kind: "tool-call-delta", part: started.part, argumentsText: text });
  } else {
    note(draft, "unexpected-delta", `arguments for block ${key}, which is ${started.kind}`);
  }
}

const repeatedNote = "arguments-repeated";

/** Emits a wire part of an unknown kind, whole. */
export function writeOther(draft: Draft, raw: JsonValue): void {
  const part = draft.state.parts;
  update(draft, { parts: part + 1 });
  draft.events.push({ kind: "other-part", part, raw });
}

/** Ends the part with this key, once. */
export function endPart(draft: Draft, key: string): void {
  if (endHeld(draft, key)) return;
  const block = draft.state.blocks.get(key);
  if (block === undefined || block.ended) return;
  setBlock(draft, key, { ...block, ended: true });
  draft.events.push({ kind: "part-end", part: block.part });
}

/** Ends every part that is still open, in order. */
export function endParts(draft: Draft): void {
  for (const key of draft.state.blocks.keys()) endPart(draft, key);
  for (const key of draft.state.held.keys()) endHeld(draft, key);
}

function writePieces(draft: Draft, tags: EnvelopeTags, pieces: readonly Piece[]): void {
  for (const piece of pieces) {
    if (piece.kind === "text") writeText(draft, "text", piece.text);
    else writeReasoning(draft, { key: "reasoning", field: tags.open }, piece.text);
  }
}

function partFor(draft: Draft, key: string, kind: "text" | "refusal"): number | null {
  const block = draft.state.blocks.get(key);
  if (block !== undefined) return partOf(draft, key, { block, kind });
  const part = startPart(draft, key, { kind, ...noCall });
  draft.events.push({ kind: `${kind}-start`, part });
  return part;
}

function reasoningFor(draft: Draft, key: string, field: string | null): number | null {
  const block = draft.state.blocks.get(key);
  if (block !== undefined) return partOf(draft, key, { block, kind: "reasoning" });
  const part = startPart(draft, key, { kind: "reasoning", ...noCall });
  draft.events.push({ kind: "reasoning-start", part, field });
  return part;
}

/** The part of a started block; null, with a note, when the block has another kind. */
function partOf(
  draft: Draft,
  key: string,
  { block, kind }: { readonly block: Block; readonly kind: Block["kind"] },
): number | null {
  if (block.kind === kind) return block.part;
  note(draft, "unexpected-delta", `${kind} for block ${key}, which is ${block.kind}`);
  return null;
}

const noCall = { id: null, name: null, argumentsText: "" } as const;

function startPart(draft: Draft, key: string, block: Omit<Block, "part" | "ended" | "signed">): number {
  const part = draft.state.parts;
  setBlock(draft, key, { part, ...block, ended: false, signed: false });
  update(draft, { parts: part + 1 });
  return part;
}

function setBlock(draft: Draft, key: string, block: Block): void {
  update(draft, { blocks: new Map([...draft.state.blocks, [key, block]]) });
}
