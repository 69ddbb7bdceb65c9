import type { ChatFailure } from "./failure.js";
import type { JsonValue } from "./json.js";
import type { Finish, Note, Usage, Warning } from "./reply.js";
import type { StopSignal } from "./stop-signal.js";

/**
 * One thing that happened while a reply came in. `part` numbers the parts of the reply in the order in which they
 * began (dense, from 0): deltas of different parts may interleave. A unary reply is the same events in one burst.
 *
 * Order: any number of `warning`, then `reply-start` (absent when nothing came), then the rest, and last exactly one
 * `reply-end` or `reply-failed`.
 */
export type ChatEvent =
  | { readonly kind: "warning"; readonly warning: Warning }
  | { readonly kind: "note"; readonly note: Note }
  | {
      readonly kind: "reply-start";
      readonly status: number | null;
      readonly requestId: string | null;
    }
  /** Facts that the provider states about the reply; null members say nothing and overwrite nothing. */
  | {
      readonly kind: "reply-info";
      readonly id: string | null;
      readonly model: string | null;
      readonly upstream: string | null;
    }
  | { readonly kind: "text-start"; readonly part: number }
  | { readonly kind: "text-delta"; readonly part: number; readonly text: string }
  | { readonly kind: "reasoning-start"; readonly part: number; readonly field: string | null }
  | { readonly kind: "reasoning-delta"; readonly part: number; readonly text: string }
  | { readonly kind: "reasoning-signature"; readonly part: number; readonly signature: string }
  | { readonly kind: "reasoning-redacted"; readonly part: number; readonly redacted: string }
  | { readonly kind: "reasoning-details"; readonly part: number; readonly details: readonly JsonValue[] }
  | {
      readonly kind: "tool-call-start";
      readonly part: number;
      readonly id: string | null;
      readonly name: string | null;
      /** Arguments that came with the start; null: none did. */
      readonly argumentsText: string | null;
    }
  | { readonly kind: "tool-call-delta"; readonly part: number; readonly argumentsText: string }
  /** An id or name that came after the start (some providers split them over chunks). */
  | {
      readonly kind: "tool-call-info";
      readonly part: number;
      readonly id: string | null;
      readonly name: string | null;
    }
  | { readonly kind: "refusal-start"; readonly part: number }
  | { readonly kind: "refusal-delta"; readonly part: number; readonly text: string }
  | { readonly kind: "other-part"; readonly part: number; readonly raw: JsonValue }
  | { readonly kind: "part-end"; readonly part: number }
  | { readonly kind: "finish"; readonly finish: Finish }
  | { readonly kind: "usage"; readonly usage: Usage }
  | { readonly kind: "reply-end" }
  | { readonly kind: "reply-failed"; readonly failure: ChatFailure };

/**
 * Events as they come. `ready` hands out one that is there already; null: none is, and `next` waits for it. Waiting for each
 * event of a burst costs more than reading it.
 */
export type ChatEvents = AsyncIterableIterator<ChatEvent> & { readonly ready: () => ChatEvent | null };

/** Asks a model and yields what comes back. Never throws, never rejects, ends with `reply-end` or `reply-failed`. */
export type Send<Request> = (request: Request, signal: StopSignal) => AsyncIterable<ChatEvent>;
