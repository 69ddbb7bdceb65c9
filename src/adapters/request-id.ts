import { headerOf, type WireHeaders } from "../wire/exchange.js";

/**
 * The id under which the provider can find a request: `x-amzn-requestid` (AWS), `x-request-id` (OpenAI and many),
 * `x-generation-id` (OpenRouter docs, streaming, read 2026-08), `request-id` (Anthropic; recordings of 2025 and 2026); null when the response has none of them.
 */
export function requestIdOf(headers: WireHeaders): string | null {
  for (const name of ["x-amzn-requestid", "x-request-id", "x-generation-id", "request-id"]) {
    const value = headerOf(headers, name);
    if (value !== null && value !== "") return value;
  }
  return null;
}
