import { headerOf, type WireHeaders } from "../../wire/exchange.js";

/** No service is waited for longer than this, whatever it asks: one hour. */
const capMs = 3_600_000;

/**
 * How long a response asks to wait, in milliseconds, at most an hour; null: it does not say, or says nothing usable.
 * Reads `retry-after-ms`, then `retry-after` in seconds or as an HTTP date. A date counts from the response's own
 * `date` header, so that no clock of ours is needed; without that header it says nothing.
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

/** Only the form `Tue, 07 Oct 2025 13:56:21 GMT`: `Date.parse` alone would also read rubbish such as `-5`. */
function httpDate(value: string | null): number | null {
  if (value === null || !/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(value.trim()))
    return null;
  const time = Date.parse(value);
  return Number.isNaN(time) ? null : time;
}
