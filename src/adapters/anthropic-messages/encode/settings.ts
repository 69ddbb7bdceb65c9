import { type JsonObject, withoutNulls } from "../../../chat/json.js";
import type { ChatRequest, ResponseFormat } from "../../../chat/request.js";
import type { Target } from "../../../chat/target.js";
import { schemaFormat } from "../../anthropic/write-settings.js";
import type { Warn } from "../../blocks/warning-log.js";
import { encodeThinking } from "./thinking.js";

/** Encodes the settings beside the limit; one that Messages does not have is a warning. */
export function encodeSettings(request: ChatRequest, target: Target, warn: Warn): JsonObject {
  const { temperature, topP, topK, stopSequences } = request;
  const { thinking, effort } = encodeThinking(request.reasoning, target, warn);
  const outputConfig = withoutNulls({ effort, format: encodeFormat(request.responseFormat, warn) });
  warnDropped(request, warn);
  return withoutNulls({
    temperature,
    top_p: topP,
    top_k: topK,
    stop_sequences: stopSequences,
    thinking,
    output_config: Object.keys(outputConfig).length === 0 ? null : outputConfig,
  });
}

function encodeFormat(format: ResponseFormat | null, warn: Warn): JsonObject | null {
  if (format === null || format.kind === "text") return null;
  if (format.kind === "json-object") {
    warn("dropped", "responseFormat", "Messages has no JSON mode without a schema; it is not sent");
    return null;
  }
  if (format.strict === false) {
    warn("dropped", "responseFormat.strict", "Messages always enforces the schema; false is not sent");
  }
  return schemaFormat(format.schema);
}

const absentSettings = [
  ...(["seed", "presencePenalty", "frequencyPenalty"] as const),
  ...(["choices", "logprobs", "logitBias"] as const),
] as const;

function warnDropped(request: ChatRequest, warn: Warn): void {
  for (const setting of absentSettings) {
    const value = request[setting];
    if (value !== null) warn("dropped", setting, `Messages has no ${setting}; ${JSON.stringify(value)} is not sent`);
  }
}
