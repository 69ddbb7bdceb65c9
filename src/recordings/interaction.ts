import type { ExchangeEnd, RecordedExchange, WireHeaders, WireRequest } from "../wire/exchange.js";
import type { FormatId } from "./format-ids.js";

/** What a recording no longer holds of the exchange that it is of. */
export const losses = [
  "request", // no request at all
  "request-body",
  "host", // only the path of the URL
  "method",
  "status",
  "response-headers",
  "wire-text", // the body was parsed and is written again: spacing and escapes are ours
  "key-order",
  "frames", // the framing of a stream (SSE lines, event-stream frames) is ours
  "chunk-boundaries",
  "arrival-times",
  "content-encoding", // was compressed on the wire, is stored plain
] as const;
export type Loss = (typeof losses)[number];

/**
 * One HTTP exchange as somebody's recording tells it, in our words and not yet read by any adapter. Bodies are free
 * of any `content-encoding`. What the recording does not say is null, and is listed in `losses`.
 */
export type Interaction = {
  /** The recording's file, as it was given. */
  readonly file: string;
  readonly format: FormatId;
  /** Its place in that file, from 0. */
  readonly interaction: number;
  /** null: not recorded. `url` is absolute, or only the path where the host was lost. */
  readonly request: WireRequest | null;
  /** null: no response was recorded. */
  readonly response: { readonly status: number | null; readonly headers: WireHeaders } | null;
  /** Arrival in milliseconds since the request; null: not recorded. */
  readonly chunks: readonly (readonly [arrivalMs: number | null, bytes: Uint8Array])[];
  readonly end: ExchangeEnd;
  readonly error: RecordedExchange["error"];
  /** ISO 8601, UTC; null: not recorded. */
  readonly recordedAt: string | null;
  /** For our own authored fixtures: the document that they follow; null: somebody recorded it. */
  readonly after: string | null;
  /** In the order of {@link losses}. */
  readonly losses: readonly Loss[];
  /** Oddities of this recording that a reader should know, each a sentence: a content-length that lies, a scrubbed URL. */
  readonly notes: readonly string[];
};
