import { type JsonObject, withoutNulls } from "../../../chat/json.js";
import type { ChatRequest, ResponseFormat } from "../../../chat/request.js";
import type { Target } from "../../../chat/target.js";
import type { Warn } from "../../blocks/warning-log.js";
import { isClaude } from "./claude.js";
import { encodeReasoningSetting } from "./reasoning-setting.js";

/**
 * Encodes the settings of a request as members of the wire body; a setting that Converse does not have is a warning.
 */
export function encodeSettings(request: ChatRequest, target: Target, warn: Warn): JsonObject {
  const { maxOutputTokens: maxTokens, temperature, topP, stopSequences } = request;
  const inferenceConfig = withoutNulls({ maxTokens, temperature, topP, stopSequences });
  const reasoning = encodeReasoningSetting(request.reasoning, target.quirks.reasoningDialect, warn);
  const format = encodeResponseFormat(request.responseFormat, warn);
  const outputConfig = reasoning.effort === null ? format : { ...format, effort: reasoning.effort };
  const fields = Object.assign(
    encodeTopK(request.topK, target, warn),
    encodeParallel(request, target, warn),
    reasoning.fields,
  );
  warnDropped(request, warn);
  return withoutNulls({
    inferenceConfig: orNothing(inferenceConfig),
    additionalModelRequestFields: orNothing(fields),
    outputConfig: orNothing(outputConfig),
  });
}

function orNothing(members: JsonObject): JsonObject | null {
  return Object.keys(members).length === 0 ? null : members;
}

const plainSettings = ["seed", "presencePenalty", "frequencyPenalty"] as const;
const choiceSettings = ["choices", "logprobs", "logitBias"] as const;

function warnDropped(request: ChatRequest, warn: Warn): void {
  for (const setting of [...plainSettings, ...choiceSettings]) {
    const value = request[setting];
    if (value !== null) warn("dropped", setting, `Converse has no ${setting}; ${JSON.stringify(value)} is not sent`);
  }
}

/** Claude takes `top_k`, Nova `inferenceConfig.topK`, both as additional fields (vendors' request schemas, 2026). */
function encodeTopK(topK: number | null, target: Target, warn: Warn): JsonObject {
  if (topK === null) return {};
  if (isNova(target)) return { inferenceConfig: { topK } };
  if (!isClaude(target)) {
    warn("assumed-field", "topK", "sent as additionalModelRequestFields.top_k, which this model may not support");
  }
  return { top_k: topK };
}

/** Only Claude has a switch, inside its own tool_choice (Anthropic Messages API; through Converse: from memory). */
function encodeParallel({ parallelToolCalls, tools }: ChatRequest, target: Target, warn: Warn): JsonObject {
  if (parallelToolCalls === null) return {};
  if (isClaude(target) && !parallelToolCalls && tools !== null) {
    return { tool_choice: { type: "auto", disable_parallel_tool_use: true } };
  }
  if (!(isClaude(target) && parallelToolCalls)) {
    warn("dropped", "parallelToolCalls", `Converse has no such switch; ${parallelToolCalls} is not sent`);
  }
  return {};
}

function isNova({ quirks }: Target): boolean {
  return quirks.reasoningDialect === "nova-reasoning" || quirks.family === "nova";
}

function encodeResponseFormat(format: ResponseFormat | null, warn: Warn): JsonObject {
  if (format === null || format.kind === "text") return {};
  if (format.kind === "json-object") {
    warn("dropped", "responseFormat", "Converse has no JSON mode without a schema; it is not sent");
    return {};
  }
  if (format.strict === false)
    warn("dropped", "responseFormat.strict", "Converse always enforces the schema; false is not sent");
  const jsonSchema = { schema: JSON.stringify(format.schema), name: format.name };
  return { textFormat: { type: "json_schema", structure: { jsonSchema } } };
}
