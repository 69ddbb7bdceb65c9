import type { FailureKind } from "../../chat/failure.js";
import { type Quoted, type Rule, refusedRequest, rule } from "./classify-rule.js";
import { schemaRefusal } from "./schema-keyword.js";

const limits: readonly Rule[] = [
  // vLLM's words about the limit name the context length too, so this comes before the rules about it.
  cause("output-limit", "output-limit", {
    words:
      /max_(?:completion_|output_|new_)?tokens['`"]* (?:is|are) too large|maximum tokens you requested exceeds|max_tokens: \d+ > \d+|Invalid (?:value for )?max_\w*tokens|['`"]?max_\w*tokens['`"]? must be (?:less|at most|at least|greater|smaller|lower|between)|Invalid '(?:max_\w*tokens)'|max_tokens or model output limit was reached|max_completion_tokens is limited for this model/i,
    text: "The maximum tokens you requested exceeds the model limit of 10000. Try again with a maximum tokens value that is lower than 10000.",
    source:
      "Bedrock Converse, quoted in tests of several repositories; `max_tokens is too large: 8192. This model supports at most 4096 completion tokens, whereas you provided 8192.`: algorithmicsuperintelligence/optillm#4; read 2026-11-28",
  }),
];

const roles: readonly Rule[] = [
  rule("mistral-message-order", "role-order", {
    admits: { types: ["invalid_request_message_order"], statuses: [] },
    words: null,
    type: "invalid_request_message_order",
    status: 400,
    text: "Unexpected role 'user' after role 'tool'",
    source: "charmbracelet/crush#279 (through OpenRouter), avante.nvim#2695 (code 3230); read 2026-11-28",
  }),
  cause("role-order", "role-order", {
    words:
      /roles? must alternate|conversation must (?:alternate|start with|end with)|Unexpected role ["'`]?\w|Expected last role|first message must (?:use|have|be)|does not support assistant message prefill|function call turn comes|invalid message role/i,
    text: "A conversation must start with a user message. Try again with a conversation that starts with a user message.",
    source:
      "AWS text, from memory; `After the optional system message, conversation roles must alternate user/assistant/user/assistant/...`: vllm-project/vllm#6862; `Expected last role User or Tool (or Assistant with prefix True) for serving but got assistant`: NEKOparapa/AiNiee#641; `does not support assistant message prefill`: tests of several repositories; `invalid message role: system (2013)` (MiniMax): BigPizzaV3/CodexPlusPlus#267; read 2026-11-28",
  }),
];

const reasoning: readonly Rule[] = [
  cause("thinking-signature", "thinking-signature", {
    words:
      /signature[`'"]? in [`'"]?thinking|thinking\.signature|thought_signature|(?:redacted_)?thinking[`'"]? blocks .{0,60}cannot be modified|signature: Field required/i,
    text: "messages.1.content.0: Invalid `signature` in `thinking` block",
    source:
      "anthropics/claude-code#10627, anomalyco/opencode#15074 (Bedrock); `thinking` or `redacted_thinking` blocks in the latest assistant message cannot be modified: anthropics/claude-code#19539; thought_signature (Gemini): lbjlaq/Antigravity-Manager#139; read 2026-11-28",
  }),
  cause("tools-with-reasoning", "tools-with-reasoning", {
    words:
      /Thinking may not be enabled when tool_choice forces|tools? with reasoning\w* (?:is|are) not supported|does not support this tool_choice|tool_choice .{0,40}incompatible|tool_choice\b.{0,80}in thinking mode/i,
    text: "Function tools with reasoning_effort are not supported for gpt-5.6-sol in /v1/chat/completions. To use function tools, use /v1/responses or set reasoning_effort to 'none'.",
    source:
      "openai/openai-openapi#541; `Thinking may not be enabled when tool_choice forces tool use.`: mastra-ai/mastra#7507; `Thinking mode does not support this tool_choice`: recorded traffic of 0xPlaygrounds/rig@b75850e899 (deepseek); `The tool_choice parameter does not support being set to required or object in thinking mode` (Qwen): cloudwego/eino#994; read 2026-11-28",
  }),
];

const schemas: readonly Rule[] = [
  cause("schema-keyword", "schema-keyword", {
    words: schemaRefusal,
    text: "The model returned the following errors: output_config.format.schema: For 'array' type, property 'maxItems' is not supported",
    source:
      "vercel/ai#17197; `input_schema does not support oneOf, allOf, or anyOf at the top level`: anthropics/claude-code#5319; `Invalid schema for response_format '…': In context=(), 'additionalProperties' is required to be supplied and to be false.`: dottxt-ai/outlines#844; `Invalid schema for function 'update-event': schema must have type 'object' and not have 'oneOf'/'anyOf'/'allOf'/'enum'/'not' at the top level.`: nspady/google-calendar-mcp#39; `tools.function.parameters is not a valid moonshot flavored json schema, details: <At path 'root': when using anyOf, type should be defined in anyOf items instead of the parent schema>`: MoonshotAI/kimi-code#2661; read 2026-11-28",
    hint: "Leave {keyword} out of the schema for this target, or describe the limit in words.",
  }),
];

/** Refusals of a request whose words name the cause, whatever service sends them. */
export const causeRules: readonly Rule[] = [...limits, ...roles, ...reasoning, ...schemas];

function cause(id: string, kind: FailureKind, quoted: Quoted): Rule {
  const types = [...refusedRequest.types, "unsupported_parameter", "unsupported_value"];
  const admits = { types, statuses: refusedRequest.statuses };
  return rule(`cause-${id}`, kind, { admits, status: 400, ...quoted });
}
