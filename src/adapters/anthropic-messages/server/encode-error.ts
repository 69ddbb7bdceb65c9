import type { JsonObject } from "../../../chat/json.js";
import type { OpenAiError } from "../../openai-chat/server/encode-error/envelope.js";

/** The body of an error answer: the API's envelope, with the type of the status. */
export function errorBody(
  error: OpenAiError,
  { status, requestId }: { readonly status: number; readonly requestId: string },
): JsonObject {
  return { type: "error", error: { type: typeOf(status), message: messageOf(error) }, request_id: requestId };
}

/** The data of an error event. The stream has no status by then, so that the error's own type and code say which it is. */
export function errorEvent(error: OpenAiError): JsonObject {
  const status = statuses.get(error.code ?? "") ?? statuses.get(error.type) ?? 500;
  return { type: "error", error: { type: typeOf(status), message: messageOf(error) } };
}

/**
 * The types of errors by status, in the vendor's list (platform.claude.com/docs/en/api/errors, read 2026-11-29; `timeout_error` and
 * `billing_error`: @anthropic-ai/sdk 1.14.0, ErrorType). The router's 503 is the vendor's 529: wait, and try again. Other statuses below
 * 500 are faults of the request, the rest are the service's.
 */
const types: ReadonlyMap<number, string> = new Map([
  [401, "authentication_error"],
  [402, "billing_error"],
  [403, "permission_error"],
  [404, "not_found_error"],
  [413, "request_too_large"],
  [429, "rate_limit_error"],
  [503, "overloaded_error"],
  [504, "timeout_error"],
  [529, "overloaded_error"],
]);

function typeOf(status: number): string {
  return types.get(status) ?? (status < 500 ? "invalid_request_error" : "api_error");
}

/** The statuses of errors by code, else by type, as the router answers with them before a stream begins. */
const statuses: ReadonlyMap<string, number> = new Map([
  ["upstream_unavailable", 503],
  ["no_upstream", 503],
  ["overloaded", 503],
  ["draining", 503],
  ["model_not_found", 404],
  ["model_retired", 404],
  ["invalid_request_error", 400],
  ["authentication_error", 401],
  ["permission_error", 403],
  ["insufficient_quota", 429],
  ["rate_limit_error", 429],
  ["timeout_error", 504],
]);

/** The message, with the member of the request at fault before it where it does not name it. */
function messageOf({ message, param }: OpenAiError): string {
  return param === null || message.includes(param) ? message : `${param}: ${message}`;
}
