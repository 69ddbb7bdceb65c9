import type { JsonObject } from "../../chat/json.js";
import type { Dialect, OpenService } from "../request/door.js";
import { errorType } from "../write/messages/words.js";
import { codeOf } from "../write/responses/write-errors.js";
import { chatRefusal, chatStatus } from "./chat-refusals.js";
import { jsonRefusal, type Refusal } from "./refusal.js";
import type { RefusalId } from "./refusal-ids.js";

/** The service that refuses, and the form in which it was asked. */
export type Refusing = { readonly service: OpenService; readonly dialect: Dialect };

/** A refusal by status in the form that was asked; `message` null: the usual text for the status. */
export function openStatus(asked: Refusing, status: number, message: string | null = null): Refusal {
  switch (asked.dialect) {
    case "chat":
      return chatStatus(asked.service, status, message);
    case "messages":
      return anthropicError(status, message ?? anthropicTexts[status] ?? "Internal server error");
    case "responses": {
      const [code, text] = responsesTexts[status] ?? [null, "The server had an error"];
      return responsesError(asked, { status, code, message: message ?? text, param: null });
    }
  }
}

/** A refusal by id in the form that was asked; `message` null: its usual text. */
export function openRefusal(asked: Refusing, id: RefusalId, message: string | null): Refusal {
  if (asked.dialect === "chat") return chatRefusal(asked.service, id, message);
  const [status, text] = named(asked.dialect)[id] ?? [statuses[id] ?? 400, null];
  const code = asked.dialect === "responses" ? codesOfResponses[id] : undefined;
  if (code === undefined) return openStatus(asked, status, message ?? text);
  return responsesError(asked, { status, code, message: message ?? text ?? "Invalid request", param: null });
}

/**
 * An error in Anthropic's form. Its `request_id` is null, as in recorded refusals of a key (rig, 2026-07); `wholeReply` names it where it is known.
 */
export function anthropicError(status: number, message: string): Refusal {
  return jsonRefusal(status, { type: "error", error: { type: errorType(status), message }, request_id: null });
}

/** A refusal of Responses with what it is about. `code` and `param` may be null. */
export type ResponsesError = {
  readonly status: number;
  readonly code: string | null;
  readonly message: string;
  readonly param: string | null;
};

/** An error in OpenAI's form, or in OpenRouter's (openrouter.ai/docs: Responses, error handling, read 2026-11). */
export function responsesError({ service }: Refusing, { status, code, message, param }: ResponsesError): Refusal {
  if (service === "openrouter")
    return jsonRefusal(status, { error: { code: codeOf(status), message }, metadata: null });
  const error: JsonObject = { message, type: typesOfStatus[status] ?? "invalid_request_error", param, code };
  return jsonRefusal(status, { error });
}

const typesOfStatus: { readonly [status: number]: string } = {
  429: "rate_limit_error",
  500: "server_error",
  503: "server_error",
};

/**
 * Texts by status: recorded (401, 404), or after the vendor's list (https://docs.claude.com/en/api/errors, read 2026-11-29), which has no 402
 * and no 503; their texts are not documented.
 */
const anthropicTexts: { readonly [status: number]: string } = {
  400: "There was an issue with the format or content of your request.",
  401: "API key is invalid.",
  402: "Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.",
  403: "Your API key does not have permission to use the specified resource.",
  404: "The requested resource could not be found.",
  413: "Request exceeds the maximum allowed number of bytes.",
  429: "This request would exceed your account's rate limit. Please try again later.",
  500: "Internal server error",
  503: "Service unavailable",
  529: "Overloaded",
};

/**
 * Code and text by status: recorded (401, 404; rig and vercel/ai), or after OpenAI's list (https://developers.openai.com/docs/guides/error-codes,
 * read 2026-11-29). 402 is OpenRouter's status, with the text of OpenAI's 429 for a quota.
 */
const responsesTexts: { readonly [status: number]: readonly [code: string | null, message: string] } = {
  400: [null, "Invalid request"],
  401: ["invalid_api_key", "Incorrect API key provided."],
  402: ["insufficient_quota", "You exceeded your current quota, please check your plan and billing details."],
  403: [null, "You do not have access to this model."],
  404: ["model_not_found", "The requested model does not exist."],
  429: ["rate_limit_exceeded", "Rate limit reached for requests"],
  500: ["server_error", "The server had an error while processing your request. Sorry about that!"],
  503: ["server_is_overloaded", "Our servers are currently overloaded. Please try again later."],
};

type Row = readonly [status: number, text: string | null];

function named(dialect: "responses" | "messages"): { readonly [id in RefusalId]?: Row } {
  return dialect === "messages" ? inMessages : inResponses;
}

/** The status of what has the usual text. */
const statuses: { readonly [id in RefusalId]?: number } = {
  "model-access": 403,
  "not-authorized": 403,
  "expired-token": 401,
  "invalid-token": 401,
  "missing-authorization": 401,
  "incomplete-signature": 401,
  "api-key-invalid": 401,
  "invalid-signature": 401,
  "end-of-life": 404,
  legacy: 404,
  "too-many-requests": 429,
  "too-many-tokens": 429,
  "tokens-per-day": 429,
  "model-timeout": 408,
  quota: 402,
  internal: 500,
  unavailable: 503,
};

const inMessages: { readonly [id in RefusalId]?: Row } = {
  "model-invalid": [404, "model: no-such-model"],
  "tools-unsupported": [400, "This model does not support tools"],
  // Recorded (crmne/ruby_llm, 2026).
  "context-overflow": [400, "prompt is too long: 3333404 tokens > 200000 maximum"],
  "model-error": [500, "Internal server error"],
  "unknown-operation": [404, "Not Found"],
  "action-unsupported": [400, "The model does not support the '/v1/messages' API"],
  "prompt-caching": [400, "This model does not support prompt caching"],
  "schema-keyword": [
    400,
    "tools.0.custom.input_schema: input_schema does not support oneOf, allOf, or anyOf at the top level",
  ],
  // claude-code#10627.
  "thinking-signature": [400, "messages.1.content.0: Invalid `signature` in `thinking` block"],
  "tools-with-reasoning": [400, "Thinking may not be enabled when tool_choice forces tool use."],
  "role-order": [400, 'messages: first message must use the "user" role'],
  "output-limit": [
    400,
    "max_tokens: 200000 > 64000, which is the maximum allowed number of output tokens for this model",
  ],
};

/** Codes of OpenAI's that are not those of the status. */
const codesOfResponses: { readonly [id in RefusalId]?: string } = {
  "context-overflow": "context_length_exceeded",
  "thinking-signature": "invalid_encrypted_content",
};

const inResponses: { readonly [id in RefusalId]?: Row } = {
  "model-invalid": [400, "The requested model 'no-such-model' does not exist."],
  "tools-unsupported": [
    404,
    "No endpoints found that support tool use. To learn more about provider routing, visit: https://openrouter.ai/docs/provider-routing",
  ],
  "context-overflow": [
    400,
    "Your input exceeds the context window of this model. Please adjust your input and try again.",
  ],
  "model-error": [502, "The server had an error while processing your request. Sorry about that!"],
  "unknown-operation": [404, "404 page not found"],
  // NousResearch/hermes-agent#65076 (2026-07-15).
  "action-unsupported": [400, "The model does not support the '/v1/responses' API"],
  "prompt-caching": [404, "No endpoints found that support cache control"],
  "schema-keyword": [
    400,
    "Invalid schema for response_format 'answer': In context=(), 'additionalProperties' is required to be supplied and to be false.",
  ],
  // sub2api#3138, openai-agents-python#2063.
  "thinking-signature": [400, "The encrypted content could not be verified."],
  "tools-with-reasoning": [
    400,
    "Function tools with reasoning_effort are not supported for this model. To use function tools, set reasoning_effort to 'none'.",
  ],
  "role-order": [400, "No tool output found for function call call_simulated."],
  "output-limit": [
    400,
    "max_output_tokens is too large: 200000. This model supports at most 64000 completion tokens, whereas you provided 200000.",
  ],
};
