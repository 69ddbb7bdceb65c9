import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";
import { has, numberAt, objectAt, textAt } from "../wire.js";
import { closePart, type Draft, newPart, noteOnce, type OpenCall } from "./stream-state.js";

/**
 * Reads the tool calls of one delta. A piece belongs to the call with its `index`. A known index with another id starts a
 * new call (Ollama sends index 0 for every call). Without an index the piece belongs to the call with its id, and without
 * both to the latest call.
 */
export function decodeToolCalls(draft: Draft, pieces: readonly JsonValue[]): void {
  for (const piece of pieces) {
    if (!isJsonObject(piece))
      noteOnce(draft, "unknown-field", `a tool call that is not an object: ${JSON.stringify(piece)}`);
    else if (has(piece, "type") && piece["type"] !== "function" && piece["type"] !== "") otherCall(draft, piece);
    else decodePiece(draft, readPiece(draft, piece));
  }
}

type Piece = {
  readonly index: number | null;
  readonly id: string | null;
  readonly name: string | null;
  readonly argumentsText: string | null;
};

function readPiece(draft: Draft, wire: JsonObject): Piece {
  const called = objectAt(wire, "function") ?? {};
  return {
    index: numberAt(wire, "index"),
    id: rename(draft.aliases.toolCallIds, textAt(wire, "id")),
    name: rename(draft.aliases.toolNames, textAt(called, "name")),
    argumentsText: argumentsOf(draft, called),
  };
}

/** Arguments are text on this wire. Some servers (Ollama) send an object instead, which becomes its JSON text. */
function argumentsOf(draft: Draft, called: JsonObject): string | null {
  const value = called["arguments"];
  if (value === undefined || value === null) return null;
  if (typeof value === "string") return value;
  noteOnce(draft, "arguments-not-text", "tool-call arguments came as JSON, not as JSON text");
  return JSON.stringify(value);
}

function decodePiece(draft: Draft, piece: Piece): void {
  if (piece.index === null) noteOnce(draft, "index-missing", "a tool call came without an index");
  const call = callOf(draft, piece);
  if (call === null) startCall(draft, piece);
  else continueCall(draft, call, piece);
}

function callOf(draft: Draft, piece: Piece): OpenCall | null {
  const given = piece.id === null || piece.id === "" ? null : piece.id;
  if (piece.index === null) return unindexedCall(draft, piece, given);
  const call = draft.calls.findLast((known) => known.index === piece.index) ?? null;
  if (call === null || given === null || call.id === null || call.id === "" || call.id === given) return call;
  noteOnce(draft, "index-reused", `tool-call index ${piece.index} came with the ids ${call.id} and ${given}`);
  return null;
}

function unindexedCall(draft: Draft, piece: Piece, given: string | null): OpenCall | null {
  if (given !== null) return draft.calls.findLast((known) => known.id === given) ?? null;
  const latest = draft.calls.at(-1) ?? null;
  const namesAnother = piece.name !== null && piece.name !== "" && latest !== null && latest.name !== null;
  return namesAnother ? null : latest;
}

function startCall(draft: Draft, piece: Piece): void {
  closePart(draft);
  const { index, id, name } = piece;
  const part = newPart(draft);
  draft.calls = [...draft.calls, { index, part, id, name }];
  draft.stillOpen = [...draft.stillOpen, part];
  draft.events.push({ kind: "tool-call-start", part, id, name, argumentsText: piece.argumentsText });
}

function continueCall(draft: Draft, call: OpenCall, piece: Piece): void {
  const id = isNews(call.id, piece.id) ? piece.id : null;
  const name = isNews(call.name, piece.name) ? piece.name : null;
  if (id !== null || name !== null) {
    draft.calls = draft.calls.map((known) =>
      known === call ? { ...call, id: id ?? call.id, name: name ?? call.name } : known,
    );
    draft.events.push({ kind: "tool-call-info", part: call.part, id, name });
  } else if (piece.name !== null && piece.name !== "" && piece.name !== call.name) {
    noteOnce(
      draft,
      "tool-name-changed",
      `a tool call named ${call.name} was later named ${piece.name}; the first counts`,
    );
  }
  if (piece.argumentsText === null) return;
  draft.events.push({ kind: "tool-call-delta", part: call.part, argumentsText: piece.argumentsText });
}

/** True for any text where none was known, and for a non-empty text where an empty one was known. */
function isNews(known: string | null, received: string | null): boolean {
  if (received === null) return false;
  return known === null || (known === "" && received !== "");
}

function otherCall(draft: Draft, piece: JsonObject): void {
  noteOnce(draft, "unknown-tool-call", `a tool call of type ${JSON.stringify(piece["type"])}, kept as it came`);
  closePart(draft);
  const part = newPart(draft);
  draft.events.push({ kind: "other-part", part, raw: piece }, { kind: "part-end", part });
}

function rename(aliases: ReadonlyMap<string, string>, received: string | null): string | null {
  return received === null ? null : (aliases.get(received) ?? received);
}
