import type { JsonObject, JsonValue } from "../../../chat/json.js";
import { alphanumerics, type Random } from "../../random.js";
import { sorted } from "../frame-piece.js";
import { type Mark, type Piece, textPiece } from "../piece.js";
import type { ResponsesEvent } from "./events.js";
import type { ResponsesStyle } from "./style.js";

/** What an event's bytes depend on besides the event. `number`: of the event in its stream, from 0. */
type Framing = {
  readonly mark: Mark;
  readonly number: number;
  readonly style: ResponsesStyle;
  readonly random: Random;
  /** False: the request wants no obfuscation. */
  readonly pads: boolean;
};

/** One event as the service sends it. */
export function framedEvent({ type, members }: ResponsesEvent, framing: Framing): Piece {
  const { style, number } = framing;
  const padded = { ...members, ...obfuscation(members["delta"] ?? null, framing) };
  const data = text(ordered({ type, ...padded, sequence_number: number }, style), style);
  switch (style.eventLine) {
    case "first":
      return textPiece(framing.mark, `event: ${type}\ndata: ${data}\n\n`);
    case "last":
      return textPiece(framing.mark, `data: ${data}\nevent: ${type}\n\n`);
    case "none":
      return textPiece(framing.mark, `data: ${data}\n\n`);
  }
}

/** A reply's object as one body. */
export function framedBody(body: JsonObject, style: ResponsesStyle): string {
  return text(style.order === "sorted" ? sorted(body) : body, style);
}

/** Pads a delta to a multiple of 16 characters, as recordings of OpenAI's show it (vercel/ai, 2025-12). */
function obfuscation(delta: JsonValue, { style, random, pads }: Framing): JsonObject {
  if (style.obfuscation === null || typeof delta !== "string" || !pads) return {};
  if (style.obfuscation === "blank") return { obfuscation: "" };
  return { obfuscation: random.letters((16 - (delta.length % 16)) % 16, alphanumerics) };
}

function ordered(event: JsonObject, { order }: ResponsesStyle): JsonObject {
  if (order === "sorted") return sorted(event);
  if (order === "number-last") return event;
  const { type = null, ...rest } = event;
  const members = Object.entries(rest).sort(([one], [other]) => (one < other ? -1 : 1));
  return { type, ...Object.fromEntries(members) };
}

/** JSON has no way to write a whole number with a fraction. */
function text(value: JsonObject, { floatTime }: ResponsesStyle): string {
  const json = JSON.stringify(value);
  return floatTime ? json.replace(/"created_at":\d+/, "$&.0") : json;
}
