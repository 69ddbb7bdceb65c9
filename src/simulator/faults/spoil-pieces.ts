import { crc32 } from "node:zlib";
import { encodeEventFrame } from "../../wire/frames/event-stream.js";
import type { Random } from "../random.js";
import { eventPiece } from "../write/frame-piece.js";
import { type Draft, type Piece, textPiece } from "../write/piece.js";
import { withInStreamError } from "./in-stream-errors.js";
import { piecesBefore } from "./place-in-body.js";
import { afterDone, frameOrder, notUtf8, strayLine } from "./spoil-bytes.js";
import type { BodyFault } from "./wire-fault.js";

/** Applies a fault to the content of a body. Transport faults, which `breakBody` applies, leave it unchanged. */
export function spoilDraft(draft: Draft, fault: BodyFault, random: Random): Draft {
  switch (fault.fault) {
    case "midstream-error":
    case "exception":
    case "error-frame":
    case "error-in-200":
      return withInStreamError(draft, fault);
    case "no-terminator":
      return withPieces(draft, withoutEnd(draft));
    case "metadata-missing":
      return withPieces(
        draft,
        draft.pieces.filter(({ mark }) => mark !== "usage"),
      );
    case "unknown-event":
      return insert(draft, [unknownEvent(draft, random)]);
    case "event-after-finish":
      return eventAfterFinish(draft);
    case "after-done":
      return afterDone(draft, fault);
    case "stray-line":
      return strayLine(draft, fault);
    case "not-utf8":
      return notUtf8(draft);
    case "frame-order":
      return frameOrder(draft, fault);
    case "bad-json":
      return insert(draft, [badJson(draft)]);
    case "bad-crc":
      return replaceMiddle(draft, (bytes) => flipped(bytes, fault.of === "prelude" ? 8 : bytes.length - 4));
    case "frame-length":
      return replaceMiddle(draft, () => declaredPrelude(fault.declares));
    case "rewrite":
      return draft.framing === "event-stream" ? draft : withPieces(draft, draft.pieces.map(rewritten(fault)));
    case "repeat":
      return withPieces(
        draft,
        draft.pieces.flatMap((piece) => (piece.mark === fault.event ? [piece, piece] : [piece])),
      );
    case "no-request-id":
      return { ...draft, headers: draft.headers.filter(([name]) => !requestIdHeaders.includes(name)) };
    case "zero-bytes":
      return withPieces(draft, []);
    case "comments-only":
      return withPieces(draft, draft.framing === "sse" ? keepAlives() : []);
    case "bom":
      return draft.framing === "sse" ? withPieces(draft, [textPiece("comment", "\uFEFF"), ...draft.pieces]) : draft;
    case "crlf":
      return draft.framing === "sse" ? withPieces(draft, draft.pieces.map(withCarriageReturns)) : draft;
    case "html-200":
      return htmlDraft(draft);
    case "terminal-missing":
      return withPieces(
        draft,
        draft.pieces.filter(({ mark }) => mark !== "finish"),
      );
    case "event-name":
      return draft.framing === "sse" ? withPieces(draft, draft.pieces.map(misnamed)) : draft;
    case "json-on-stream":
    case "truncated":
    case "reset":
    case "stall":
    case "slow":
    case "rechunk":
      return draft;
    default:
      return draft;
  }
}

function withPieces(draft: Draft, pieces: readonly Piece[]): Draft {
  return { ...draft, pieces };
}

/** A stream loses `[DONE]` where it has that, and else everything from its terminal event on. A unary body has no end mark. */
function withoutEnd({ framing, pieces }: Draft): readonly Piece[] {
  const hasMark = pieces.some(({ mark }) => mark === "terminator");
  if (framing === "sse" && hasMark) return pieces.filter(({ mark }) => mark !== "terminator");
  return framing === "json" ? pieces : pieces.slice(0, piecesBefore(pieces, "before-finish"));
}

function insert(draft: Draft, added: readonly Piece[]): Draft {
  if (draft.framing === "json") return draft;
  const at = piecesBefore(draft.pieces, "middle");
  return withPieces(draft, [...draft.pieces.slice(0, at), ...added, ...draft.pieces.slice(at)]);
}

function unknownEvent({ framing, errors }: Draft, random: Random): Piece {
  if (errors !== undefined) return errors.unknownEvent();
  if (framing === "sse") return textPiece("delta", 'event: ping\ndata: {"type":"ping"}\n\n');
  return eventPiece("delta", { type: "somethingNew", payload: { note: "not in the service model" } }, random);
}

function badJson({ framing, pieces, errors }: Draft): Piece {
  if (errors !== undefined) return errors.badJson();
  if (framing === "sse") return textPiece("delta", 'data: {"id":"gen-broken","choices":[\n\n');
  // InvokeModel's events are all chunks; Converse's are deltas.
  const isChunks = pieces.some(({ bytes }) => Buffer.from(bytes).includes("\u0005chunk"));
  const headers = [
    [":event-type", isChunks ? "chunk" : "contentBlockDelta"],
    [":content-type", "application/json"],
    [":message-type", "event"],
  ] as const;
  const payload = isChunks ? '{"bytes":"eyJicm9r' : '{"contentBlockIndex":';
  return { mark: "delta", bytes: encodeEventFrame(headers, new TextEncoder().encode(payload)) };
}

/** Repeats the last delta after the terminal event. */
function eventAfterFinish(draft: Draft): Draft {
  const at = piecesBefore(draft.pieces, "after-finish");
  const last = draft.pieces.findLast(({ mark }) => mark === "delta") ?? draft.pieces[0];
  if (draft.framing === "json" || last === undefined) return draft;
  return withPieces(draft, [...draft.pieces.slice(0, at), last, ...draft.pieces.slice(at)]);
}

function replaceMiddle(draft: Draft, change: (bytes: Uint8Array) => Uint8Array): Draft {
  if (draft.framing !== "event-stream") return draft;
  const at = Math.min(piecesBefore(draft.pieces, "middle"), draft.pieces.length - 1);
  return withPieces(
    draft,
    draft.pieces.map((piece, index) => (index === at ? { ...piece, bytes: change(piece.bytes) } : piece)),
  );
}

function rewritten({ pattern, to }: { readonly pattern: string; readonly to: string }): (piece: Piece) => Piece {
  return ({ mark, bytes }) => textPiece(mark, new TextDecoder().decode(bytes).replace(new RegExp(pattern, "g"), to));
}

/** An event whose line `event:` says another name than its data. */
function misnamed({ mark, bytes }: Piece): Piece {
  return textPiece(mark, new TextDecoder().decode(bytes).replace(/^event: .*$/m, "event: message"));
}

function flipped(bytes: Uint8Array, at: number): Uint8Array {
  return bytes.map((byte, index) => (index === at ? byte ^ 0xff : byte));
}

/** A prelude with a valid CRC and a total length that is not the length of the frame. */
function declaredPrelude(totalLength: number): Uint8Array {
  const prelude = Buffer.alloc(12);
  prelude.writeUInt32BE(totalLength, 0);
  prelude.writeUInt32BE(0, 4);
  prelude.writeUInt32BE(crc32(prelude.subarray(0, 8)), 8);
  return prelude;
}

function keepAlives(): readonly Piece[] {
  return Array.from({ length: 20 }, () => textPiece("comment", ": OPENROUTER PROCESSING\n\n"));
}

function withCarriageReturns({ mark, bytes }: Piece): Piece {
  return textPiece(mark, new TextDecoder().decode(bytes).replaceAll("\n", "\r\n"));
}

function htmlDraft(draft: Draft): Draft {
  const headers = draft.headers.filter(([name]) => name !== "content-type");
  const page =
    "<!DOCTYPE html><html><head><title>Sign in</title></head><body><h1>Sign in to continue</h1></body></html>";
  return {
    framing: "json",
    headers: [["content-type", "text/html; charset=utf-8"], ...headers],
    pieces: [textPiece("whole", page)],
  };
}

/** The headers in which services send the request id. */
const requestIdHeaders: readonly string[] = ["x-amzn-requestid", "x-request-id", "request-id", "cf-ray"];
