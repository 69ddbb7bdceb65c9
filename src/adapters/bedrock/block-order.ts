import type { Note } from "../../chat/reply.js";

/**
 * Which message and blocks of a stream have begun and ended. Converse and the InvokeModel bodies with blocks send the same
 * order under different names: the message begins once, then each block begins under the next index, grows and ends.
 */
export type BlockOrder = {
  readonly started: boolean;
  readonly blocks: ReadonlyMap<number, "open" | "ended">;
  /** The index of the block that began last; null before the first. */
  readonly last: number | null;
  /** True once an event of a block came without its index: then no index tells whether one is missing. */
  readonly unplaced: boolean;
  /** False where the service leaves out indexes: then only one below another is out of order. */
  readonly dense: boolean;
};

export const nothingBegun: BlockOrder = {
  started: false,
  blocks: new Map(),
  last: null,
  unplaced: false,
  dense: true,
};

/** For Nova on InvokeModel, which skips an index before a call (recordings of 2025-02 and 2025-05). */
export const nothingBegunSparsely: BlockOrder = { ...nothingBegun, dense: false };

/** The order after one event, and what in it contradicts the order. Notes are ids and words alike on both APIs. */
export type OrderStep = { readonly order: BlockOrder; readonly notes: readonly Note[] };

/** True for a block that has begun and not ended: a delta of it changes nothing here. */
export function isOpen({ blocks }: BlockOrder, index: number): boolean {
  return blocks.get(index) === "open";
}

/** An event of a block without an index. */
export function loseIndex(order: BlockOrder): OrderStep {
  return { order: order.unplaced ? order : { ...order, unplaced: true }, notes: [] };
}

export function beginMessage(order: BlockOrder): OrderStep {
  const place = order.last === null ? "before any block" : `after block ${order.last} began`;
  if (order.started) return { order, notes: [note("message-start-repeated", `a second message start came ${place}`)] };
  const notes = order.last === null ? [] : [note("message-start-late", `the message start came ${place}`)];
  return { order: { ...order, started: true }, notes };
}

/** `isSame`: whether an open block is the one that starts again, so that the event is a repetition. */
export function beginBlock(order: BlockOrder, index: number, isSame: boolean): OrderStep {
  const known = order.blocks.get(index);
  if (known === undefined) return begin(order, index, []);
  if (known === "open" && isSame) return { order, notes: [note("block-start-repeated", `block ${index} began twice`)] };
  const words = known === "open" ? "began again before its end" : "continues after its end";
  return begin(order, index, [note("block-index-reused", `block ${index} ${words}`)]);
}

/** A delta of a block. `lacks`: what it holds, where that needs a start before it; null: the delta is its own start. */
export function growBlock(order: BlockOrder, index: number, lacks: string | null): OrderStep {
  const known = order.blocks.get(index);
  if (known === "open") return { order, notes: [] };
  if (known === "ended") return beginBlock(order, index, false);
  const notes = lacks === null ? [] : [note("delta-without-start", `block ${index} has ${lacks} without a start`)];
  return begin(order, index, notes);
}

export function endBlock(order: BlockOrder, index: number): OrderStep {
  const known = order.blocks.get(index);
  if (known === "ended") return { order, notes: [note("block-end-repeated", `block ${index} ended twice`)] };
  const { order: begun, notes } =
    known === undefined
      ? begin(order, index, [note("empty-block", `block ${index} ended without content`)])
      : { order, notes: [] };
  return { order: { ...begun, blocks: new Map(begun.blocks).set(index, "ended") }, notes };
}

/** What is missing once the stream has ended whole. */
export function missingAtEnd({ started, blocks }: BlockOrder): readonly Note[] {
  const open = [...blocks].filter(([, state]) => state === "open").map(([index]) => index);
  return [
    ...(started ? [] : [note("message-start-missing", "the stream has no message start")]),
    ...(open.length === 0 ? [] : [note("block-end-missing", `no end came of block ${open.join(", ")}`)]),
  ];
}

function begin(order: BlockOrder, index: number, notes: readonly Note[]): OrderStep {
  const expected = order.last === null ? 0 : order.last + 1;
  const fits = order.dense ? index === expected : index >= expected;
  const isExpected = fits || order.unplaced || order.blocks.has(index);
  const before = order.last === null ? "is the first" : `began after block ${order.last}`;
  const ordered = isExpected ? notes : [...notes, note("block-order", `block ${index} ${before}`)];
  return {
    order: { ...order, blocks: new Map(order.blocks).set(index, "open"), last: index },
    notes: ordered,
  };
}

function note(id: string, message: string): Note {
  return { id, message };
}
