import { type JsonObject, withoutNulls } from "../../../chat/json.js";
import type { Warning } from "../../../chat/reply.js";
import type { ChatRequest, ResponseFormat } from "../../../chat/request.js";
import type { Quirks } from "../../../chat/target.js";
import { unreachable } from "../../../chat/unreachable.js";
import { encodeReasoningSetting } from "./reasoning-setting.js";

/**
 * Encodes limits, sampling, format and reasoning; a setting that is null is not sent. OpenAI's API has no `top_k`;
 * OpenRouter and many servers do (OpenRouter parameters, read 2026-08).
 */
export function encodeSettings(
  request: ChatRequest,
  { quirks, warnings }: { readonly quirks: Quirks; readonly warnings: Warning[] },
): JsonObject {
  const limit = quirks.maxCompletionTokens === true ? "max_completion_tokens" : "max_tokens";
  const settings = withoutNulls({
    [limit]: request.maxOutputTokens,
    temperature: request.temperature,
    top_p: request.topP,
    top_k: request.topK,
    seed: request.seed,
    presence_penalty: request.presencePenalty,
    frequency_penalty: request.frequencyPenalty,
    stop: request.stopSequences,
    response_format: request.responseFormat === null ? null : encodeFormat(request.responseFormat),
    n: request.choices,
    logprobs: request.logprobs === null ? null : true,
    // 0 asks for no alternatives, as does leaving it out.
    top_logprobs: request.logprobs === 0 ? null : request.logprobs,
    logit_bias: request.logitBias,
  });
  if (request.reasoning === null) return settings;
  return { ...settings, ...encodeReasoningSetting(request.reasoning, quirks.reasoningDialect, warnings) };
}

function encodeFormat(format: ResponseFormat): JsonObject {
  switch (format.kind) {
    case "text":
      return { type: "text" };
    case "json-object":
      return { type: "json_object" };
    case "json-schema": {
      const { name, schema, strict } = format;
      return { type: "json_schema", json_schema: { name, schema, ...(strict === null ? {} : { strict }) } };
    }
    default:
      return unreachable(format);
  }
}
