import { isJsonObject } from "../chat/json.js";
import { parseJson } from "../wire/json.js";

/** What is known of a call that has started. `argumentsText`: all of it so far. */
export type StartedCall = { readonly id: string | null; readonly name: string | null; readonly argumentsText: string };

/** A piece of a call as received. */
export type CallPiece = {
  readonly id: string | null;
  readonly name: string | null;
  readonly argumentsText: string | null;
};

/**
 * Whether a piece under the place of a started call continues it. `other-id`: it does, and has another id (poolsideai/pool#9,
 * read 2026-11-28). `another-call`: it begins a call, as in streams that give every call index 0 (vercel/ai#14277). A piece
 * begins a call if it has another id and another name, or if the arguments before it are whole and it has another name or
 * opens new arguments under another id or its own name. A piece with the same name and another id after no arguments
 * continues the call: no model calls a tool twice, once without arguments.
 */
export function relationOf(call: StartedCall, piece: CallPiece): "same" | "other-id" | "another-call" {
  const isOtherId = isFilled(call.id) && isFilled(piece.id) && piece.id !== call.id;
  const isOtherName = isFilled(call.name) && isFilled(piece.name) && piece.name !== call.name;
  if (isOtherId && isOtherName) return "another-call";
  if (isOtherName) return isWhole(call) ? "another-call" : "same";
  const continued = isOtherId ? "other-id" : "same";
  if (!opensCall(piece) || !isWhole(call)) return continued;
  if (isOtherId) return "another-call";
  const isAnother = isFilled(piece.name) && isFilled(piece.argumentsText) && !isFilled(piece.id);
  return isAnother && piece.argumentsText !== call.argumentsText ? "another-call" : continued;
}

/** A cheap sign, since reading the arguments so far for every piece would take quadratic time. */
function opensCall({ name, argumentsText }: CallPiece): boolean {
  const isBlank = argumentsText === null || argumentsText.trim() === "";
  return isBlank ? isFilled(name) : /^\s*\{/.test(argumentsText);
}

/**
 * The arguments that a piece adds. Some servers send all arguments so far in every piece, or the whole of them again at the end:
 * then only what is new counts. `wasRepeated`: an earlier piece of the reply was such a one. `isRepeated`: this piece is.
 */
export function addedArguments(
  before: string,
  piece: string,
  wasRepeated: boolean,
): { readonly text: string; readonly isRepeated: boolean } {
  // Two opening braces in a row are no JSON, so a piece that begins as the arguments did does not continue them. Lengths
  // first: reading a long text that is still growing costs as much as copying it.
  const isRepeated =
    before.length > 1 &&
    piece.length >= before.length &&
    /^\s*\{/.test(before) &&
    piece.startsWith(before) &&
    (wasRepeated || !awaitsValue(before));
  return { text: isRepeated ? piece.slice(before.length) : piece, isRepeated };
}

/** A value may follow, which may be an object that begins as the arguments did. */
function awaitsValue(before: string): boolean {
  return /[:[,]\s*$/.test(before);
}

function isWhole({ argumentsText }: StartedCall): boolean {
  const parsed = parseJson(argumentsText);
  return parsed.ok && isJsonObject(parsed.value);
}

function isFilled(value: string | null): value is string {
  return value !== null && value !== "";
}
