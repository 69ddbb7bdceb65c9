import type { ChatFailure } from "./failure.js";
import type { JsonValue } from "./json.js";
import type { AssistantPart } from "./message.js";

/** Why the model stopped, in one vocabulary; `finish-words.ts` has the words. {@link Finish.raw} keeps the provider's own. */
export type FinishKind =
  | "stop" // end of turn, stop sequence
  | "tool-calls"
  | "length" // token limit, context window exceeded
  | "content-filter" // filter, guardrail, refusal
  | "error" // generation failed, was broken off by the provider, or gave a malformed call or output
  | "other"; // a word we do not know

/**
 * `raw` is the provider's word; null: it sent none. `nativeRaw` is the upstream's word where a gateway echoes it; `kind` is the
 * upstream's where it names a limit, a filter or a failure and the gateway only says that the reply ended.
 */
export type Finish = {
  readonly kind: FinishKind;
  readonly raw: string | null;
  readonly nativeRaw: string | null;
  /** The stop sequence that was hit, where the API reports it; else null. */
  readonly stopSequence: string | null;
};

/**
 * Token counts as reported; null: not reported, which is not zero. `inputTokens` is the whole prompt, cached tokens
 * included (added where the API reports them separately). `raw` is the provider's own object.
 */
export type Usage = {
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly totalTokens: number | null;
  readonly reasoningTokens: number | null;
  readonly cacheReadTokens: number | null;
  readonly cacheWriteTokens: number | null;
  /** In US dollars, where the provider reports it (OpenRouter `usage.cost`); else null. */
  readonly costUsd: number | null;
  readonly raw: JsonValue;
};

/** Something that an adapter could not carry over, or changed. `field` is a path such as `messages[2].parts[0]`. */
export type Warning = { readonly id: string; readonly field: string; readonly message: string };

/**
 * An observation on the wire that is not a failure but is evidence: `metadata-missing`, `usage-missing`,
 * `done-missing`, `unknown-event`, `unknown-field`, `event-after-finish`, `finish-repeated`, …
 */
export type Note = { readonly id: string; readonly message: string };

/** A token that was as likely as said: the natural logarithm of its probability. `bytes`: its UTF-8; null: not sent. */
export type TokenAlternative = {
  readonly token: string;
  readonly logprob: number;
  readonly bytes: readonly number[] | null;
};

/** The log probability of a token of a reply, with its likeliest alternatives; null: not sent. */
export type TokenLogprob = TokenAlternative & { readonly alternatives: readonly TokenAlternative[] | null };

/** Something wrong with the form of the log probabilities: not OpenAI's list, an entry without a token, a value that is none, or one above 0. */
export type LogprobsOddity = {
  readonly kind: "other-form" | "no-token" | "no-number" | "above-zero";
  /** The first such entry, as JSON; at most 120 characters. */
  readonly seen: string;
};

/**
 * The log probabilities that came with the text of a reply. `tokens`: how many entries; `text`: their tokens, joined by their bytes. The
 * alternatives to each token: the fewest and the most of an entry; null without an entry.
 */
export type ReplyLogprobs = {
  readonly tokens: number;
  readonly text: string;
  readonly fewestAlternatives: number | null;
  readonly mostAlternatives: number | null;
  readonly oddities: readonly LogprobsOddity[];
};

/**
 * One reply, whole or not, as `fold` builds it from events.
 * `completeness`: `complete` once its terminal event arrived whole and nothing broke after it; `truncated` when the
 * body ended or broke before that; `truncated-after-finish` when it broke in a later event; `failed` for any other
 * failure (see `failure`). A truncated or failed reply keeps the parts that had arrived.
 */
export type Reply = {
  readonly id: string | null;
  /** The model that answered, as the provider reports it; null: not reported. */
  readonly model: string | null;
  /** The upstream that served it, as a gateway reports it (OpenRouter `provider`); null: not reported. */
  readonly upstream: string | null;
  readonly requestId: string | null;
  readonly status: number | null;
  readonly parts: readonly AssistantPart[];
  readonly finish: Finish | null;
  readonly usage: Usage | null;
  readonly completeness: "complete" | "truncated" | "truncated-after-finish" | "failed";
  readonly failure: ChatFailure | null;
  readonly warnings: readonly Warning[];
  readonly notes: readonly Note[];
  /** In how many non-empty pieces the visible text arrived; null: not counted (transcripts from before 2026-11-21). */
  readonly textPieces: number | null;
  /** Null: none came. */
  readonly logprobs: ReplyLogprobs | null;
};
