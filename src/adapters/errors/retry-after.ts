import { headerOf, type WireHeaders } from "../../wire/exchange.js";

/** The longest wait that is honoured, whatever the service asks for: one hour. */
const capMs = 3_600_000;

/**
 * How long a response asks the client to wait, in milliseconds, at most an hour; null when it gives no usable value.
 * Reads `retry-after-ms`, then `retry-after` in seconds or as an HTTP date. A date counts from the response's own
 * `date` header, so that our clock does not matter; without that header it is ignored.
 */
export function retryAfterMs(headers: WireHeaders): number | null {
  const exact = milliseconds(headerOf(headers, "retry-after-ms"), 1);
  return exact ?? milliseconds(headerOf(headers, "retry-after"), 1000) ?? untilDate(headers);
}

function milliseconds(value: string | null, unitMs: number): number | null {
  if (value === null || !/^\d+(?:\.\d+)?$/.test(value.trim())) return null;
  return Math.min(Math.ceil(Number(value) * unitMs), capMs);
}

function untilDate(headers: WireHeaders): number | null {
  const until = httpDate(headerOf(headers, "retry-after"));
  const now = httpDate(headerOf(headers, "date"));
  if (until === null || now === null) return null;
  return Math.min(Math.max(until - now, 0), capMs);
}

/** Accepts only the form `Tue, 07 Oct 2025 13:56:21 GMT`: `Date.parse` alone also accepts garbage such as `-5`. */
function httpDate(value: string | null): number | null {
  if (value === null || !/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(value.trim()))
    return null;
  const time = Date.parse(value);
  return Number.isNaN(time) ? null : time;
}
