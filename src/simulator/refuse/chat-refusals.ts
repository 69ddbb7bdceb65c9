import type { JsonObject } from "../../chat/json.js";
import type { Service } from "../request/door.js";
import { jsonRefusal, type Refusal } from "./refusal.js";
import type { RefusalId } from "./refusal-ids.js";

type ChatService = Exclude<Service, "bedrock">;

/** Texts of OpenRouter by status (openrouter.ai/docs/api-reference/errors, read 2026-02; recordings of 2025 and 2026). */
const openRouterTexts: { readonly [status: number]: string } = {
  400: "Provider returned error",
  401: "No auth credentials found",
  402: "Insufficient credits. Add more using https://openrouter.ai/settings/credits",
  403: "Input was flagged by moderation",
  404: "No endpoints found that support tool use. To learn more about provider routing, visit: https://openrouter.ai/docs/provider-routing",
  408: "Request timed out",
  413: "Request Entity Too Large",
  422: "Provider returned error",
  429: "Provider returned error",
  500: "Internal Server Error",
  502: "Provider returned error",
  503: "No available model provider that meets your routing requirements",
  504: "The operation was aborted",
};

/** Type and text by status in OpenAI's shape, which Moonshot and Bedrock's compatible endpoints follow. */
const openAiTexts: { readonly [status: number]: readonly [type: string, message: string] } = {
  400: ["invalid_request_error", "Invalid request"],
  401: ["invalid_authentication_error", "Invalid Authentication"],
  402: ["exceeded_current_quota_error", "Your account is suspended, please check your plan and billing details"],
  403: ["permission_denied_error", "The API you are accessing is not open"],
  404: ["resource_not_found_error", "Not found the model or Permission denied"],
  429: ["rate_limit_reached_error", "Your request reached max request limit, please try again after 1 seconds"],
  500: ["server_error", "The server had an error while processing your request"],
  503: ["engine_overloaded_error", "The engine is currently overloaded, please try again later"],
};

/** A refusal of an OpenAI-shaped service; `message` null: the usual text for the status. */
export function chatStatus(service: ChatService, status: number, message: string | null = null): Refusal {
  if (service === "openrouter") return openRouterStatus(status, message);
  const [type, known] = openAiTexts[status] ?? ["server_error", "The server had an error"];
  return jsonRefusal(status, { error: { message: message ?? known, type, param: null, code: null } });
}

/** Errors caused by an upstream name it, and contain its error as a string, JSON in JSON. */
function openRouterStatus(status: number, message: string | null): Refusal {
  const text = message ?? openRouterTexts[status] ?? "Provider returned error";
  const metadata: JsonObject = upstreamCaused.includes(status)
    ? {
        metadata: {
          raw: JSON.stringify({ error: { message: "upstream refused", type: "error" } }),
          provider_name: usualUpstream,
        },
      }
    : {};
  return jsonRefusal(status, { error: { message: text, code: status, ...metadata }, user_id: "user_simulated" });
}

const upstreamCaused: readonly number[] = [400, 422, 429, 502];

/** The upstream that errors name, unless {@link refusedBy} says which it was. */
const usualUpstream = "Simulated";

/** The same refusal from this upstream of OpenRouter. */
export function refusedBy(refusal: Refusal, upstream: string): Refusal {
  const named = (name: string) => `"provider_name":${JSON.stringify(name)}`;
  return { ...refusal, body: refusal.body.replace(named(usualUpstream), () => named(upstream)) };
}

/** Bedrock's refusals in OpenAI's words, for its compatible endpoints and for a gateway in front of it. */
export function chatRefusal(service: ChatService, id: RefusalId, message: string | null): Refusal {
  const [status, text] = named[id] ?? [400, null];
  return chatStatus(service, status, message ?? text);
}

const named: { readonly [id in RefusalId]?: readonly [status: number, text: string | null] } = {
  "model-access": [403, null],
  "not-authorized": [403, null],
  "expired-token": [401, null],
  "invalid-token": [401, null],
  "missing-authorization": [401, null],
  "model-invalid": [400, "The provided model identifier is invalid."],
  "end-of-life": [404, null],
  legacy: [404, null],
  "tools-unsupported": [404, null],
  "too-many-requests": [429, null],
  "too-many-tokens": [429, null],
  "tokens-per-day": [429, null],
  "model-timeout": [408, null],
  "model-error": [502, null],
  quota: [402, null],
  "context-overflow": [400, "This endpoint's maximum context length is 262144 tokens. However, you requested more."],
  "action-unsupported": [400, "The model does not support Chat Completions API"],
  "unknown-operation": [404, "404 page not found"],
  "prompt-caching": [404, "No endpoints found that support cache control"],
  "schema-keyword": [
    400,
    "Invalid schema for response_format 'answer': In context=(), 'additionalProperties' is required to be supplied and to be false.",
  ],
  "thinking-signature": [400, "messages.1.content.0: Invalid `signature` in `thinking` block"],
  "tools-with-reasoning": [
    400,
    "Function tools with reasoning_effort are not supported for this model in /v1/chat/completions. To use function tools, use /v1/responses or set reasoning_effort to 'none'.",
  ],
  "role-order": [400, "Unexpected role 'user' after role 'tool'"],
  "output-limit": [
    400,
    "max_tokens is too large: 200000. This model supports at most 64000 completion tokens, whereas you provided 200000.",
  ],
  "incomplete-signature": [401, null],
  "api-key-invalid": [401, null],
  internal: [500, null],
  unavailable: [503, null],
};
