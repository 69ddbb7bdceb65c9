import type { FailureKind } from "../../chat/failure.js";
import { type Rule, rule } from "./classify-rule.js";

/** The kinds that follow from the status alone, when neither a type nor the message says more. */
export const statusRules: readonly Rule[] = [
  byStatus([401], "credentials", {
    text: "Missing Authentication header",
    source: "recorded traffic of crmne/ruby_llm@fb5a49bf04",
  }),
  byStatus([403], "model-access", {
    text: "Your account is not authorized to invoke this API operation.",
    source: "Bedrock text",
  }),
  byStatus([404], "model-not-found", { text: "The model does not exist.", source: "HTTP" }),
  byStatus([408], "timeout", { text: "Request timed out", source: "OpenRouter error table (408)" }),
  byStatus([429], "throttled", {
    text: "Rate limit exceeded: free-models-per-min. ",
    source: "recorded traffic of social-growth-studio/req_llm@f722d38fac",
  }),
  byStatus([413], "context-overflow", { text: "Request Entity Too Large", source: "HTTP" }),
  byStatus(range(500, 599), "unavailable", {
    text: "<html><head><title>502 Bad Gateway</title></head></html>",
    source: "an HTML body instead of JSON; OpenRouter error table (502, 503)",
    shown: 502,
  }),
  byStatus(range(300, 399), "protocol", { text: "Moved Permanently", source: "HTTP: redirects are not followed" }),
  byStatus(range(400, 499), "invalid-request", {
    text: "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array instead.",
    source: "recorded traffic of envoyproxy/ai-gateway@c217da8a53",
  }),
];

type Example = {
  readonly text: string;
  readonly source: string;
  /** The status of the example; default: the first. */
  readonly shown?: number;
};

function byStatus(statuses: readonly number[], kind: FailureKind, { text, source, shown }: Example): Rule {
  const status = shown ?? statuses[0] ?? 0;
  return rule(`status-${status}`, kind, { admits: { types: [], statuses }, words: null, status, text, source });
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, offset) => from + offset);
}
