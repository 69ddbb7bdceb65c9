import type { JsonObject } from "../../../chat/json.js";
import type { DraftErrors, Piece, SaidError, WriteContext } from "../piece.js";
import { textPiece } from "../piece.js";
import type { ResponsesDialect } from "./dialect.js";
import type { ResponsesEvent } from "./events.js";
import { framedEvent } from "./frame-event.js";
import { failed, responseObject } from "./response-object.js";

/**
 * How Responses says an error after the 200: an event `error`, then `response.failed` (vercel/ai, openai-error.1, 2025-11-18). `flat`: the
 * older event, with its members beside its type. `failed`: the last event alone.
 */
export function responsesErrors(context: WriteContext, dialect: ResponsesDialect): DraftErrors {
  const { random } = context;
  const { style } = dialect;
  const failedReply = (error: { readonly code: string; readonly message: string }): JsonObject => {
    const state = { status: failed(error.code, error.message), output: [], usage: null, isWhole: false };
    return responseObject(state, context, dialect);
  };
  return {
    inStream: (error, form, before) => {
      const start = before.filter(({ mark }) => mark !== "comment").length;
      return eventsOf(error, form, failedReply).map(
        (event, at): Piece => framedEvent(event, { mark: "delta", number: start + at, style, random, pads: false }),
      );
    },
    body: (error) => errorBody(error, dialect),
    // Without a number, so that those of the others stay in order.
    unknownEvent: () => textPiece("delta", 'data: {"type":"response.something_new","note":"no document has it"}\n\n'),
    badJson: () => textPiece("delta", 'data: {"type":"response.output_text.delta","delta":\n\n'),
  };
}

function eventsOf(
  said: SaidError,
  form: Parameters<DraftErrors["inStream"]>[1],
  failedObject: (error: { readonly code: string; readonly message: string }) => JsonObject,
): readonly ResponsesEvent[] {
  const code = codeOf(said.code);
  const { message } = said;
  const last: ResponsesEvent = { type: "response.failed", members: { response: failedObject({ code, message }) } };
  if (form === "failed") return [last];
  if (form === "flat") return [{ type: "error", members: { code, message, param: null } }];
  const error = { type: code, code, message, param: null };
  return [{ type: "error", members: { error } }, last];
}

/** OpenRouter's words for a status (openrouter.ai: Responses, error handling, read 2026-11); OpenAI's are the same. */
export function codeOf(code: number | string): string {
  if (typeof code === "string") return code;
  if (code === 429) return "rate_limit_exceeded";
  return code >= 500 ? "server_error" : "invalid_prompt";
}

function errorBody({ code, message }: SaidError, { style }: ResponsesDialect): JsonObject {
  if (style.gateway) return { error: { code: codeOf(code), message }, metadata: null };
  if (style.errors === "texts") return { code: String(code), error: message };
  return { error: { message, type: codeOf(code), param: null, code: codeOf(code) } };
}
