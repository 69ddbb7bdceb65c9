import type { FailureKind } from "../../chat/failure.js";
import { type Quoted, type Rule, refusedRequest, rule } from "./classify-rule.js";

const table = "platform.claude.com: API errors, and @anthropic-ai/sdk 1.14.0 (resources/shared)";

/** What Anthropic's own types say. Inside a stream, no status says it. */
const types: readonly Rule[] = [
  rule("anthropic-billing", "quota", {
    admits: { types: ["billing_error"], statuses: [] },
    words: null,
    type: "billing_error",
    status: 402,
    text: "There's an issue with your billing or payment information.",
    source: table,
  }),
  rule("anthropic-permission", "model-access", {
    admits: { types: ["permission_error"], statuses: [403] },
    words: /does not have permission|permission to use/i,
    type: "permission_error",
    status: 403,
    text: "Your API key does not have permission to use the specified resource.",
    source: table,
  }),
  rule("anthropic-model", "model-not-found", {
    admits: { types: ["not_found_error"], statuses: [404] },
    words: /^model: /i,
    type: "not_found_error",
    status: 404,
    text: "model: claude-nonexistent-rig-test",
    source: "recorded traffic of 0xPlaygrounds/rig@b75850e899 (anthropic)",
  }),
  rule("anthropic-too-large", "context-overflow", {
    admits: { types: ["request_too_large"], statuses: [] },
    words: null,
    type: "request_too_large",
    status: 413,
    text: "Request exceeds the maximum allowed number of bytes.",
    source: table,
  }),
  rule("anthropic-internal", "unavailable", {
    admits: { types: ["api_error"], statuses: [500] },
    words: null,
    type: "api_error",
    status: 500,
    text: "Internal server error",
    source: table,
  }),
  rule("anthropic-timeout", "timeout", {
    admits: { types: ["timeout_error"], statuses: [] },
    words: null,
    type: "timeout_error",
    status: 504,
    text: "Request timed out. Try again.",
    source: table,
  }),
];

const refusals: readonly Rule[] = [
  refusal("credit", "quota", {
    words: /credit balance is too low/i,
    text: "Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.",
    source: "anthropics/claude-code#66314 (2026-06-08)",
    hint: "Add credits to the account in the console's billing page.",
  }),
  refusal("output-blocked", "content-filter", {
    words: /Output blocked by content filtering policy/i,
    text: "Output blocked by content filtering policy",
    source: "anthropics/claude-code#37547 (2026-03-22); inside a stream: #55789 (2026-05-03)",
  }),
  refusal("call-unanswered", "invalid-history", {
    words: /[`']?tool_use[`']? ids were found without [`']?tool_result[`']? blocks/i,
    text: "messages.167: `tool_use` ids were found without `tool_result` blocks immediately after: toolu_019P95AL5DFCUyhtgQDcWJ3x. Each `tool_use` block must have a corresponding `tool_result` block in the next message.",
    source: "anthropics/claude-code#8210 (2025-09-26)",
  }),
  refusal("result-unasked", "invalid-history", {
    words: /unexpected [`']?tool_use_id[`']? found in/i,
    text: "messages.48.content.1: unexpected `tool_use_id` found in `tool_result` blocks: toolu_019ETtGZEhTBXgWPVsdVnXMh. Each `tool_result` block must have a corresponding `tool_use` block in the previous message.",
    source: "anthropics/claude-code#13460 (2025-12-09)",
  }),
  refusal("content-empty", "invalid-history", {
    words: /all messages must have non-empty content/i,
    text: "messages.0: all messages must have non-empty content except for the optional final assistant message",
    source: "anthropics/claude-code#6774 (2025-08-28)",
  }),
  refusal("extra-member", "parameter-unsupported", {
    words: /: Extra inputs are not permitted/i,
    text: "context_management: Extra inputs are not permitted",
    source: "anthropics/claude-code#14135 (2025-12-16); on Vertex AI: #21612 (2026-02-24)",
    hint: "The service does not take the member that the message names: leave it out, or send the beta that it belongs to.",
  }),
  refusal("effort", "parameter-unsupported", {
    words: /does not support (?:the )?effort/i,
    text: "This model does not support effort level 'xhigh'. Supported levels: high, low, max, medium.",
    source: "recorded traffic of pydantic/pydantic-ai@4fda38988f (anthropic)",
  }),
  refusal("schema-limits", "invalid-request", {
    words: /^Too many strict tools|^Schemas? (?:contains? too many|is too complex)/i,
    text: "Too many strict tools (21). The maximum number of strict tools supported is 20. Try reducing the number of tools marked as strict.",
    source: "recorded traffic of 0xPlaygrounds/rig@b75850e899 (anthropic, strict_schema_limits)",
    hint: "The service compiles strict schemas and limits their number, optional and union parameters: send fewer, or without strict.",
  }),
];

/** The errors of Anthropic, and of services that pass its requests on. */
export const anthropicRules: readonly Rule[] = [...types, ...refusals];

function refusal(id: string, kind: FailureKind, quoted: Quoted): Rule {
  const type = "invalid_request_error";
  return rule(`anthropic-${id}`, kind, { admits: refusedRequest, type, status: 400, ...quoted });
}
