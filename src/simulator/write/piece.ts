import type { JsonObject, JsonValue } from "../../chat/json.js";
import type { WireHeaders } from "../../wire/exchange.js";
import type { ErrorForm } from "../faults/error-forms.js";
import type { Behaviour } from "../profile.js";
import type { Random } from "../random.js";
import type { ModelRequest } from "../request/model-request.js";

/**
 * The meaning of a piece of a body, so that a fault can find its place. `finish`: the API's terminal event. `usage`: an event
 * with only token counts. `terminator`: the end mark after everything (`[DONE]`).
 */
export type Mark = "comment" | "start" | "delta" | "finish" | "usage" | "terminator" | "whole";

/** One event of a body as bytes, sent as one chunk. */
export type Piece = { readonly mark: Mark; readonly bytes: Uint8Array };

type Framing = "json" | "sse" | "event-stream";

/** An error that a fault has a reply say. */
export type SaidError = { readonly code: number | string; readonly message: string };

/** How a form says what faults add to it. */
export type DraftErrors = {
  /** An error in a stream, behind these pieces. */
  readonly inStream: (error: SaidError, form: ErrorForm, before: readonly Piece[]) => readonly Piece[];
  /** A body that is only an error. */
  readonly body: (error: SaidError) => JsonObject;
  /** An event that no document has. */
  readonly unknownEvent: () => Piece;
  readonly badJson: () => Piece;
};

/** A 200 response before any fault of the body. `errors` absent: as in OpenAI's chat form, or in Bedrock's frames. */
export type Draft = {
  readonly framing: Framing;
  readonly headers: WireHeaders;
  readonly pieces: readonly Piece[];
  readonly errors?: DraftErrors;
};

/** What a writer needs besides the answer. `requestId` is also sent in a header; `nowMs` counts from the epoch. */
export type WriteContext = {
  readonly request: ModelRequest;
  /** The request's body, which Responses echoes. */
  readonly body: JsonObject;
  readonly behaviour: Behaviour;
  readonly random: Random;
  readonly requestId: string;
  readonly nowMs: number;
};

const encoder = new TextEncoder();

/** A piece of UTF-8 text. */
export function textPiece(mark: Mark, text: string): Piece {
  return { mark, bytes: encoder.encode(text) };
}

/** One SSE event that carries a JSON value. */
export function ssePiece(mark: Mark, value: JsonValue): Piece {
  return textPiece(mark, `data: ${JSON.stringify(value)}\n\n`);
}

/** Splits a text into deltas: words with the white space before them. `""` gives no delta. */
export function deltasOf(text: string): readonly string[] {
  return text.match(/\s*\S+|\s+$/g) ?? [];
}

/** Splits arguments into at most three deltas of equal length, at any character. */
export function argumentDeltas(text: string): readonly string[] {
  const size = Math.max(1, Math.ceil(text.length / 3));
  return text.match(new RegExp(`[\\s\\S]{1,${size}}`, "g")) ?? [];
}
