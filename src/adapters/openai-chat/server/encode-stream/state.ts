import type { JsonObject } from "../../../../chat/json.js";
import type { Finish, TokenLogprob, Usage, Warning } from "../../../../chat/reply.js";
import type { ErrorContext } from "../encode-error/row.js";
import type { EncodedError } from "../encode-error.js";
import type { ReplyIdentity } from "../encode-reply/identity.js";

/** A tool call. Until it is `announced` the client knows nothing of it; after that it knows the id and the name. */
export type OpenCall = {
  readonly part: number;
  readonly index: number;
  readonly id: string | null;
  readonly name: string | null;
  readonly announced: boolean;
  /** The arguments held for the announcement. After it, only whether any were sent matters. */
  readonly argumentsText: string;
};

/** A reasoning part that has not ended. Its text is kept, because a signature arrives after the text that it signs. */
export type OpenReasoning = {
  readonly part: number;
  readonly text: string | null;
  readonly signature: string | null;
  readonly redacted: string | null;
};

/** All state that the encoder keeps between two events. Plain data. */
export type EncodeStreamState = {
  readonly identity: ReplyIdentity;
  readonly includeUsage: boolean;
  /** What an error may reveal about the model and its service. */
  readonly asked: ErrorContext;
  /** The provider's id of the reply; null: it has sent none. Without effect after the first chunk. */
  readonly id: string | null;
  readonly upstream: string | null;
  /** The members that every chunk repeats; null before the first chunk. */
  readonly head: JsonObject | null;
  /** The head as text, up to its closing brace; null before it was needed. */
  readonly headText: string | null;
  readonly ended: boolean;
  readonly calls: readonly OpenCall[];
  readonly functionCalled: boolean;
  readonly reasoning: readonly OpenReasoning[];
  /** How many reasoning details this encoder has made. */
  readonly details: number;
  readonly textStarted: boolean;
  readonly textSent: boolean;
  /** A text event, split into what comes before and after the text; null before the first one. */
  readonly textFrame: readonly [before: string, after: string] | null;
  readonly asksLogprobs: boolean;
  /** They were asked for, and neither they nor a word about them has come. */
  readonly awaitsLogprobs: boolean;
  /** Log probabilities whose text has not come. */
  readonly tokens: readonly TokenLogprob[];
  readonly finish: Finish | null;
  readonly usage: Usage | null;
};

/**
 * An instruction to the server. `chunk`: send it. `refusal`: nothing was sent, so answer with this status. `error`: the
 * reply failed after something was sent, so send this as an event. `done`: the stream is over.
 */
export type StreamItem =
  | { readonly kind: "chunk"; readonly chunk: JsonObject }
  | { readonly kind: "error"; readonly error: EncodedError }
  | { readonly kind: "refusal"; readonly error: EncodedError }
  | { readonly kind: "done" };

/** A mutable copy of the state, with the items and warnings of its changes. */
export type Draft = { -readonly [Name in keyof EncodeStreamState]: EncodeStreamState[Name] } & {
  items: StreamItem[];
  warnings: Warning[];
};

/** A draft of the state. A server that keeps one for the whole stream saves copies, which cost as much as a short chunk. */
export function draftOf(state: EncodeStreamState): Draft {
  return {
    identity: state.identity,
    includeUsage: state.includeUsage,
    asked: state.asked,
    id: state.id,
    upstream: state.upstream,
    head: state.head,
    headText: state.headText,
    ended: state.ended,
    calls: state.calls,
    functionCalled: state.functionCalled,
    reasoning: state.reasoning,
    details: state.details,
    textStarted: state.textStarted,
    textSent: state.textSent,
    textFrame: state.textFrame,
    asksLogprobs: state.asksLogprobs,
    awaitsLogprobs: state.awaitsLogprobs,
    tokens: state.tokens,
    finish: state.finish,
    usage: state.usage,
    items: [],
    warnings: [],
  };
}

/** The state before the first event. `includeUsage` is the request's `stream_options.include_usage`, `asksLogprobs` its `logprobs` (default: false). */
export function startEncodeStream(options: {
  readonly identity: ReplyIdentity;
  readonly includeUsage: boolean;
  readonly asksLogprobs?: boolean;
  readonly asked: ErrorContext;
}): EncodeStreamState {
  return {
    identity: options.identity,
    includeUsage: options.includeUsage,
    asked: options.asked,
    id: null,
    upstream: null,
    head: null,
    headText: null,
    ended: false,
    calls: [],
    functionCalled: false,
    reasoning: [],
    details: 0,
    textStarted: false,
    textSent: false,
    textFrame: null,
    asksLogprobs: options.asksLogprobs ?? false,
    awaitsLogprobs: options.asksLogprobs ?? false,
    tokens: [],
    finish: null,
    usage: null,
  };
}
