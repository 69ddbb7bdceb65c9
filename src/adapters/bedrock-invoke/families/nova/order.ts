import type { JsonObject } from "../../../../chat/json.js";
import {
  type BlockOrder,
  beginBlock,
  beginMessage,
  endBlock,
  growBlock,
  loseIndex,
  nothingBegunSparsely,
  type OrderStep,
} from "../../../bedrock/block-order.js";
import { numberIn, objectIn, stringIn } from "../../../draft/read-json.js";
import { type Draft, follow } from "../../../draft/stream-state.js";

/** Follows the order of a Nova stream by one event, before its content is read. As in Converse, only a call has a start. */
export function followOrder(draft: Draft, record: JsonObject): void {
  const event = orderEvent(draft, record);
  if (event !== null) follow(draft, event, nothingBegunSparsely);
}

function orderEvent(draft: Draft, record: JsonObject): ((order: BlockOrder) => OrderStep) | null {
  if (objectIn(record, "messageStart") !== null) return beginMessage;
  const start = objectIn(record, "contentBlockStart");
  const delta = objectIn(record, "contentBlockDelta");
  const event = start ?? delta ?? objectIn(record, "contentBlockStop");
  if (event === null) return null;
  const index = numberIn(event, "contentBlockIndex");
  if (index === null) return loseIndex;
  if (start !== null) return (order) => beginBlock(order, index, isSame(draft, index, start));
  return delta === null ? (order) => endBlock(order, index) : (order) => growBlock(order, index, lackOf(delta));
}

/** A start without a call says nothing, so that a second one repeats it. */
function isSame(draft: Draft, index: number, start: JsonObject): boolean {
  const call = objectIn(objectIn(start, "start") ?? {}, "toolUse");
  return call === null || draft.state.blocks.get(`block ${index}`)?.id === stringIn(call, "toolUseId");
}

function lackOf(delta: JsonObject): string | null {
  return objectIn(objectIn(delta, "delta") ?? {}, "toolUse") === null ? null : "arguments of a call";
}
