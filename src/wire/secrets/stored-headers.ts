import type { WireHeaders } from "../exchange.js";

/** Headers that are evidence and cannot carry a secret. All others stay out of files. */
const storedNames: ReadonlySet<string> = new Set([
  "accept",
  "anthropic-beta",
  "cf-ray",
  "content-type",
  "date",
  "openai-model",
  "openai-processing-ms",
  "openai-version",
  "request-id",
  "retry-after",
  "retry-after-ms",
  "x-amz-target",
  "x-amzn-errortype",
  "x-amzn-requestid",
  "x-anthropic-beta",
  "x-generation-id",
  "x-request-id",
]);
const storedPrefixes: readonly string[] = ["x-amzn-bedrock-", "x-ratelimit-"];

/** Headers with credentials. This program never stores one, so a recording that has one is refused. */
const secretNames =
  /^(?:authorization|proxy-authorization|cookie|set-cookie|x-amz-security-token|(?:x-)?(?:[a-z]+-)*(?:api-?key|auth-token|access-token))$/;

/**
 * The headers that may be stored, names in lower case. Leaves out credentials, and `content-encoding`, `content-length`
 * and `transfer-encoding`, because the stored body is the decoded one.
 */
export function storedHeaders(headers: WireHeaders): WireHeaders {
  return headers.map(([name, value]) => [name.toLowerCase(), value] as const).filter(([name]) => isStoredHeader(name));
}

/** True for a header that may be stored. `name` in lower case. None of these headers is a credential. */
export function isStoredHeader(name: string): boolean {
  return storedNames.has(name) || storedPrefixes.some((prefix) => name.startsWith(prefix));
}

/** True for a header with credentials: `authorization`, cookies, API keys, session tokens. `name` in any case. */
export function isSecretHeader(name: string): boolean {
  return secretNames.test(name.toLowerCase());
}
