import type { ChatEvent } from "../../../chat/event.js";
import type { JsonValue } from "../../../chat/json.js";
import type { Finish, Usage } from "../../../chat/reply.js";
import type { Aliases } from "../../adapter.js";
import type { ChunkTemplate } from "./chunk-template.js";

/** A tool call that began: `index` is the wire's, null when it sent none. */
export type OpenCall = {
  readonly index: number | null;
  readonly part: number;
  readonly id: string | null;
  readonly name: string | null;
};

/** The text, reasoning or refusal part that further deltas of its kind go to. */
export type OpenPart = { readonly kind: "text" | "reasoning" | "refusal"; readonly part: number };

/** What every chunk repeats about the reply. */
export type StreamInfo = {
  readonly id: string | null;
  readonly model: string | null;
  readonly upstream: string | null;
  /** Seconds since 1970. */
  readonly created: number | null;
};

/** All that reading a stream has to remember between two chunks. Plain data. */
export type StreamState = {
  readonly status: number | null;
  readonly requestId: string | null;
  readonly aliases: Aliases;
  /** What is to be noted about the kind of body that came; null: it is the one that was asked for. */
  readonly otherShape: string | null;
  readonly started: boolean;
  /** The terminal event has come, or a failure was told: nothing more is to be told. */
  readonly ended: boolean;
  /** What was last told about the reply; null: nothing yet. */
  readonly info: StreamInfo | null;
  readonly nextPart: number;
  readonly open: OpenPart | null;
  readonly calls: readonly OpenCall[];
  /** Parts that end with the reply: calls, which may interleave, and reasoning whose details may still grow. */
  readonly stillOpen: readonly number[];
  /** An empty content was sent and no text has come yet. */
  readonly blankContent: boolean;
  readonly textSeen: boolean;
  /** The reasoning part that details belong to, null before there is one. */
  readonly reasoningPart: number | null;
  readonly details: readonly JsonValue[] | null;
  readonly functionCall: { readonly name: string | null; readonly argumentsText: string | null } | null;
  readonly finish: Finish | null;
  readonly finishWords: readonly string[];
  readonly usage: Usage | null;
  readonly done: boolean;
  readonly comments: number;
  readonly comment: string | null;
  /** Ids of the notes that are told once. */
  readonly noted: readonly string[];
  /** What the last chunk was but for its piece of text; null: it was none of that kind. */
  readonly template: ChunkTemplate | null;
  /** Chunks in a row that were not the template's. */
  readonly templateMisses: number;
};

export function startState(at: {
  readonly status: number | null;
  readonly requestId: string | null;
  readonly aliases: Aliases;
  readonly otherShape?: string | null;
}): StreamState {
  return {
    status: at.status,
    requestId: at.requestId,
    aliases: at.aliases,
    otherShape: at.otherShape ?? null,
    started: false,
    ended: false,
    info: null,
    nextPart: 0,
    open: null,
    calls: [],
    stillOpen: [],
    blankContent: false,
    textSeen: false,
    reasoningPart: null,
    details: null,
    functionCall: null,
    finish: null,
    finishWords: [],
    usage: null,
    done: false,
    comments: 0,
    comment: null,
    noted: [],
    template: null,
    templateMisses: 0,
  };
}

/** A copy of the state to be changed freely, with the events that the changes told. */
export type Draft = { -readonly [Name in keyof StreamState]: StreamState[Name] } & { events: ChatEvent[] };

export type Step = { readonly state: StreamState; readonly events: readonly ChatEvent[] };

/** Runs `change` on a copy of the state: from outside, a pure function. */
export function stepWith(state: StreamState, change: (draft: Draft) => void): Step {
  const draft = draftOf(state);
  change(draft);
  return { state: draft, events: draft.events };
}

/**
 * For a reader of its own, who keeps one draft for the whole stream: the copy costs as much as reading a short chunk. Member by
 * member: a spread of so many, with one more behind it, is an object that every later access has to look up (Node 20.20, 2026-11).
 */
export function draftOf(state: StreamState): Draft {
  return {
    status: state.status,
    requestId: state.requestId,
    aliases: state.aliases,
    otherShape: state.otherShape,
    started: state.started,
    ended: state.ended,
    info: state.info,
    nextPart: state.nextPart,
    open: state.open,
    calls: state.calls,
    stillOpen: state.stillOpen,
    blankContent: state.blankContent,
    textSeen: state.textSeen,
    reasoningPart: state.reasoningPart,
    details: state.details,
    functionCall: state.functionCall,
    finish: state.finish,
    finishWords: state.finishWords,
    usage: state.usage,
    done: state.done,
    comments: state.comments,
    comment: state.comment,
    noted: state.noted,
    template: state.template,
    templateMisses: state.templateMisses,
    events: [],
  };
}

/** Tells a note, once for each id. */
export function noteOnce(draft: Draft, id: string, message: string): void {
  if (draft.noted.includes(id)) return;
  draft.noted = [...draft.noted, id];
  draft.events.push({ kind: "note", note: { id, message } });
}

export function newPart(draft: Draft): number {
  const part = draft.nextPart;
  draft.nextPart += 1;
  return part;
}

/** Ends the open text, reasoning or refusal part, if there is one. */
export function closePart(draft: Draft): void {
  if (draft.open === null) return;
  const { kind, part } = draft.open;
  draft.open = null;
  if (kind === "reasoning" && draft.details !== null) draft.stillOpen = [...draft.stillOpen, part];
  else draft.events.push({ kind: "part-end", part });
}
