import { isJsonObject, type JsonObject, type JsonValue } from "../../chat/json.js";
import { encodeEventFrame } from "../../wire/frames/event-stream.js";
import { alphanumerics, type Random } from "../random.js";
import type { Mark, Piece } from "./piece.js";

const encoder = new TextEncoder();

export type EventRecord = { readonly type: string; readonly payload: JsonObject };

/** An event frame as the service sends it: headers in its order, sorted payload members, and padding `p` of random length. */
export function eventPiece(mark: Mark, { type, payload }: EventRecord, random: Random): Piece {
  const padded = sorted({ ...payload, p: padding(random) });
  return { mark, bytes: frame("event", type, JSON.stringify(padded)) };
}

/** An in-stream exception; its payload has no padding. */
export function exceptionFrame(type: string, payload: JsonObject): Uint8Array {
  return frame("exception", type, JSON.stringify(payload));
}

/** An error frame: all headers, no body. */
export function errorFrame(code: string, message: string): Uint8Array {
  return encodeEventFrame(
    [
      [":error-code", code],
      [":error-message", message],
      [":message-type", "error"],
    ],
    new Uint8Array(0),
  );
}

/** The service pads with the start of one fixed alphabet (87 recorded streams agree). */
function padding(random: Random): string {
  const alphabet = alphanumerics;
  return alphabet.slice(0, 1 + random.below(alphabet.length));
}

function frame(kind: "event" | "exception", type: string, payload: string): Uint8Array {
  return encodeEventFrame(
    [
      [`:${kind}-type`, type],
      [":content-type", "application/json"],
      [":message-type", kind],
    ],
    encoder.encode(payload),
  );
}

/** Converse sends the members of every object in alphabetical order. */
export function sorted(value: JsonObject): JsonObject {
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(members.map(([name, member]): [string, JsonValue] => [name, sortedValue(member)]));
}

function sortedValue(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map((item) => sortedValue(item));
  return isJsonObject(value) ? sorted(value) : value;
}
