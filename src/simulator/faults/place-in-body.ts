import { unreachable } from "../../chat/unreachable.js";
import type { Piece } from "../write/piece.js";
import type { Place } from "./wire-fault.js";

/** The number of pieces before a place. `start`: after the first event. `after-finish`: after the terminal event. */
export function piecesBefore(pieces: readonly Piece[], place: Place): number {
  const first = pieces.findIndex(({ mark }) => mark !== "comment");
  const finish = finishIndex(pieces);
  switch (place) {
    case "start":
      return Math.min(first + 1, finish);
    case "middle":
      return Math.max(first, Math.ceil((first + finish) / 2));
    case "before-finish":
    case "inside-finish":
      return finish;
    case "after-finish":
      return Math.min(finish + 1, pieces.length);
    default:
      return unreachable(place);
  }
}

/** The bytes up to a place. `inside-finish` and `after-finish` end inside an event, the others between two events. */
export function bytesUpTo(pieces: readonly Piece[], place: Place): readonly Uint8Array[] {
  const count = pieces.some(({ mark }) => mark === "whole") ? finishIndex(pieces) : piecesBefore(pieces, place);
  const whole = pieces.slice(0, count).map(({ bytes }) => bytes);
  const next = pieces[count];
  if (next?.mark === "whole") return [...whole, place === "after-finish" ? butOne(next.bytes) : half(next.bytes)];
  if (place === "inside-finish" && next !== undefined) return [...whole, half(next.bytes)];
  if (place !== "after-finish") return whole;
  const later = next?.bytes ?? pieces[0]?.bytes;
  return later === undefined ? whole : [...whole, half(later)];
}

/** The index of the terminal event; without one, the length of the body. */
function finishIndex(pieces: readonly Piece[]): number {
  const found = pieces.findIndex(({ mark }) => mark === "finish" || mark === "whole");
  return found === -1 ? pieces.length : found;
}

function half(bytes: Uint8Array): Uint8Array {
  return bytes.subarray(0, Math.floor(bytes.length / 2));
}

function butOne(bytes: Uint8Array): Uint8Array {
  return bytes.subarray(0, Math.max(0, bytes.length - 1));
}
