import type { JsonObject } from "../../chat/json.js";
import {
  type BlockOrder,
  beginBlock,
  beginMessage,
  endBlock,
  growBlock,
  loseIndex,
  type OrderStep,
} from "../bedrock/block-order.js";
import { numberIn, objectIn, stringIn } from "../draft/read-json.js";
import { type Draft, follow, note } from "../draft/stream-state.js";

/** Follows the order of a Messages stream by one event, before its content is read. Every block needs its start. */
export function followOrder(draft: Draft, record: JsonObject): void {
  const type = stringIn(record, "type");
  const event = messageEvent(type) ?? blockEvent(draft, type, record);
  if (type === "content_block_delta" || type === "content_block_stop") noteOverlap(draft, numberIn(record, "index"));
  if (event !== null) follow(draft, event);
}

/** A message without blocks needs its start as well: its stop reason makes the order known, so that the missing start is noted. */
function messageEvent(type: string | null): ((order: BlockOrder) => OrderStep) | null {
  if (type === "message_start") return beginMessage;
  return type === "message_delta" ? (order) => ({ order, notes: [] }) : null;
}

/**
 * Blocks come one after another (platform.claude.com, streaming, read 2026-11-29; recordings of 2024 to 2026): one that goes on after
 * another began overlaps it. One whose end never comes is missing its end.
 */
function noteOverlap(draft: Draft, index: number | null): void {
  const { order } = draft.state;
  if (order === null || index === null || order.last === index || order.blocks.get(index) !== "open") return;
  note(draft, "block-overlap", `block ${order.last} began before block ${index} ended`);
}

function blockEvent(draft: Draft, type: string | null, record: JsonObject): ((order: BlockOrder) => OrderStep) | null {
  if (type === null || !type.startsWith("content_block_")) return null;
  const index = numberIn(record, "index");
  if (index === null) return loseIndex;
  switch (type) {
    case "content_block_start":
      return (order) => beginBlock(order, index, isSame(draft, index, record));
    case "content_block_delta":
      return (order) => growBlock(order, index, lackOf(record));
    case "content_block_stop":
      return (order) => endBlock(order, index);
    default:
      return null;
  }
}

/** A call is known by its id; any other block by its index. */
function isSame(draft: Draft, index: number, record: JsonObject): boolean {
  const id = stringIn(objectIn(record, "content_block") ?? {}, "id");
  return id === null || draft.state.blocks.get(`block ${index}`)?.id === id;
}

function lackOf(record: JsonObject): string {
  return stringIn(objectIn(record, "delta") ?? {}, "type") === "input_json_delta" ? "arguments of a call" : "content";
}
