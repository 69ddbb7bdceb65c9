import { type JsonObject, withoutNulls } from "../../../chat/json.js";
import type { Warning } from "../../../chat/reply.js";
import type { ChatRequest, ResponseFormat } from "../../../chat/request.js";
import type { Target } from "../../../chat/target.js";
import { unreachable } from "../../../chat/unreachable.js";
import { encodeReasoningSetting } from "./reasoning-setting.js";

type Place = { readonly target: Target; readonly warnings: Warning[] };

/** Encodes limits, sampling, format and reasoning; a setting that is null is not sent, one that the API has not is a warning. */
export function encodeSettings(request: ChatRequest, place: Place): JsonObject {
  warnDropped(request, place);
  warnPenalties(request, place);
  return {
    ...withoutNulls({
      max_output_tokens: request.maxOutputTokens,
      temperature: request.temperature,
      top_p: request.topP,
      top_k: isOpenRouter(place.target) ? request.topK : null,
      top_logprobs: request.logprobs === 0 ? null : request.logprobs,
      presence_penalty: request.presencePenalty,
      frequency_penalty: request.frequencyPenalty,
      text: request.responseFormat === null ? null : { format: encodeFormat(request.responseFormat) },
    }),
    ...(request.reasoning === null ? {} : encodeReasoningSetting(request.reasoning, place)),
  };
}

/** The members that OpenRouter adds (OpenRouterTeam/typescript-sdk, ResponsesRequest, 2026-11). */
export function isOpenRouter({ quirks }: Target): boolean {
  return quirks.reasoningDialect === "openrouter";
}

function warnDropped(request: ChatRequest, { target, warnings }: Place): void {
  for (const setting of ["stopSequences", "seed", "logitBias", "topK", "choices"] as const) {
    const value = request[setting];
    if (value === null || (setting === "topK" && isOpenRouter(target))) continue;
    const message = `this API has no ${setting}; ${JSON.stringify(value)} is not sent`;
    warnings.push({ id: "dropped", field: setting, message });
  }
}

/**
 * Penalties are in the Open Responses specification and at OpenRouter, and not in OpenAI's own API (openresponses/openresponses,
 * CreateResponseBody, 2026-11; openai 6.49, ResponseCreateParams).
 */
function warnPenalties(request: ChatRequest, { target, warnings }: Place): void {
  for (const setting of ["presencePenalty", "frequencyPenalty"] as const) {
    if (request[setting] === null || isOpenRouter(target)) continue;
    warnings.push({ id: "assumed-field", field: setting, message: "sent, although not every service has this member" });
  }
}

/** Flat, not nested as in Chat Completions. */
function encodeFormat(format: ResponseFormat): JsonObject {
  switch (format.kind) {
    case "text":
      return { type: "text" };
    case "json-object":
      return { type: "json_object" };
    case "json-schema": {
      const { name, schema, strict } = format;
      return { type: "json_schema", name, schema, ...(strict === null ? {} : { strict }) };
    }
    default:
      return unreachable(format);
  }
}
