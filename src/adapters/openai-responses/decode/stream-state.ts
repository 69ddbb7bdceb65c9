import type { ChatEvent } from "../../../chat/event.js";
import type { ChatFailure } from "../../../chat/failure.js";
import type { JsonObject } from "../../../chat/json.js";
import type { Aliases } from "../../adapter.js";
import type { LogprobsSoFar } from "../../logprobs.js";
import type { PaddedHole, TextHole } from "../../text-hole.js";

/** A text of an item as far as it has arrived: of one content part or summary part, or the arguments of a call. */
export type TextSoFar = {
  readonly place: TextPlace;
  readonly kind: TextKind;
  /** The part that it belongs to; null: it is compared and not read, since the item shows its reasoning twice. */
  readonly part: number | null;
  readonly text: string;
};

export type TextKind = "text" | "refusal" | "reasoning" | "arguments" | "other";

/** Where a text stands in its item: `content[1]`, `summary[0]`, or `arguments` with index 0. */
export type TextPlace = { readonly list: "content" | "summary" | "arguments"; readonly index: number };

/**
 * The text that grows, while nothing but its pieces arrives: they are kept beside it until another event comes. `type` and `index`: the event's own, by which its next piece is known.
 */
export type GrowingText = {
  readonly item: number;
  readonly text: number;
  readonly place: TextPlace;
  readonly index: number;
  readonly type: string;
  readonly kind: "text-delta" | "reasoning-delta" | "tool-call-delta" | "refusal-delta";
  readonly part: number;
};

/**
 * An event that added a piece to the text that grows. While the text is the same one, an event that differs only in its piece, its number
 * and its padding adds that piece. `name`: the event's, beside its data. `untilNumber`: the data up to its number; null: it has none, and
 * the hole begins where the data does.
 */
export type RepeatedPiece = {
  readonly growing: GrowingText;
  readonly name: string | null;
  readonly untilNumber: string | null;
  readonly hole: TextHole;
  readonly padded: PaddedHole | null;
};

/**
 * The log probabilities of one text: those of its pieces, and those that an event repeats whole, which count where they came. Only the whole
 * ones have the bytes of a token (openai 6.49, ResponseTextDeltaEvent and ResponseOutputText).
 */
export type TextLogprobs = {
  readonly item: number;
  readonly place: TextPlace;
  readonly pieces: LogprobsSoFar | null;
  readonly whole: LogprobsSoFar | null;
};

/** An item of the output. Events find it by their `output_index`: ids rotate on some hosts, and are missing on others. */
export type OutputItem = {
  /** null: the events of the item have no index. */
  readonly index: number | null;
  readonly id: string | null;
  /** null: a piece of it came before the item. */
  readonly type: string | null;
  /** The item as its latest whole event has it; null: none came. */
  readonly wire: JsonObject | null;
  readonly isDone: boolean;
  /** The part of a call, of reasoning or of an item of another kind; null: it has none yet. A message has a part for each text. */
  readonly part: number | null;
  readonly callId: string | null;
  readonly name: string | null;
  readonly texts: readonly TextSoFar[];
};

/** What an event says about the reply as a whole. */
export type StreamInfo = { readonly id: string | null; readonly model: string | null; readonly created: number | null };

/** What the decoder remembers between two events. Plain data. */
export type StreamState = {
  readonly status: number | null;
  readonly requestId: string | null;
  readonly aliases: Aliases;
  /** The note to emit when the body has another shape than requested; null when it has the requested one. */
  readonly otherShape: string | null;
  readonly started: boolean;
  /** True once `reply-end` or `reply-failed` is emitted: no event follows. */
  readonly ended: boolean;
  /** The `type` of the terminal event; null: it has not arrived. */
  readonly terminal: string | null;
  /** The type of the event that began the stream, `response.created` before `response.queued`; null: neither has arrived. */
  readonly begun: string | null;
  readonly info: StreamInfo | null;
  readonly nextPart: number;
  /** In the order in which they began. */
  readonly items: readonly OutputItem[];
  /** The text that grows; its last pieces are not in its item yet. null: none does. */
  readonly growing: GrowingText | null;
  /** Its pieces since it was last written to its item. */
  readonly grown: string;
  /** What its further pieces look like; null: it is not known. */
  readonly repeated: RepeatedPiece | null;
  /** Those that came with texts. */
  readonly logprobs: readonly TextLogprobs[];
  /** The number of the latest event; null: none had one. */
  readonly sequence: number | null;
  readonly hasUsage: boolean;
  /** The failure of an `error` event, which `response.failed` may follow; null: none came. */
  readonly failure: ChatFailure | null;
  /** True once `[DONE]` has arrived. */
  readonly done: boolean;
  readonly comments: number;
  readonly comment: string | null;
  /** The lines that belong to no event, as far as they are kept; null: none came. */
  readonly bare: string | null;
  /** Ids of the notes emitted so far, or id and message where each message counts. */
  readonly noted: readonly string[];
};

/** The state before the first event. Default of `otherShape`: null. */
export function startState(response: {
  readonly status: number | null;
  readonly requestId: string | null;
  readonly aliases: Aliases;
  readonly otherShape?: string | null;
}): StreamState {
  return {
    status: response.status,
    requestId: response.requestId,
    aliases: response.aliases,
    otherShape: response.otherShape ?? null,
    started: false,
    ended: false,
    terminal: null,
    begun: null,
    info: null,
    nextPart: 0,
    items: [],
    growing: null,
    grown: "",
    repeated: null,
    logprobs: [],
    sequence: null,
    hasUsage: false,
    failure: null,
    done: false,
    comments: 0,
    comment: null,
    bare: null,
    noted: [],
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

/** A draft of the state. A reader that keeps one draft for the whole stream saves a copy for each event. */
export function draftOf(state: StreamState): Draft {
  return {
    status: state.status,
    requestId: state.requestId,
    aliases: state.aliases,
    otherShape: state.otherShape,
    started: state.started,
    ended: state.ended,
    terminal: state.terminal,
    begun: state.begun,
    info: state.info,
    nextPart: state.nextPart,
    items: state.items,
    growing: state.growing,
    grown: state.grown,
    repeated: state.repeated,
    logprobs: state.logprobs,
    sequence: state.sequence,
    hasUsage: state.hasUsage,
    failure: state.failure,
    done: state.done,
    comments: state.comments,
    comment: state.comment,
    bare: state.bare,
    noted: state.noted,
    events: [],
  };
}

/** What a failure says about its response. */
export function contextOf(draft: Draft) {
  return { afterFinish: draft.terminal !== null, status: draft.status, requestId: draft.requestId };
}

/** Replaces an item of the draft. */
export function putItem(draft: Draft, place: number, item: OutputItem): OutputItem {
  draft.items = draft.items.with(place, item);
  return item;
}
