import type { JsonObject } from "../../chat/json.js";
import { unreachable } from "../../chat/unreachable.js";
import { errorFrame, exceptionFrame } from "../write/frame-piece.js";
import { type Draft, type Piece, ssePiece, textPiece } from "../write/piece.js";
import type { ErrorForm } from "./error-forms.js";
import { piecesBefore } from "./place-in-body.js";
import type { BodyFault, ExceptionType } from "./wire-fault.js";

/** The forms that an API has words of its own for. */
const ownForms: ReadonlySet<ErrorForm> = new Set(["chunk", "choice", "flat", "failed"]);

type StreamFault = Exclude<ErrorFault, { fault: "error-in-200" }>;

type ErrorFault = Extract<BodyFault, { fault: "midstream-error" | "exception" | "error-frame" | "error-in-200" }>;

/** Adds an error after the 200, in the form of the stream. The rest of the body is dropped. */
export function withInStreamError(draft: Draft, fault: ErrorFault): Draft {
  if (fault.fault === "error-in-200") return errorBody(draft, fault);
  if (draft.framing === "json") {
    return fault.fault === "midstream-error" ? errorBody(draft, fault) : draft;
  }
  const pieces = draft.pieces.slice(0, piecesBefore(draft.pieces, fault.at));
  return { ...draft, pieces: [...pieces, ...errorPieces(draft, fault, pieces)] };
}

function errorPieces(draft: Draft, fault: StreamFault, before: readonly Piece[]): readonly Piece[] {
  if (draft.framing === "sse") return sseError(fault, draft, before);
  switch (fault.fault) {
    case "midstream-error":
      return [{ mark: "delta", bytes: exceptionOf("modelStreamErrorException", fault.message) }];
    case "exception":
      return [{ mark: "delta", bytes: exceptionOf(fault.type, fault.message) }];
    case "error-frame":
      return [{ mark: "delta", bytes: errorFrame(fault.code, fault.message) }];
    default:
      return unreachable(fault);
  }
}

/** By default as the API says it; in OpenAI's chat form a chunk with a top-level `error`, whose choice finishes with `error` (openrouter.ai/docs, read 2026-02). */
function sseError(fault: StreamFault, { errors }: Draft, before: readonly Piece[]): readonly Piece[] {
  const code = fault.fault === "exception" ? 502 : fault.code;
  const message = fault.message ?? "Provider disconnected unexpectedly";
  const form = fault.fault === "midstream-error" ? fault.form : "chunk";
  const done = fault.fault === "midstream-error" && fault.done ? [textPiece("terminator", "data: [DONE]\n\n")] : [];
  if (errors !== undefined && ownForms.has(form)) return [...errors.inStream({ code, message }, form, before), ...done];
  return [errorPiece(form, { code, message }), ...done];
}

function errorPiece(form: ErrorForm, error: { readonly code: number | string; readonly message: string }): Piece {
  switch (form) {
    case "chunk":
    case "flat":
    case "failed":
      return ssePiece("delta", { ...errorChunk, error, choices: [errorChoice] });
    case "choice":
      return ssePiece("delta", { ...errorChunk, choices: [{ ...errorChoice, error }] });
    case "detail":
      return ssePiece("delta", { detail: error.message });
    case "errors":
      return ssePiece("delta", { errors: [error] });
    case "problem":
      return ssePiece("delta", { type: "about:blank", title: "Bad Gateway", status: 502, detail: error.message });
    case "text":
      return textPiece("delta", `event: error\ndata: ${error.message}\n\n`);
    case "line":
      return textPiece("delta", `${JSON.stringify({ error })}\n`);
    default:
      return unreachable(form);
  }
}

const errorChunk = {
  id: "gen-error",
  object: "chat.completion.chunk",
  created: 0,
  model: "unknown",
  provider: "Simulated",
} as const;

const errorChoice = {
  index: 0,
  delta: { content: "" },
  finish_reason: "error",
  native_finish_reason: "error",
} as const;

/** The text of each exception. The last one is not in the service model. */
const exceptionTexts: { readonly [type in ExceptionType]: string } = {
  internalServerException: "The system encountered an unexpected error during processing. Try your request again.",
  modelStreamErrorException: "The system encountered an unexpected error during processing. Try your request again.",
  validationException: "The input fails to satisfy the constraints specified by an AWS service.",
  throttlingException: "Too many tokens, please wait before trying again.",
  serviceUnavailableException: "Bedrock is unable to process your request.",
  modelTimeoutException: "Model has timed out in processing the request. Try your request again.",
  somethingNewException: "Something that the service model does not know.",
};

function exceptionOf(type: ExceptionType, message: string | null): Uint8Array {
  const text = message ?? exceptionTexts[type];
  const original = { originalStatusCode: 500, originalMessage: "model error" };
  return exceptionFrame(type, { message: text, ...(type === "modelStreamErrorException" ? original : {}) });
}

/** A 200 whose body is only an error: OpenRouter's object, as JSON or as the only event, or Bedrock's coral envelope. */
function errorBody(draft: Draft, fault: { readonly code: number | string; readonly message: string }): Draft {
  const isBedrock = draft.headers.some(([name]) => name === "x-amzn-requestid");
  if (isBedrock && draft.framing !== "sse") {
    const type = typeof fault.code === "string" ? fault.code : "InternalFailure";
    const body = { Output: { __type: `com.amazon.coral.service#${type}` }, Version: "1.0" };
    return { ...jsonDraft(draft), pieces: [textPiece("whole", JSON.stringify(body))] };
  }
  if (draft.errors !== undefined) {
    const body = draft.errors.body({ code: fault.code, message: fault.message });
    if (draft.framing === "sse") return { ...draft, pieces: [namedPiece(body)] };
    return { ...draft, pieces: [textPiece("whole", JSON.stringify(body))] };
  }
  const metadata = { raw: JSON.stringify({ error: { message: "upstream failed" } }), provider_name: "Simulated" };
  const body = { error: { message: fault.message, code: fault.code, metadata }, user_id: "user_simulated" };
  if (draft.framing === "sse") return { ...draft, pieces: [ssePiece("whole", body)] };
  return { ...draft, pieces: [textPiece("whole", JSON.stringify(body))] };
}

/** An error that has a type is an event of that name: Anthropic's SDK reads no event without one (1.14, run 2026-11-29). */
function namedPiece(body: JsonObject): Piece {
  const { type } = body;
  return typeof type === "string"
    ? textPiece("whole", `event: ${type}\ndata: ${JSON.stringify(body)}\n\n`)
    : ssePiece("whole", body);
}

function jsonDraft(draft: Draft): Draft {
  const headers = draft.headers.map(([name, value]): readonly [string, string] =>
    name === "content-type" ? [name, "application/json"] : [name, value],
  );
  return { ...draft, framing: "json", headers };
}
