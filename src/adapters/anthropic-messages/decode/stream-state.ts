import type { ChatEvent } from "../../../chat/event.js";
import type { ChatFailure } from "../../../chat/failure.js";
import type { Aliases } from "../../adapter.js";
import { restoreAliases } from "../../bedrock-converse/decode/restore-aliases.js";
import {
  freshState,
  note,
  type Draft as ReplyDraft,
  type StreamState as ReplyState,
  stepWith as stepReply,
} from "../../draft/stream-state.js";

/** All state that the decoder keeps between two events. Plain data. */
export type StreamState = {
  readonly status: number | null;
  readonly requestId: string | null;
  readonly aliases: Aliases;
  /** True for a model that signs its reasoning: a block without its signature is noted. */
  readonly signs: boolean;
  readonly reply: ReplyState;
  /** True once any event has arrived. */
  readonly begun: boolean;
  /** True once `reply-end` or `reply-failed` is emitted: no event follows. */
  readonly ended: boolean;
  /** The `input` that each call began with, as text, by the key of its block. */
  readonly inputs: ReadonlyMap<string, string>;
  /** Whether the events so far had names; null: none has come. */
  readonly named: boolean | null;
  readonly comments: number;
  readonly comment: string | null;
  /** The lines that belong to no event, as far as they are kept. */
  readonly bare: string;
};

/** The next state and the events of one step. */
export type Step = { readonly state: StreamState; readonly events: readonly ChatEvent[] };

/** The state before the first event. `signs`: default false. */
export function startState({
  status,
  requestId,
  aliases,
  signs = false,
}: Pick<StreamState, "status" | "requestId" | "aliases"> & { readonly signs?: boolean }): StreamState {
  return {
    status,
    requestId,
    aliases,
    signs,
    reply: freshState,
    begun: false,
    ended: false,
    inputs: new Map(),
    named: null,
    comments: 0,
    comment: null,
    bare: "",
  };
}

/** Runs `read` on a draft of the reply; what it emits has the names and ids that the caller knows. */
export function readInto(state: StreamState, read: (draft: ReplyDraft) => void): Step {
  const { state: reply, events } = stepReply(state.reply, read);
  const { toolCallIds, toolNames } = state.aliases;
  const isPlain = toolCallIds.size + toolNames.size === 0;
  return {
    state: reply === state.reply ? state : { ...state, reply },
    events: isPlain ? events : events.map((event) => restoreAliases(event, state.aliases)),
  };
}

/** A step that only notes something, once for each id. */
export function noteStep(state: StreamState, id: string, message: string): Step {
  return readInto(state, (draft) => note(draft, id, message));
}

/** One step after another. */
export function andThen({ state, events }: Step, next: (state: StreamState) => Step): Step {
  const step = next(state);
  return events.length === 0 ? step : { state: step.state, events: [...events, ...step.events] };
}

/** The members that every failure of a reply's body has. */
export function contextOf({ status, requestId, reply }: StreamState) {
  return { afterFinish: reply.terminal, status, requestId };
}

/** The last event of a reply that failed. */
export function failStep(state: StreamState, failure: ChatFailure): Step {
  return { state: { ...state, ended: true }, events: [{ kind: "reply-failed", failure }] };
}
