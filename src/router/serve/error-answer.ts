import type { Door } from "../../adapters/door.js";
import type { OpenAiError } from "../../adapters/openai-chat/server/encode-error/envelope.js";
import type { ErrorContext } from "../../adapters/openai-chat/server/encode-error/row.js";
import type { EncodedError } from "../../adapters/openai-chat/server/encode-error.js";
import type { JsonObject } from "../../chat/json.js";
import { findModel } from "../config/find-model.js";
import type { RelayAttempt } from "../relay/relay.js";
import type { HeaderMap } from "./answer-headers.js";
import type { Router } from "./router.js";

/** An answer as a JSON body. `headers`: those besides the ones that every answer has. */
export type JsonAnswer = {
  readonly kind: "json";
  readonly status: number;
  readonly headers: HeaderMap;
  readonly body: JsonObject;
};

/** The model that was asked, null: none; the client's API, and its body, where a fault of it may have to be named. */
type Asked = {
  readonly model: string | null;
  readonly streaming: boolean;
  readonly door: Door;
  readonly body?: JsonObject;
};

/** What an error message may mention: the model that was asked last, its region, its service and the request. */
export function contextOf({ config }: Router, { model: name, streaming, door, body }: Asked): ErrorContext {
  const model = findModel(config.models, name);
  const target = streaming ? model?.streaming : model?.whole;
  const service = target?.auth === "bedrock" ? "bedrock" : "openai-compatible";
  const context = { model: name, region: target?.region ?? null, service, pathOf: door.clientPath } as const;
  return body === undefined ? context : { ...context, request: body };
}

/** Whom an error is for. `id`: of the request. */
export type Answered = { readonly door: Door; readonly id: string; readonly router: Router };

/** A failure of a service as an answer, without the keys of the configuration. */
export function failedAnswer(failed: EncodedError, headers: HeaderMap, { door, id, router }: Answered): JsonAnswer {
  const { status } = failed;
  const { error } = redactedError(failed.body, router);
  const body = door.errorBody(error, { status, requestId: id });
  return { kind: "json", status, headers: { ...headers, ...Object.fromEntries(failed.headers) }, body };
}

/** An error body without the keys of the configuration. */
export function redactedError(
  body: { readonly error: OpenAiError },
  { redacted }: Router,
): { readonly error: OpenAiError } {
  const { message, type, code, param } = body.error;
  return redacted({ error: { message, type, code, param } });
}

/** An error of the router itself as an answer. */
export function refusal(
  status: number,
  { message, type, param, code }: OpenAiError,
  { door, id }: Pick<Answered, "door" | "id">,
): JsonAnswer {
  const body = door.errorBody({ message, type, param, code }, { status, requestId: id });
  return { kind: "json", status, headers: {}, body };
}

/**
 * The error where the last model replied blank, and whether to send the request again. A blank reply of one model comes and goes, so a
 * retry may be answered (Kimi K2.5 on Converse: 4 of 10 equal requests, TRIBE-INC/claw-bench reports, 2026-02-10). If several models
 * are silent, the request is the likely cause, and the whole chain would be asked again.
 */
export function emptyReply(attempts: readonly RelayAttempt[]): {
  readonly error: OpenAiError;
  readonly retry: boolean;
} {
  const silent = new Set(attempts.filter(({ outcome }) => outcome === "empty").map(({ model }) => model));
  const retry = silent.size < 2;
  const step = retry ? "Send the request again" : "Change the request: several models have no answer to it";
  const message = `Every model that was asked replied with neither text nor a tool call.\nTry:\n1. ${step}`;
  return { error: { message, type: "upstream_error", param: null, code: "empty_reply" }, retry };
}
