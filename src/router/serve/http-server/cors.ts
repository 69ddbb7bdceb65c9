import type { IncomingMessage } from "node:http";

const exposedHeaders = [
  ...[
    "x-request-id",
    "request-id",
    "x-llm-parity-model",
    "x-llm-parity-reason",
    "x-llm-parity-attempts",
    "x-llm-parity-warnings",
  ],
  ...["x-llm-parity-cost-usd", "retry-after", "x-should-retry"],
].join(", ");

/**
 * Adds what a page from an allowed origin needs to the headers of an answer. True: the request is such a page's preflight, which
 * browsers send without the key. It may name any headers, since it is the origin that is trusted: OpenAI's SDK sends a dozen of its own.
 */
export function addCorsHeaders(
  { headers, method }: IncomingMessage,
  added: string[],
  allowed: readonly string[],
): boolean {
  const { origin } = headers;
  if (origin === undefined || !allowed.includes(origin)) return false;
  const asked = headers["access-control-request-headers"] ?? "";
  const named = /^[\w-]+(?:\s*,\s*[\w-]+)*$/.test(asked) ? asked : "authorization, content-type";
  added.push("access-control-allow-origin", origin, "access-control-allow-headers", named);
  added.push("access-control-expose-headers", exposedHeaders, "vary", "origin");
  return method === "OPTIONS" && headers["access-control-request-method"] !== undefined;
}
