import { expect, test } from "vitest";
import {
  type BlockOrder,
  beginBlock,
  beginMessage,
  endBlock,
  growBlock,
  isOpen,
  loseIndex,
  missingAtEnd,
  nothingBegun,
  nothingBegunSparsely,
  type OrderStep,
} from "./block-order.js";

type Event = (order: BlockOrder) => OrderStep;
const begin =
  (index: number, isSame = false): Event =>
  (order) =>
    beginBlock(order, index, isSame);
const grow =
  (index: number, lacks: string | null = null): Event =>
  (order) =>
    growBlock(order, index, lacks);
const end =
  (index: number): Event =>
  (order) =>
    endBlock(order, index);

/** What is noted of the events, then of what is missing after them. */
function noted(events: readonly Event[], fresh = nothingBegun): readonly string[] {
  let order = fresh;
  const ids: string[] = [];
  for (const event of events) {
    const next = event(order);
    order = next.order;
    ids.push(...next.notes.map(({ id }) => id));
  }
  return [...ids, ...missingAtEnd(order).map(({ id }) => id)];
}

test.each<[what: string, events: readonly Event[], ids: readonly string[]]>([
  ["a message without blocks", [beginMessage], []],
  ["blocks one after another", [beginMessage, begin(0), grow(0), end(0), grow(1), end(1)], []],
  ["blocks that interleave", [beginMessage, begin(0), begin(1), grow(0), grow(1), end(0), end(1)], []],
  ["no start", [grow(0), end(0)], ["message-start-missing"]],
  ["a second start", [beginMessage, grow(0), beginMessage, end(0)], ["message-start-repeated"]],
  ["a start behind a block", [grow(0), beginMessage, end(0)], ["message-start-late"]],
  ["the same block twice", [beginMessage, begin(0), begin(0, true), end(0)], ["block-start-repeated"]],
  ["another block under an open index", [beginMessage, begin(0), begin(0), end(0)], ["block-index-reused"]],
  [
    "another block under an ended index",
    [beginMessage, begin(0), end(0), begin(0, true), end(0)],
    ["block-index-reused"],
  ],
  ["a delta behind the end", [beginMessage, grow(0), end(0), grow(0), end(0)], ["block-index-reused"]],
  ["a delta that needs a start", [beginMessage, grow(0, "content"), end(0)], ["delta-without-start"]],
  ["an end without anything", [beginMessage, end(0)], ["empty-block"]],
  ["two ends", [beginMessage, grow(0), end(0), end(0)], ["block-end-repeated"]],
  ["no end", [beginMessage, grow(0)], ["block-end-missing"]],
  ["a first block that is not 0", [beginMessage, grow(1), end(1)], ["block-order"]],
  ["a block that is left out", [beginMessage, grow(0), end(0), grow(2), end(2)], ["block-order"]],
  [
    "a block behind a later one",
    [beginMessage, grow(0), end(0), grow(2), end(2), grow(1), end(1)],
    ["block-order", "block-order"],
  ],
  ["indexes that are missing", [beginMessage, loseIndex, grow(1), end(1)], []],
])("%s", (_, events, ids) => {
  expect(noted(events)).toEqual(ids);
});

test("where a service leaves out indexes, only one that goes back is out of order", () => {
  const blocks = (...indexes: readonly number[]) => [beginMessage, ...indexes.flatMap((at) => [grow(at), end(at)])];
  expect(noted(blocks(0, 2, 5), nothingBegunSparsely)).toEqual([]);
  expect(noted(blocks(0, 2, 1), nothingBegunSparsely)).toEqual(["block-order"]);
});

test("the words have the place", () => {
  const first = beginMessage(nothingBegun).order;
  const opened = beginBlock(first, 0, false).order;
  const messages = [
    ...beginMessage(first).notes,
    ...beginMessage(opened).notes,
    ...beginBlock(opened, 3, false).notes,
    ...beginBlock(first, 3, false).notes,
    ...growBlock(opened, 1, "arguments of a call").notes,
    ...missingAtEnd(beginBlock(opened, 1, false).order),
  ].map(({ message }) => message);
  expect(messages).toEqual([
    "a second message start came before any block",
    "a second message start came after block 0 began",
    "block 3 began after block 0",
    "block 3 is the first",
    "block 1 has arguments of a call without a start",
    "no end came of block 0, 1",
  ]);
});

test("an order is not changed by its next one", () => {
  const opened = growBlock(nothingBegun, 0, null).order;
  endBlock(opened, 0);
  expect([isOpen(nothingBegun, 0), isOpen(opened, 0), isOpen(endBlock(opened, 0).order, 0)]).toEqual([
    false,
    true,
    false,
  ]);
  expect(growBlock(opened, 0, "content")).toEqual({ order: opened, notes: [] });
});
