import { createEventStreamParser, encodeEventFrame, stringHeader } from "../../wire/frames/event-stream.js";
import { type Draft, type Piece, ssePiece, textPiece } from "../write/piece.js";
import type { BodyFault } from "./wire-fault.js";

type AfterDone = Extract<BodyFault, { fault: "after-done" }>;
type StrayLine = Extract<BodyFault, { fault: "stray-line" }>;
type FrameOrder = Extract<BodyFault, { fault: "frame-order" }>;

/** Sends something after `[DONE]`. */
export function afterDone(draft: Draft, { what }: AfterDone): Draft {
  return draft.framing === "sse" ? { ...draft, pieces: [...draft.pieces, latePiece(draft, what)] } : draft;
}

function latePiece({ pieces }: Draft, what: AfterDone["what"]): Piece {
  switch (what) {
    case "content":
      return pieces.findLast(({ mark }) => mark === "delta") ?? textPiece("delta", "");
    case "usage":
      return ssePiece("usage", { choices: [], usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 } });
    case "error":
      return ssePiece("delta", { error: { code: 502, message: "Provider disconnected unexpectedly" } });
    case "bytes":
      return textPiece("delta", "x");
  }
}

/** Sends one event a second time before it, on a line whose field has another name: a reader of SSE ignores it. */
export function strayLine(draft: Draft, { as }: StrayLine): Draft {
  const at = draft.pieces.findIndex(({ mark }) => mark !== "comment");
  const piece = draft.pieces[at];
  if (draft.framing !== "sse" || piece === undefined) return draft;
  const text = new TextDecoder()
    .decode(piece.bytes)
    .replace("data:", { name: "dat:", case: "Data:", bom: "\ufeffdata:" }[as]);
  return { ...draft, pieces: [...draft.pieces.slice(0, at), textPiece("delta", text), ...draft.pieces.slice(at)] };
}

/** Sends a byte that is not UTF-8 before the first text of the reply. */
export function notUtf8(draft: Draft): Draft {
  let isDone = false;
  const pieces = draft.pieces.map((piece): Piece => {
    const bytes = isDone ? null : spoiled(draft, piece.bytes);
    isDone ||= bytes !== null;
    return bytes === null ? piece : { ...piece, bytes };
  });
  return { ...draft, pieces };
}

function spoiled({ framing }: Draft, bytes: Uint8Array): Uint8Array | null {
  if (framing !== "event-stream") return withWrongByte(bytes);
  const [frame] = createEventStreamParser().push(bytes);
  if (frame === undefined) return null;
  const inner = innerOf(frame.payload);
  const payload = inner === null ? withWrongByte(frame.payload) : withWrongByte(inner);
  if (payload === null) return null;
  const headers = [...frame.headers].map(([name, { value }]) => [name, String(value)] as const);
  const chunk = Buffer.from(JSON.stringify({ bytes: Buffer.from(payload).toString("base64") }));
  return encodeEventFrame(headers, inner === null ? payload : chunk);
}

function withWrongByte(bytes: Uint8Array): Uint8Array | null {
  const found = /"(?:content|text|delta)":"(?!")/.exec(Buffer.from(bytes).toString("latin1"));
  if (found === null) return null;
  const at = found.index + found[0].length;
  return Uint8Array.from([...bytes.subarray(0, at), 0xff, ...bytes.subarray(at)]);
}

/** Loses, repeats or delays the first event of a kind in a stream of blocks: `late` sends it after the event behind it. */
export function frameOrder(draft: Draft, { event, how }: FrameOrder): Draft {
  const at = draft.framing === "json" ? -1 : draft.pieces.findIndex((piece) => kindOf(piece, draft.framing) === event);
  const piece = draft.pieces[at];
  if (piece === undefined) return draft;
  const [before, next, after] = [
    draft.pieces.slice(0, at),
    draft.pieces.slice(at + 1, at + 2),
    draft.pieces.slice(at + 2),
  ];
  const changed = { lost: next, twice: [piece, piece, ...next], late: [...next, piece] }[how];
  return { ...draft, pieces: [...before, ...changed, ...after] };
}

/** The kind of an event, by its type or by the record in it; null for any other. */
function kindOf({ bytes }: Piece, framing: Draft["framing"]): FrameOrder["event"] | null {
  if (framing === "sse") return sseKind(Buffer.from(bytes).toString());
  const [frame] = createEventStreamParser().push(bytes);
  if (frame === undefined) return null;
  const inner = innerOf(frame.payload);
  const name = inner === null ? stringHeader(frame, ":event-type") : Buffer.from(inner).toString();
  const found = kinds.find(([words]) => words.some((word) => name?.startsWith(word)));
  return found?.[1] ?? null;
}

function sseKind(text: string): FrameOrder["event"] | null {
  const type = /"type":"([a-z_.]+)"/.exec(/\ndata: .*/.exec(`\n${text}`)?.[0] ?? "")?.[1];
  return sseKinds.find(([types]) => types.includes(type ?? ""))?.[1] ?? null;
}

/** Types of Responses and of Messages. */
const sseKinds: readonly (readonly [types: readonly string[], kind: FrameOrder["event"]])[] = [
  [["response.created", "message_start"], "message-start"],
  [["response.output_item.added", "content_block_start"], "block-start"],
  [["response.output_item.done", "content_block_stop"], "block-stop"],
];

/** Types of Converse, records of Anthropic (`type` comes first) and of Nova (the event's name comes first). */
const kinds: readonly (readonly [words: readonly string[], kind: FrameOrder["event"]])[] = [
  [["messageStart", '{"type":"message_start"', '{"messageStart"'], "message-start"],
  [["contentBlockStart", '{"type":"content_block_start"', '{"contentBlockStart"'], "block-start"],
  [["contentBlockStop", '{"type":"content_block_stop"', '{"contentBlockStop"'], "block-stop"],
];

/** The record in a `chunk` of an InvokeModel stream; null for an event of Converse. */
function innerOf(payload: Uint8Array): Uint8Array | null {
  const parsed: unknown = JSON.parse(new TextDecoder().decode(payload));
  if (typeof parsed !== "object" || parsed === null || !("bytes" in parsed)) return null;
  return typeof parsed.bytes === "string" ? Buffer.from(parsed.bytes, "base64") : null;
}
