import type { WireHeaders } from "../exchange.js";

/** Headers that are evidence and cannot carry a secret. All others stay out of files. */
const storedNames: ReadonlySet<string> = new Set([
  "accept",
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
  "x-generation-id",
  "x-request-id",
]);
const storedPrefixes: readonly string[] = ["x-amzn-bedrock-", "x-ratelimit-"];

/** Headers by which someone proves who they are: a recording that holds one was not made by our rules. */
const secretNames =
  /^(?:authorization|proxy-authorization|cookie|set-cookie|x-amz-security-token|(?:x-)?(?:[a-z]+-)*(?:api-?key|auth-token|access-token))$/;

/**
 * The headers that a file may hold, names in lower case. Not among them, besides everything that proves who asked:
 * `content-encoding`, `content-length` and `transfer-encoding`, since a stored body is the decoded one.
 */
export function storedHeaders(headers: WireHeaders): WireHeaders {
  return headers.map(([name, value]) => [name.toLowerCase(), value] as const).filter(([name]) => isStoredHeader(name));
}

/** True for a header that a file may hold, its name in lower case. None of them is a secret one. */
export function isStoredHeader(name: string): boolean {
  return storedNames.has(name) || storedPrefixes.some((prefix) => name.startsWith(prefix));
}

/** True for a header that must not be in any file: `authorization`, cookies, API keys, session tokens. */
export function isSecretHeader(name: string): boolean {
  return secretNames.test(name.toLowerCase());
}
