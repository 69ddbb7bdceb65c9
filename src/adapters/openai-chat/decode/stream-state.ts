import type { ChatEvent } from "../../../chat/event.js";
import type { JsonValue } from "../../../chat/json.js";
import type { Finish, Usage } from "../../../chat/reply.js";
import type { Aliases } from "../../adapter.js";
import type { LogprobsSoFar } from "../../logprobs.js";
import type { OtherChoice } from "../../other-choices.js";
import type { ChunkTemplate } from "./chunk-template.js";

/** A tool call that has started. `index` is the wire's; null when it sent none. */
export type OpenCall = {
  readonly index: number | null;
  readonly part: number;
  readonly id: string | null;
  readonly name: string | null;
  /** The arguments so far; of the call that receives them now, the state has them. */
  readonly argumentsText: string;
};

/** The text, reasoning or refusal part that receives further deltas of its kind. */
export type OpenPart = { readonly kind: "text" | "reasoning" | "refusal"; readonly part: number };

/** The facts about the reply that every chunk repeats; null where no chunk has had one yet. */
export type StreamInfo = {
  readonly id: string | null;
  readonly model: string | null;
  readonly upstream: string | null;
  /** Seconds since 1970. */
  readonly created: number | null;
};

/** All state that the decoder keeps between two chunks. Plain data. */
export type StreamState = {
  readonly status: number | null;
  readonly requestId: string | null;
  readonly aliases: Aliases;
  /** The note to emit when the body has another shape than requested; null when it has the requested one. */
  readonly otherShape: string | null;
  /** Whether `[DONE]` without a finish is a failure. */
  readonly needsFinish: boolean;
  readonly started: boolean;
  /** True once `reply-end` or `reply-failed` is emitted: no event follows. */
  readonly ended: boolean;
  /** The latest facts about the reply; null: none yet. */
  readonly info: StreamInfo | null;
  readonly nextPart: number;
  readonly open: OpenPart | null;
  readonly calls: readonly OpenCall[];
  /** The call that receives arguments now; null: none yet. */
  readonly argumentsPart: number | null;
  readonly argumentsText: string;
  /** Parts that stay open until the reply ends: calls, which may interleave, and reasoning whose details may still grow. */
  readonly stillOpen: readonly number[];
  /** True once empty content has arrived. */
  readonly blankContent: boolean;
  readonly hasText: boolean;
  /** The reasoning part that details belong to; null before there is one. */
  readonly reasoningPart: number | null;
  readonly details: readonly JsonValue[] | null;
  readonly functionCall: { readonly name: string | null; readonly argumentsText: string | null } | null;
  readonly finish: Finish | null;
  readonly finishWords: readonly string[];
  readonly usage: Usage | null;
  /** How the form of the latest usage differs from the API's; null: it does not. */
  readonly usageOddity: string | null;
  /** The choices that are not read. */
  readonly otherChoices: readonly OtherChoice[];
  readonly logprobs: LogprobsSoFar | null;
  readonly done: boolean;
  readonly comments: number;
  readonly comment: string | null;
  /** The lines that belong to no event, as far as they are kept; null: none came. */
  readonly bare: string | null;
  /** Ids of the notes emitted so far, or id and message where each message counts. */
  readonly noted: readonly string[];
  /** The template of the last chunk; null when the chunk had none. */
  readonly template: ChunkTemplate | null;
  /** How many chunks in a row did not match the template. */
  readonly templateMisses: number;
};

/** The state before the first chunk. Default of `otherShape`: null; of `needsFinish`: false. */
export function startState(response: {
  readonly status: number | null;
  readonly requestId: string | null;
  readonly aliases: Aliases;
  readonly otherShape?: string | null;
  readonly needsFinish?: boolean;
}): StreamState {
  return {
    status: response.status,
    requestId: response.requestId,
    aliases: response.aliases,
    otherShape: response.otherShape ?? null,
    needsFinish: response.needsFinish ?? false,
    started: false,
    ended: false,
    info: null,
    nextPart: 0,
    open: null,
    calls: [],
    argumentsPart: null,
    argumentsText: "",
    stillOpen: [],
    blankContent: false,
    hasText: false,
    reasoningPart: null,
    details: null,
    functionCall: null,
    finish: null,
    finishWords: [],
    usage: null,
    usageOddity: null,
    otherChoices: [],
    logprobs: null,
    done: false,
    comments: 0,
    comment: null,
    bare: null,
    noted: [],
    template: null,
    templateMisses: 0,
  };
}

/** A mutable copy of the state, with the events that its changes emit. */
export type Draft = { -readonly [Name in keyof StreamState]: StreamState[Name] } & { events: ChatEvent[] };

/** The next state and the events of one step. */
export type Step = { readonly state: StreamState; readonly events: readonly ChatEvent[] };

/** Runs `change` on a copy of the state, so that the step is pure to its caller. */
export function stepWith(state: StreamState, change: (draft: Draft) => void): Step {
  const draft = draftOf(state);
  change(draft);
  return { state: draft, events: draft.events };
}

/**
 * A draft of the state. A reader that keeps one draft for the whole stream saves a copy for each chunk, which costs as
 * much as reading a short chunk. Copied member by member: a spread of this many members, with one more after it, makes an
 * object whose every later access is a dictionary lookup (Node 20.20, 2026-11).
 */
export function draftOf(state: StreamState): Draft {
  return {
    status: state.status,
    requestId: state.requestId,
    aliases: state.aliases,
    otherShape: state.otherShape,
    needsFinish: state.needsFinish,
    started: state.started,
    ended: state.ended,
    info: state.info,
    nextPart: state.nextPart,
    open: state.open,
    calls: state.calls,
    argumentsPart: state.argumentsPart,
    argumentsText: state.argumentsText,
    stillOpen: state.stillOpen,
    blankContent: state.blankContent,
    hasText: state.hasText,
    reasoningPart: state.reasoningPart,
    details: state.details,
    functionCall: state.functionCall,
    finish: state.finish,
    finishWords: state.finishWords,
    usage: state.usage,
    usageOddity: state.usageOddity,
    otherChoices: state.otherChoices,
    logprobs: state.logprobs,
    done: state.done,
    comments: state.comments,
    comment: state.comment,
    bare: state.bare,
    noted: state.noted,
    template: state.template,
    templateMisses: state.templateMisses,
    events: [],
  };
}

/** Ends the open text, reasoning or refusal part, if there is one. */
export function closePart(draft: Draft): void {
  if (draft.open === null) return;
  const { kind, part } = draft.open;
  draft.open = null;
  if (kind === "reasoning" && draft.details !== null) draft.stillOpen = [...draft.stillOpen, part];
  else draft.events.push({ kind: "part-end", part });
}
