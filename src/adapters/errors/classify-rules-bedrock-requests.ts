import type { FailureKind } from "../../chat/failure.js";
import { type Quoted, type Rule, refusedRequest, rule } from "./classify-rule.js";

/** Refusals with a `ValidationException` or a bare 400, distinguished by their message. */
const refusals: readonly Rule[] = [
  refusal("inference-profile-required", "inference-profile", {
    words: /on-demand throughput isn't supported/i,
    text: "Invocation of model ID deepseek.r1-v1:0 with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model.",
    source: "recorded traffic of 0xPlaygrounds/rig@b75850e899; anything-llm#3441",
  }),
  refusal("streaming-tools", "streaming-tools-unsupported", {
    words: /doesn't support tool use in streaming mode/i,
    text: "This model doesn't support tool use in streaming mode.",
    source: "langchain-aws#447; n8n#14206; pi#3739",
  }),
  refusal("tools", "tools-unsupported", {
    words: /doesn't support tool use/i,
    text: "This model doesn't support tool use.",
    source: "strands#38; LibreChat#6351",
  }),
  refusal("streaming", "streaming-unsupported", {
    words: /(?:not supported|unsupported|isn't supported) for streaming/i,
    text: "The model is unsupported for streaming",
    source: "AWS text, from memory; not seen here",
  }),
  refusal("model-id-invalid", "model-not-found", {
    words: /provided model identifier is invalid/i,
    text: "The provided model identifier is invalid.",
    source: "recorded traffic of pydantic/pydantic-ai@4fda38988f (test_bedrock_error.yaml)",
  }),
  refusal("operation-not-allowed", "model-access", {
    words: /^Operation not allowed\.?$/i,
    text: "Operation not allowed",
    source: "litellm#28704 (some retired models)",
    hint: "Retired models and accounts without access get this error: check the model's state in the Bedrock console.",
  }),
  refusal("token-limit", "context-overflow", {
    words: /input is too long|Input Tokens Exceeded|prompt is too long/i,
    text: "The model returned the following errors: Input Tokens Exceeded: Number of input tokens exceeds maximum length. Please update the input to try again.",
    source: "recorded traffic of crmne/ruby_llm@fb5a49bf04 (nova-2-lite)",
  }),
  refusal("temperature-or-top-p", "parameter-unsupported", {
    words: /temperature.{1,12}top_?p.{1,12}cannot both be specified/i,
    text: "`temperature` and `top_p` cannot both be specified for this model. Please use only one.",
    source: "the seed's misclassified cases; Claude 4.5 and later",
  }),
  refusal("signature-field", "parameter-unsupported", {
    words: /doesn't support the reasoningContent\.\S*signature field/i,
    text: "This model doesn't support the reasoningContent.reasoningText.signature field",
    source: "pi-mono@e9f94ba6, comment in its Bedrock provider",
    hint: "Replay reasoning without its signature for this model.",
  }),
];

const histories: readonly Rule[] = [
  history("result-surplus", {
    words: /toolResult blocks at \S+ exceeds the number of toolUse blocks/i,
    text: "The number of toolResult blocks at messages.2.content exceeds the number of toolUse blocks of previous turn.",
    source: "Curie#16; strands#1435",
  }),
  history("result-expected", {
    words: /Expected toolResult blocks at \S+ for the following Ids/i,
    text: "Expected toolResult blocks at messages.2.content for the following Ids: tooluse_jQ91…, tooluse_sX1A…",
    source: "agno#6698; zeroclaw#1476",
  }),
  history("text-blank", {
    words: /text field in the ContentBlock object at \S+ is blank/i,
    text: "The text field in the ContentBlock object at messages.4.content.0 is blank. Add text to the text field, and try again.",
    source: "opencode; quoted in many threads",
  }),
  history("text-whitespace", {
    words: /text content blocks must (?:contain non-whitespace text|be non-empty)/i,
    text: "messages: text content blocks must contain non-whitespace text",
    source: "hermes-agent#64858",
  }),
  history("content-empty", {
    words: /content field in the Message object at \S+ is empty/i,
    text: "The content field in the Message object at messages.3 is empty. Add a ContentBlock object to the content field and try again.",
    source: "opencode#11210",
  }),
  history("result-empty", {
    words: /toolResult cannot be empty when status value is error/i,
    text: "The content field at messages.2.content.0.toolResult cannot be empty when status value is error.",
    source: "AWS text, quoted without its number",
  }),
  history("mixed-turn", {
    words: /Conversation blocks and tool (?:result|use) blocks cannot be provided in the same turn/i,
    text: "messages.2.content: Conversation blocks and tool result blocks cannot be provided in the same turn.",
    source: "langchain-aws#141; quarkus#1983",
  }),
  history("tool-config-missing", {
    words: /toolConfig field must be defined when using toolUse and toolResult/i,
    text: "The toolConfig field must be defined when using toolUse and toolResult content blocks.",
    source: "kibana#277821",
  }),
  history("result-not-found", {
    words: /Did not find \d+ `tool_result` block/i,
    text: "The model returned the following errors: messages.54: Did not find 2 `tool_result` block(s) at the beginning of this message. Messages following `tool_use` blocks must begin with a matching number of `tool_result` blocks.",
    source: "Anthropic through Bedrock",
  }),
  history("tool-id-constraint", {
    words: /toolUseId' failed to satisfy constraint/i,
    text: "4 validation errors detected: Value at 'messages.4.member.content.2.member.toolUse.toolUseId' failed to satisfy constraint: Member must have length less than or equal to 64; …",
    source: "litellm#34239",
  }),
  history("tool-id-pattern", {
    words: /tool_use\.id: String should match pattern/i,
    text: "messages.3.content.1.tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'",
    source: "openclaw#10232",
  }),
  history("tool-id-mistral", {
    words: /Tool call id was .* but must be a-z, A-Z, 0-9, with a length of 9/i,
    text: "The model returned the following errors: Tool call id was a but must be a-z, A-Z, 0-9, with a length of 9.",
    source: "opencode#48843, live on us.mistral.pixtral-large-2502-v1:0; ironclaw#1241",
    hint: "Tool-call ids must be nine letters or digits for this model; the router aliases them, the harness sends them unchanged.",
  }),
  history("tool-name", {
    words: /tool name is invalid|toolUse\.name' failed to satisfy constraint/i,
    text: "A tool name is invalid. Tool names can only contain letters, numbers, underscores, and hyphens",
    source: "kagent#1473",
  }),
  history("thinking-first", {
    words: /Expected [`']thinking[`'] or [`']redacted_thinking[`'], but found/i,
    text: "Expected 'thinking' or 'redacted_thinking', but found 'tool_use'",
    source: "Anthropic through Bedrock",
    hint: "Replay the assistant's reasoning unchanged before its tool calls.",
  }),
  history("document-text", {
    words: /text block must be included when using documents/i,
    text: "A text block must be included when using documents.",
    source: "AWS text, quoted in peers' fixtures",
  }),
  refusal("pattern-constraint", "invalid-request", {
    words: /failed to satisfy constraint/i,
    text: "1 validation error detected: Value at 'inferenceConfig.temperature' failed to satisfy constraint: Member must have value less than or equal to 1",
    source: "the same form as litellm#34239",
  }),
];

/** Requests that Bedrock, or a model behind it, refuses because of their content. */
export const bedrockRequestRules: readonly Rule[] = [...refusals, ...histories];

function refusal(id: string, kind: FailureKind, quoted: Quoted): Rule {
  return rule(`bedrock-${id}`, kind, { admits: refusedRequest, type: "ValidationException", status: 400, ...quoted });
}

function history(id: string, quoted: Quoted): Rule {
  return refusal(id, "invalid-history", quoted);
}
