import type { ChatEvent } from "../../../chat/event.js";
import type { JsonValue } from "../../../chat/json.js";
import { type BlockOrder, nothingBegun } from "../../bedrock/block-order.js";

/** A content block of the stream that has become a part of the reply. */
export type OpenBlock = {
  readonly kind: "text" | "reasoning" | "tool-call" | "other";
  readonly part: number;
  readonly closed: boolean;
  /** The id of a call, as its start has it; null where there is none. */
  readonly id: string | null;
  /** The pieces of a block of an unknown kind so far; empty for the other kinds. */
  readonly raw: readonly JsonValue[];
  /** The redacted reasoning so far, as base64; null when there is none. */
  readonly redacted: string | null;
  /** True once a signature of its reasoning came. */
  readonly signed: boolean;
};

/** The state of the decoder between two events. `blocks`: by contentBlockIndex; `parts`: how many have started. */
export type StreamState = {
  readonly blocks: ReadonlyMap<number, OpenBlock>;
  readonly parts: number;
  readonly order: BlockOrder;
  /** True once the terminal event, messageStop, has arrived whole. */
  readonly finished: boolean;
  readonly metadata: boolean;
  /** The notes of `noteOnce` so far, by id and message. */
  readonly noted: ReadonlySet<string>;
  /** True after an exception or bytes that are not an event: nothing more is read. */
  readonly failed: boolean;
  /** The model signs its reasoning, so that a block without a signature is noted. */
  readonly signs: boolean;
};

/** The state before the first event. */
export const startOfStream: StreamState = {
  blocks: new Map(),
  parts: 0,
  order: nothingBegun,
  finished: false,
  metadata: false,
  noted: new Set(),
  failed: false,
  signs: false,
};

/** The next state and the events of one step. */
export type Step = { readonly state: StreamState; readonly events: readonly ChatEvent[] };

/** A step with other events before its own. Nearly always there are none, and the step is returned itself. */
export function after(before: readonly ChatEvent[], step: Step): Step {
  return before.length === 0 ? step : { state: step.state, events: [...before, ...step.events] };
}

/** A note event. */
export function note(id: string, message: string): ChatEvent {
  return { kind: "note", note: { id, message } };
}

/** The state with one block replaced. */
export function withBlock(state: StreamState, index: number, block: OpenBlock): StreamState {
  return { ...state, blocks: new Map(state.blocks).set(index, block) };
}

/** Starts the next part under this block index. A block that had the index before keeps its part. */
export function beginPart(
  state: StreamState,
  index: number,
  kind: OpenBlock["kind"],
): { readonly state: StreamState; readonly block: OpenBlock } {
  const block: OpenBlock = { kind, part: state.parts, closed: false, id: null, raw: [], redacted: null, signed: false };
  return { block, state: { ...state, blocks: new Map(state.blocks).set(index, block), parts: state.parts + 1 } };
}
