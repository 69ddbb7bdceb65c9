import type { ChatFailure } from "./failure.js";
import type { JsonValue } from "./json.js";
import type { WireMembers } from "./message.js";
import type { Finish, Note, ReplyLogprobs, TokenLogprob, Usage, Warning } from "./reply.js";
import type { StopSignal } from "./stop-signal.js";

/**
 * One event of a reply while it arrives. `part` numbers the parts of the reply in the order in which they began
 * (dense, from 0). Deltas of different parts may interleave. A unary reply is the same events in one burst.
 *
 * Order: any number of `warning`, then `reply-start` (absent when no response arrived), then the rest, and last exactly
 * one `reply-end` or `reply-failed`.
 */
export type ChatEvent =
  | { readonly kind: "warning"; readonly warning: Warning }
  | { readonly kind: "note"; readonly note: Note }
  | {
      readonly kind: "reply-start";
      readonly status: number | null;
      readonly requestId: string | null;
    }
  /** Facts that the provider states about the reply. A null member is not stated and overwrites nothing. */
  | {
      readonly kind: "reply-info";
      readonly id: string | null;
      readonly model: string | null;
      readonly upstream: string | null;
    }
  | { readonly kind: "text-start"; readonly part: number; readonly wire?: WireMembers }
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
      /** Arguments that arrived with the start; null: none. */
      readonly argumentsText: string | null;
      readonly wire?: WireMembers;
    }
  | { readonly kind: "tool-call-delta"; readonly part: number; readonly argumentsText: string }
  /** An id or name that arrived after the start (some providers split them over chunks). */
  | {
      readonly kind: "tool-call-info";
      readonly part: number;
      readonly id: string | null;
      readonly name: string | null;
    }
  | { readonly kind: "refusal-start"; readonly part: number }
  | { readonly kind: "refusal-delta"; readonly part: number; readonly text: string }
  | { readonly kind: "other-part"; readonly part: number; readonly raw: JsonValue }
  /** The part came whole. A failure ends no part: what it cuts off stays open. */
  | { readonly kind: "part-end"; readonly part: number }
  | { readonly kind: "finish"; readonly finish: Finish }
  | { readonly kind: "usage"; readonly usage: Usage }
  /**
   * Log probabilities of tokens, just before the text that came with them. `part`: the text that they belong to; null: none had begun.
   * A reply does not keep them: for checks, `logprobs` sums them up.
   */
  | { readonly kind: "logprobs-piece"; readonly part: number | null; readonly tokens: readonly TokenLogprob[] }
  /** All log probabilities of the reply, once its content is over. */
  | { readonly kind: "logprobs"; readonly logprobs: ReplyLogprobs }
  | { readonly kind: "reply-end" }
  | { readonly kind: "reply-failed"; readonly failure: ChatFailure };

/**
 * Events as they arrive. `ready` returns the next event without waiting; null: none has arrived yet, or the events have
 * ended, and `next` shows which. Awaiting each event of a burst costs more than reading it.
 */
export type ChatEvents = AsyncIterableIterator<ChatEvent> & { readonly ready: () => ChatEvent | null };

/**
 * Sends a request to a model and yields the events of the reply. Never throws and never rejects; the last event is
 * `reply-end` or `reply-failed`.
 */
export type Send<Request> = (request: Request, signal: StopSignal) => AsyncIterable<ChatEvent>;
