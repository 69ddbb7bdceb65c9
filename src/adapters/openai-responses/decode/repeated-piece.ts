import { isJsonObject } from "../../../chat/json.js";
import type { SseFrame } from "../../../wire/frames/sse.js";
import { holeOf, paddedHole, textInHole, textInPaddedHole } from "../../text-hole.js";
import { addPiece } from "./growing-text.js";
import type { Draft, RepeatedPiece } from "./stream-state.js";

type DataFrame = Extract<SseFrame, { kind: "event" }>;

/** Reads an event that repeats a piece, without parsing it; false: it is another one. */
export function readRepeated(draft: Draft, { event: name, data }: DataFrame): boolean {
  const { repeated, growing } = draft;
  if (repeated === null || growing === null || repeated.growing !== growing || repeated.name !== name) return false;
  const start = numberedStart(draft, repeated);
  if (start === null || data.slice(0, start.length) !== start) return false;
  const { hole, padded } = repeated;
  const rest = data.slice(start.length);
  const piece = padded === null ? textInHole(hole, rest) : textInPaddedHole(padded, rest);
  if (piece === null) return false;
  if (repeated.untilNumber !== null && draft.sequence !== null) draft.sequence += 1;
  addPiece(draft, growing, piece);
  return true;
}

/** The beginning of the event that comes next: up to its number and with it; null: it has one, and none came before. */
function numberedStart({ sequence }: Draft, { untilNumber }: RepeatedPiece): string | null {
  if (untilNumber === null) return "";
  return sequence === null ? null : `${untilNumber}${sequence + 1}`;
}

/** Learns what further pieces look like from an event that was just added to the text that grows, once for each text. */
export function learnPiece(draft: Draft, { event: name, data }: DataFrame, read: unknown): void {
  const { growing } = draft;
  if (growing === null || draft.repeated?.growing === growing || !isJsonObject(read)) return;
  const { type, delta } = read;
  if (typeof delta !== "string" || (name !== null && name !== type)) return;
  const whole = holeOf(data, ["delta"], delta);
  const number = whole === null ? null : placeOfNumber(whole.before, read["sequence_number"]);
  if (whole === null || number === null || whole.after.includes(numberName)) return;
  const hole = { before: whole.before.slice(number.end), after: whole.after };
  const untilNumber = number.start === 0 ? null : whole.before.slice(0, number.start);
  draft.repeated = { growing, name, untilNumber, hole, padded: paddedHole(hole, "obfuscation") };
}

const numberName = '"sequence_number":';

/** Where the number of an event stands in what is before its piece; 0 and 0: it has none; null: its place is not certain. */
function placeOfNumber(before: string, number: unknown): { readonly start: number; readonly end: number } | null {
  const at = before.indexOf(numberName);
  if (at === -1) return number === undefined ? { start: 0, end: 0 } : null;
  const start = at + numberName.length;
  const end = start + String(number).length;
  const isThere = before.slice(start, end) === String(number) && before.startsWith(",", end);
  return isThere && typeof number === "number" && !before.includes(numberName, start) ? { start, end } : null;
}
