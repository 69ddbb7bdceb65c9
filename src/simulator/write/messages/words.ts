import type { AnswerFinish } from "../../answer/answer.js";

/** Anthropic's word for why the model stopped; null is sent as null. */
export function stopReasonOf(finish: AnswerFinish): string | null {
  return typeof finish === "object" ? finish.word : stopReasons[finish];
}

/** The form has no word for output that could not be read; the services that have none repeat their own. */
const stopReasons: { readonly [finish in Exclude<AnswerFinish, object>]: string | null } = {
  stop: "end_turn",
  "tool-calls": "tool_use",
  length: "max_tokens",
  "content-filter": "refusal",
  "malformed-tool-use": "malformed_tool_use",
  "malformed-output": "malformed_output",
  missing: null,
};

/** Anthropic's type of an error by its status (platform.claude.com: errors, read 2026-11); a text is the type itself. */
export function errorType(code: number | string): string {
  if (typeof code === "string") return code;
  return types[code] ?? (code < 500 ? "invalid_request_error" : "api_error");
}

const types: { readonly [status: number]: string } = {
  401: "authentication_error",
  402: "billing_error",
  403: "permission_error",
  404: "not_found_error",
  413: "request_too_large",
  429: "rate_limit_error",
  504: "timeout_error",
  529: "overloaded_error",
};
