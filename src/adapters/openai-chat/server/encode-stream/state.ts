import type { JsonObject } from "../../../../chat/json.js";
import type { Finish, Usage, Warning } from "../../../../chat/reply.js";
import type { ErrorContext } from "../encode-error/row.js";
import type { EncodedError } from "../encode-error.js";
import type { ReplyIdentity } from "../encode-reply/identity.js";

/** A tool call of which the client knows everything, or nothing yet: `announced` says which. */
export type OpenCall = {
  readonly part: number;
  readonly index: number;
  readonly id: string | null;
  readonly name: string | null;
  readonly announced: boolean;
  /** Arguments that wait for the announcement; after it, whether any were sent is all that counts. */
  readonly argumentsText: string;
};

/** A reasoning part that has not ended: its text is kept, since a signature comes after what it signs. */
export type OpenReasoning = {
  readonly part: number;
  readonly text: string | null;
  readonly signature: string | null;
  readonly redacted: string | null;
};

/** All that writing a stream has to remember between two events. Plain data. */
export type EncodeStreamState = {
  readonly identity: ReplyIdentity;
  readonly includeUsage: boolean;
  /** What an error may say about whom was asked. */
  readonly asked: ErrorContext;
  /** The provider's id of the reply, null: it has said none. Of no effect once a chunk was made. */
  readonly id: string | null;
  readonly upstream: string | null;
  /** What every chunk repeats; null: none was made. */
  readonly head: JsonObject | null;
  readonly ended: boolean;
  readonly calls: readonly OpenCall[];
  readonly functionCalled: boolean;
  readonly reasoning: readonly OpenReasoning[];
  /** How many reasoning details were made here. */
  readonly details: number;
  readonly textBegan: boolean;
  readonly textSent: boolean;
  /** The event of a text before and after it; null: none was made. */
  readonly textFrame: readonly [before: string, after: string] | null;
  readonly finish: Finish | null;
  readonly usage: Usage | null;
};

/**
 * What a step has the server do. `chunk`: send it. `refusal`: nothing was sent, so answer with this status. `error`: it
 * failed after something was sent, so send this as an event. `done`: the stream is over.
 */
export type StreamItem =
  | { readonly kind: "chunk"; readonly chunk: JsonObject }
  | { readonly kind: "error"; readonly error: EncodedError }
  | { readonly kind: "refusal"; readonly error: EncodedError }
  | { readonly kind: "done" };

/** A copy of the state to be changed freely, with what the changes gave. */
export type Draft = { -readonly [Name in keyof EncodeStreamState]: EncodeStreamState[Name] } & {
  items: StreamItem[];
  warnings: Warning[];
};

/** For a server that keeps one draft for the whole stream: the copy costs as much as writing a short chunk. */
export function draftOf(state: EncodeStreamState): Draft {
  return {
    identity: state.identity,
    includeUsage: state.includeUsage,
    asked: state.asked,
    id: state.id,
    upstream: state.upstream,
    head: state.head,
    ended: state.ended,
    calls: state.calls,
    functionCalled: state.functionCalled,
    reasoning: state.reasoning,
    details: state.details,
    textBegan: state.textBegan,
    textSent: state.textSent,
    textFrame: state.textFrame,
    finish: state.finish,
    usage: state.usage,
    items: [],
    warnings: [],
  };
}

/** Begins a stream. `includeUsage` is the request's `stream_options.include_usage`. */
export function startEncodeStream(options: {
  readonly identity: ReplyIdentity;
  readonly includeUsage: boolean;
  readonly asked: ErrorContext;
}): EncodeStreamState {
  return {
    identity: options.identity,
    includeUsage: options.includeUsage,
    asked: options.asked,
    id: null,
    upstream: null,
    head: null,
    ended: false,
    calls: [],
    functionCalled: false,
    reasoning: [],
    details: 0,
    textBegan: false,
    textSent: false,
    textFrame: null,
    finish: null,
    usage: null,
  };
}
