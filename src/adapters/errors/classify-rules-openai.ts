import type { FailureKind } from "../../chat/failure.js";
import { type Quoted, type Rule, refusedRequest, rule } from "./classify-rule.js";

const byCode = (...types: readonly string[]) => ({ types, statuses: [] });
const byStatus = (...statuses: readonly number[]) => ({ types: [], statuses });

const codes: readonly Rule[] = [
  rule("openai-context-length", "context-overflow", {
    admits: byCode("context_length_exceeded"),
    words: null,
    type: "context_length_exceeded",
    status: 400,
    text: "Your input exceeds the context window of this model. Please adjust your input and try again.",
    source: "recorded traffic of crmne/ruby_llm@fb5a49bf04 (openai)",
  }),
  rule("openai-insufficient-quota", "quota", {
    admits: byCode("insufficient_quota", "exceeded_current_quota_error"),
    words: null,
    type: "insufficient_quota",
    status: 429,
    text: "You exceeded your current quota, please check your plan and billing details.",
    source: "OpenAI and Moonshot error tables",
  }),
  rule("openai-api-key", "credentials", {
    admits: byCode("invalid_api_key", "authentication_error", "invalid_authentication_error"),
    words: null,
    type: "invalid_api_key",
    status: 401,
    text: "Incorrect API key provided: invalid-key. You can find your API key at https://platform.openai.com/account/api-keys.",
    source: "recorded traffic of crmne/ruby_llm@fb5a49bf04 (openai)",
  }),
  rule("openai-model", "model-not-found", {
    admits: byCode("model_not_found", "resource_not_found_error", "invalid_model"),
    words: null,
    type: "model_not_found",
    status: 404,
    text: "The model `gpt-4.1-nano-wrong` does not exist or you do not have access to it.",
    source: "recorded traffic of envoyproxy/ai-gateway@c217da8a53",
  }),
  rule("openai-content-filter", "content-filter", {
    admits: byCode("content_filter", "content_policy_violation"),
    words: null,
    type: "content_filter",
    status: 400,
    text: "The response was filtered due to the prompt triggering the content management policy.",
    source: "Azure OpenAI and Moonshot error tables",
  }),
  rule("openai-rate-limit", "throttled", {
    admits: byCode("rate_limit_exceeded", "rate_limit_error", "rate_limit_reached_error", "engine_overloaded_error"),
    words: null,
    type: "rate_limit_exceeded",
    status: 429,
    text: "Rate limit reached for requests",
    source: "OpenAI and Moonshot error tables",
  }),
  rule("openai-tool-use-failed", "model-error", {
    admits: byCode("tool_use_failed"),
    words: null,
    type: "tool_use_failed",
    status: 400,
    text: "Tool choice is required, but model did not call a tool",
    source: "recorded traffic of pydantic/pydantic-ai@4fda38988f (groq, also inside a 200 stream)",
    hint: "The model wrote a tool call that its server could not parse: the fault is in the reply, not in your request.",
  }),
  rule("openai-unsupported", "parameter-unsupported", {
    admits: byCode("unsupported_parameter", "unsupported_value"),
    words: null,
    type: "unsupported_parameter",
    status: 400,
    text: "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
    source: "recorded traffic of pydantic/pydantic-ai@4fda38988f (o1-mini)",
  }),
  rule("openai-server-error", "unavailable", {
    admits: byCode("server_error", "overloaded_error"),
    words: null,
    type: "server_error",
    status: 500,
    text: "The server had an error while processing your request. Sorry about that!",
    source: "OpenAI error table",
  }),
];

const refusals: readonly Rule[] = [
  refusal("prompt-too-long", "context-overflow", {
    words:
      /maximum context length|exceeds? the context window|context limit|Token limit reached|exceeds the maximum number of tokens allowed|exceeds the available context size|reduce the length of the (?:messages|prompt)/i,
    text: "This model's maximum context length is 1048565 tokens. However, you requested 1250025 tokens (1250025 in the messages, 0 in the completion). Please reduce the length of the messages or completion.",
    source:
      "recorded traffic of crmne/ruby_llm@fb5a49bf04 (deepseek, openrouter); inside a 200 stream: pydantic/pydantic-ai@4fda38988f (Minimax)",
  }),
  refusal("model-id", "model-not-found", {
    words:
      /is not a valid model ID|supported API model names are|requested model \S+ does not exist|^Invalid model(?: name| id| identifier)?:|^Invalid model name passed in|^Model (?:does )?not exist|^Model not found/i,
    text: "openai/gpt-nonexistent-routed-model is not a valid model ID",
    source: "recorded traffic of 0xPlaygrounds/rig@b75850e899 (openrouter; deepseek; mistral)",
  }),
  refusal("reasoning-missing", "invalid-history", {
    words: /reasoning_content is missing in assistant tool call message|in the thinking mode must be passed back/i,
    text: "thinking is enabled but reasoning_content is missing in assistant tool call message at index 13",
    source: "opencode#25758 (Moonshot, directly and through OpenRouter)",
    hint: "Replay reasoning_content on every assistant turn that calls a tool, or turn thinking off.",
  }),
  refusal("temperature-fixed", "parameter-unsupported", {
    words: /invalid (?:temperature|top_p|n|presence_penalty|frequency_penalty): only \S+ is allowed/i,
    text: "invalid temperature: only 1 is allowed for this model",
    source: "Moonshot, quoted in NousResearch/hermes-agent#12566; of top_p too in iOfficeAI/gemini-cli-pro#30",
  }),
  refusal("unknown-variant", "parameter-unsupported", {
    words: /unknown variant `[^`]+`, expected/i,
    text: "Failed to deserialize the JSON body into the target type: messages[0]: unknown variant `image_url`, expected `text` at line 1 column 212",
    source: "recorded traffic of 0xPlaygrounds/rig@b75850e899 (deepseek)",
    hint: "The service does not support the kind of content part that the message names: leave it out for this target.",
  }),
  refusal("tools", "tools-unsupported", {
    words: /does not support tools|tool (?:use|calling) is not supported/i,
    text: "registry.ollama.ai/library/deepseek-r1:7b does not support tools",
    source: "Ollama text, from memory",
  }),
  refusal("orphan-result", "invalid-history", {
    words:
      /'tool' must be a response to a precee?d\w+ message with 'tool_calls'|'tool_calls' must be followed by tool messages|tool_call_id.{0,40}not found/i,
    text: "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.",
    source: "OpenAI text, from memory",
  }),
];

const gateway: readonly Rule[] = [
  rule("openrouter-credits", "quota", {
    admits: byStatus(402),
    words: null,
    status: 402,
    text: "Insufficient credits. Add more using https://openrouter.ai/settings/credits",
    source: "OpenRouter error table (402)",
    hint: "Add credits to the account, or lower max_tokens.",
  }),
  rule("openrouter-key-limit", "quota", {
    admits: byStatus(403),
    words: /key limit exceeded/i,
    status: 403,
    text: "Key limit exceeded (total limit). Manage it using https://openrouter.ai/settings/keys",
    source: "OpenRouter text, from memory",
    hint: "Raise the key's credit limit.",
  }),
  rule("openrouter-moderation", "content-filter", {
    admits: byStatus(403),
    words: /moderation|flagged/i,
    status: 403,
    text: 'openai/gpt-4o requires moderation on OpenInference. Your input was flagged for "violence".',
    source: "OpenRouter error table (403 with metadata.reasons)",
  }),
  rule("openrouter-no-tools", "tools-unsupported", {
    admits: byStatus(404),
    words: /No endpoints found that support tool use/i,
    status: 404,
    text: "No endpoints found that support tool use. To learn more about provider routing, visit: https://openrouter.ai/docs/provider-routing",
    source: "recorded traffic of social-growth-studio/req_llm@f722d38fac",
  }),
  rule("openrouter-no-endpoint", "routing", {
    admits: byStatus(404, 503),
    words:
      /No allowed providers are available|No endpoints found matching|No endpoints found that can handle|meets? your routing requirements/i,
    status: 404,
    text: "No allowed providers are available for the selected model.",
    source: "suna#3706; recorded traffic of social-growth-studio/req_llm@f722d38fac (data policy)",
  }),
];

/** The errors of OpenAI, of services that copy its API, and of OpenRouter in front of them. */
export const openAiRules: readonly Rule[] = [...codes, ...refusals, ...gateway];

function refusal(id: string, kind: FailureKind, quoted: Quoted): Rule {
  return rule(`openai-${id}`, kind, { admits: refusedRequest, status: 400, ...quoted });
}
