import type { ExchangeEnd, RecordedExchange, WireHeaders, WireRequest } from "../wire/exchange.js";
import type { FormatId } from "./format-ids.js";

/** What a recording may have lost of the original exchange. */
export const losses = [
  "request", // no request at all
  "request-body",
  "host", // only the path of the URL
  "method",
  "status",
  "response-headers",
  "wire-text", // the body was parsed and serialised again: spacing and escapes are ours
  "key-order",
  "frames", // the framing of a stream (SSE lines, event-stream frames) is ours
  "chunk-boundaries",
  "arrival-times",
  "content-encoding", // compressed on the wire, stored plain
  "envelope", // only the message: no finish reason, ids or counts
] as const;
export type Loss = (typeof losses)[number];

/**
 * One HTTP exchange from another tool's recording, in our own form, before any adapter reads it. Bodies have no
 * `content-encoding`. Facts missing from the recording are null and listed in `losses`.
 */
export type Interaction = {
  /** The file of the recording, as given. */
  readonly file: string;
  readonly format: FormatId;
  /** Its index in that file, from 0. */
  readonly interaction: number;
  /** null: not recorded. `url` is absolute, or only the path if the host was lost. */
  readonly request: WireRequest | null;
  /** null: no response was recorded. */
  readonly response: { readonly status: number | null; readonly headers: WireHeaders } | null;
  /** Arrival in milliseconds since the request; null: not recorded. */
  readonly chunks: readonly (readonly [arrivalMs: number | null, bytes: Uint8Array])[];
  readonly end: ExchangeEnd;
  readonly error: RecordedExchange["error"];
  /** ISO 8601, UTC; null: not recorded. */
  readonly recordedAt: string | null;
  /** For our own authored fixtures: the document they follow; null: a real recording. */
  readonly after: string | null;
  /** In the order of {@link losses}. */
  readonly losses: readonly Loss[];
  /** Oddities of this recording that a reader should know, one sentence each: a wrong content-length, a scrubbed URL. */
  readonly notes: readonly string[];
  /** Present for a production log or trace, which holds what customers wrote: reports leave its content out. */
  readonly isPrivate?: true;
};
