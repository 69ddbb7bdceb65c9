import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";
import { relationOf } from "../../call-pieces.js";
import { newPart, noteOnce } from "../../draft-notes.js";
import { objectAt, textAt } from "../../openai/wire-members.js";
import { has } from "../wire.js";
import { addArguments, argumentsSoFar, growArguments } from "./call-arguments.js";
import { closePart, type Draft, type OpenCall } from "./stream-state.js";

/**
 * Reads the tool calls of one delta. A piece belongs to the call with its `index`, unless it begins a new one (Ollama sends
 * index 0 for every call; see {@link relationOf}). Without an index the piece belongs to the call with its id, and without both
 * to the latest call.
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
    index: indexOf(draft, wire["index"]),
    id: rename(draft.aliases.toolCallIds, textAt(wire, "id")),
    name: rename(draft.aliases.toolNames, textAt(called, "name")),
    argumentsText: argumentsOf(draft, called),
  };
}

/** The index of a piece; null, with a note, when it has none. One that was sent as text counts. */
function indexOf(draft: Draft, index: JsonValue | undefined): number | null {
  if (typeof index === "number") return index;
  if (typeof index === "string" && /^\d{1,6}$/.test(index)) {
    noteOnce(draft, "index-not-number", `a tool call came with its index as text: ${JSON.stringify(index)}`);
    return Number(index);
  }
  noteOnce(draft, "index-missing", "a tool call came without an index");
  return null;
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
  const call = callOf(draft, piece);
  if (call === null) startCall(draft, piece);
  else continueCall(draft, call, piece);
}

function callOf(draft: Draft, piece: Piece): OpenCall | null {
  const given = piece.id === "" ? null : piece.id;
  if (piece.index === null) return unindexedCall(draft, piece, given);
  const known = draft.calls.filter(({ index }) => index === piece.index);
  const call = known.findLast(({ id }) => id === given && given !== null) ?? known.at(-1) ?? null;
  if (call === null) return null;
  const relation = relationOf({ ...call, argumentsText: argumentsSoFar(draft, call) }, piece);
  if (relation === "other-id") noteOtherId(draft, call, given);
  if (relation !== "another-call") return call;
  noteOnce(draft, "index-reused", `tool-call index ${piece.index} came ${reusedBy(call, piece)}`);
  return null;
}

function reusedBy(call: OpenCall, piece: Piece): string {
  if (piece.id !== null && piece.id !== "" && piece.id !== call.id) return `with the ids ${call.id} and ${piece.id}`;
  return `for the calls ${call.name} and ${piece.name}, without an id of the second`;
}

function unindexedCall(draft: Draft, piece: Piece, given: string | null): OpenCall | null {
  const latest = draft.calls.at(-1) ?? null;
  const known = given === null ? null : (draft.calls.findLast(({ id }) => id === given) ?? null);
  if (known !== null || latest === null) return known;
  const isNamed = piece.name !== null && piece.name !== "";
  if (isNamed && latest.name !== null && latest.name !== "" && piece.name !== latest.name) return null;
  const relation = relationOf({ ...latest, argumentsText: argumentsSoFar(draft, latest) }, piece);
  // A name with its own id begins a call; without an index only a piece that lacks a name can continue one under another id.
  if (relation === "another-call" || (relation === "other-id" && isNamed)) return null;
  if (relation === "other-id") noteOtherId(draft, latest, given);
  return latest;
}

function noteOtherId(draft: Draft, call: OpenCall, given: string | null): void {
  noteOnce(draft, "call-id-changed", `one tool call came with the ids ${call.id} and ${given}; the first counts`);
}

function startCall(draft: Draft, piece: Piece): void {
  closePart(draft);
  const { index, id, name } = piece;
  const part = newPart(draft);
  draft.calls = [...draft.calls, { index, part, id, name, argumentsText: "" }];
  growArguments(draft, part, piece.argumentsText ?? "");
  draft.stillOpen = [...draft.stillOpen, part];
  draft.events.push({ kind: "tool-call-start", part, id, name, argumentsText: piece.argumentsText });
}

function continueCall(draft: Draft, call: OpenCall, piece: Piece): void {
  const id = isNews(call.id, piece.id) ? piece.id : null;
  const name = newName(draft, call, piece);
  if (id !== null || name !== null) {
    draft.calls = draft.calls.map((known) =>
      known === call ? { ...call, id: id ?? call.id, name: name ?? call.name } : known,
    );
    draft.events.push({ kind: "tool-call-info", part: call.part, id, name });
  }
  if (piece.argumentsText !== null) addArguments(draft, call.part, piece.argumentsText);
}

/**
 * The name that a piece gives its call; null when that is no news. Names come in pieces before the arguments: then the pieces are
 * joined, as by OpenAI's Python client (openai-python, `accumulate_delta`, read 2026-11-28).
 */
function newName(draft: Draft, call: OpenCall, { name, argumentsText }: Piece): string | null {
  if (isNews(call.name, name)) return name;
  if (name === null || name === "" || call.name === null || name === call.name) return null;
  const isPiece = (argumentsText ?? "") === "" && argumentsSoFar(draft, call) === "";
  if (!isPiece) {
    const message = `a tool call named ${call.name} was later named ${name}; the first counts`;
    noteOnce(draft, "tool-name-changed", message);
    return null;
  }
  const joined = name.startsWith(call.name) ? name : call.name + name;
  noteOnce(draft, "tool-name-split", `the name of a tool call came in pieces: ${call.name}, then ${name}`);
  return rename(draft.aliases.toolNames, joined);
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
