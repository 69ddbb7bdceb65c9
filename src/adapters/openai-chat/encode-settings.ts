import type { JsonObject, JsonValue } from "../../chat/json.js";
import type { Warning } from "../../chat/reply.js";
import type { ChatRequest, ResponseFormat } from "../../chat/request.js";
import type { Quirks } from "../../chat/target.js";
import { unreachable } from "../../chat/unreachable.js";
import { encodeReasoningSetting } from "./encode-reasoning-setting.js";

/**
 * Limits, sampling, format and reasoning; what is null is not sent. `top_k` is OpenRouter's and many servers', not
 * OpenAI's (OpenRouter parameters, read 2026-08).
 */
export function encodeSettings(
  request: ChatRequest,
  { quirks, warnings }: { readonly quirks: Quirks; readonly warnings: Warning[] },
): JsonObject {
  const limit = quirks.maxCompletionTokens === true ? "max_completion_tokens" : "max_tokens";
  return {
    ...member(limit, request.maxOutputTokens),
    ...member("temperature", request.temperature),
    ...member("top_p", request.topP),
    ...member("top_k", request.topK),
    ...member("seed", request.seed),
    ...member("presence_penalty", request.presencePenalty),
    ...member("frequency_penalty", request.frequencyPenalty),
    ...member("stop", request.stopSequences),
    ...member("response_format", request.responseFormat === null ? null : encodeFormat(request.responseFormat)),
    ...(request.reasoning === null ? {} : encodeReasoningSetting(request.reasoning, quirks.reasoningDialect, warnings)),
  };
}

function member(name: string, value: JsonValue): JsonObject {
  return value === null ? {} : { [name]: value };
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
