import type { JsonObject } from "../../../chat/json.js";
import {
  beginBlock,
  beginMessage,
  endBlock,
  growBlock,
  isOpen,
  loseIndex,
  type OrderStep,
} from "../../bedrock/block-order.js";
import { objectOf, textOf } from "../wire.js";
import { isSameCall } from "./stream-blocks.js";
import { note, type Step, type StreamState } from "./stream-state.js";

/**
 * Follows the order of message and blocks by one event, before its content is read. A block without an index has none. Null: the
 * event changes nothing, as most deltas do.
 */
export function stepOrder(state: StreamState, type: string, payload: JsonObject): Step | null {
  const given = payload["contentBlockIndex"];
  const index = typeof given === "number" ? given : null;
  if (type === "contentBlockDelta" && index !== null && isOpen(state.order, index)) return null;
  const { order, notes } = orderStep(state, type, { payload, index });
  if (order === state.order && notes.length === 0) return null;
  return { state: { ...state, order }, events: notes.map(({ id, message }) => note(id, message)) };
}

type Placed = { readonly payload: JsonObject; readonly index: number | null };

function orderStep(state: StreamState, type: string, { payload, index }: Placed): OrderStep {
  const { order } = state;
  if (type === "messageStart") return beginMessage(order);
  if (index === null) return type.startsWith("contentBlock") ? loseIndex(order) : { order, notes: [] };
  switch (type) {
    case "contentBlockStart":
      return beginBlock(order, index, isRepeated(state, index, payload));
    case "contentBlockDelta":
      return growBlock(order, index, isCall(payload) ? "arguments of a call" : null);
    case "contentBlockStop":
      return endBlock(order, index);
    default:
      return { order, notes: [] };
  }
}

/** A start without a call says nothing, so that a second one repeats it. */
function isRepeated(state: StreamState, index: number, payload: JsonObject): boolean {
  const call = objectOf(objectOf(payload, "start") ?? {}, "toolUse");
  return call === null || isSameCall(state, index, textOf(call, "toolUseId"));
}

/** Only the deltas of a call need a start: text and reasoning have none on this wire. */
function isCall(payload: JsonObject): boolean {
  return objectOf(objectOf(payload, "delta") ?? {}, "toolUse") !== null;
}
