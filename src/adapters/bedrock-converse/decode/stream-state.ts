import type { ChatEvent } from "../../../chat/event.js";
import type { JsonValue } from "../../../chat/json.js";

/** A content block of the stream that has become a part of the reply. */
export type OpenBlock = {
  readonly kind: "text" | "reasoning" | "tool-call" | "other";
  readonly part: number;
  readonly closed: boolean;
  /** What has come of a block that we have no word for; redacted reasoning so far; null otherwise. */
  readonly raw: readonly JsonValue[];
  readonly redacted: string | null;
};

/** What a stream's events depend on. `blocks` by contentBlockIndex; `parts`: how many have begun. */
export type StreamState = {
  readonly blocks: ReadonlyMap<number, OpenBlock>;
  readonly parts: number;
  /** The terminal event, messageStop, has arrived whole. */
  readonly finished: boolean;
  readonly metadata: boolean;
  /** Members that were noted already: each is worth one note. */
  readonly noted: ReadonlySet<string>;
  /** An exception or bytes that are no event: nothing after it is read. */
  readonly failed: boolean;
};

export const startOfStream: StreamState = {
  blocks: new Map(),
  parts: 0,
  finished: false,
  metadata: false,
  noted: new Set(),
  failed: false,
};

export type Step = { readonly state: StreamState; readonly events: readonly ChatEvent[] };

/** A step with events told before its own; nearly always there are none, and the step is it. */
export function after(before: readonly ChatEvent[], step: Step): Step {
  return before.length === 0 ? step : { state: step.state, events: [...before, ...step.events] };
}

export function note(id: string, message: string): ChatEvent {
  return { kind: "note", note: { id, message } };
}

export function withBlock(state: StreamState, index: number, block: OpenBlock): StreamState {
  return { ...state, blocks: new Map(state.blocks).set(index, block) };
}

/** Begins the next part under this block index; a block that had the index before keeps its part. */
export function beginPart(
  state: StreamState,
  index: number,
  kind: OpenBlock["kind"],
): { readonly state: StreamState; readonly block: OpenBlock } {
  const block: OpenBlock = { kind, part: state.parts, closed: false, raw: [], redacted: null };
  return { block, state: { ...withBlock(state, index, block), parts: state.parts + 1 } };
}
