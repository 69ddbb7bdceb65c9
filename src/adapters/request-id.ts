import { headerOf, type WireHeaders } from "../wire/exchange.js";

/**
 * The id under which the provider can find a request: `x-amzn-requestid` (AWS), `x-request-id` (OpenAI and many),
 * `request-id` (Anthropic, API errors, read 2026-11-29), `x-generation-id` (OpenRouter docs, streaming, read 2026-08); null when the
 * response has none of them.
 */
export function requestIdOf(headers: WireHeaders): string | null {
  for (const name of ["x-amzn-requestid", "x-request-id", "request-id", "x-generation-id"]) {
    const value = headerOf(headers, name);
    if (value !== null && value !== "") return value;
  }
  return null;
}

/** The id that the body of an error states beside it (Anthropic's `request_id`); null: none. */
export function requestIdIn(body: string | null): string | null {
  return /"request_id"\s*:\s*"([^"]{1,200})"/.exec(body?.slice(-4096) ?? "")?.[1] ?? null;
}
