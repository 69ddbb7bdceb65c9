import type { FailureKind } from "../../chat/failure.js";
import { type Rule, rule } from "./classify-rule.js";

/** What is known from the status alone, when neither a type nor words said more. */
export const statusRules: readonly Rule[] = [
  byStatus([401], "credentials", "Missing Authentication header", "recorded traffic of crmne/ruby_llm@fb5a49bf04"),
  byStatus([403], "model-access", "Your account is not authorized to invoke this API operation.", "Bedrock text"),
  byStatus([404], "model-not-found", "The model does not exist.", "HTTP"),
  byStatus([408], "timeout", "Request timed out", "OpenRouter error table (408)"),
  byStatus([424], "model-error", "failed dependency", "Bedrock uses 424 for a model's own error"),
  byStatus(
    [429],
    "throttled",
    "Rate limit exceeded: free-models-per-min. ",
    "recorded traffic of social-growth-studio/req_llm@f722d38fac",
  ),
  byStatus([413], "context-overflow", "Request Entity Too Large", "HTTP"),
  byStatus(
    range(500, 599),
    "unavailable",
    "<html><head><title>502 Bad Gateway</title></head></html>",
    "an HTML body instead of JSON; OpenRouter error table (502, 503)",
    502,
  ),
  byStatus(range(300, 399), "protocol", "Moved Permanently", "HTTP: redirects are not followed"),
  byStatus(
    range(400, 499),
    "invalid-request",
    "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array instead.",
    "recorded traffic of envoyproxy/ai-gateway@c217da8a53",
  ),
];

function byStatus(statuses: readonly number[], kind: FailureKind, text: string, source: string, status?: number): Rule {
  const shown = status ?? statuses[0] ?? 0;
  return rule(`status-${shown}`, kind, { types: [], statuses }, null, { status: shown, text, source });
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, offset) => from + offset);
}
