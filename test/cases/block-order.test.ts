import { describe, expect, test } from "vitest";
import { findingsOf } from "../support/judged-body.js";
import {
  claude,
  claudeRecords,
  converseEvents,
  converseStream,
  found,
  invokeStream,
  novaRecords,
} from "../support/judged-streams.js";

/** Streams of blocks that lost, repeated or moved an event. */

describe("the order of message and blocks is told alike by Converse and both families of InvokeModel with blocks", () => {
  type Change = <Event>(events: readonly Event[]) => readonly Event[];
  const without =
    (index: number): Change =>
    (events) =>
      events.filter((_, at) => at !== index);
  const twice =
    (index: number): Change =>
    (events) =>
      events.flatMap((one, at) => (at === index ? [one, one] : [one]));
  const later =
    (index: number): Change =>
    (events) => [
      ...events.slice(0, index),
      ...events.slice(index + 1, index + 2),
      ...events.slice(index, index + 1),
      ...events.slice(index + 2),
    ];

  const rows: readonly [what: string, change: Change, finding: string | null, seen: string | null][] = [
    ["as it should be", (events) => events, null, null],
    ["no message start", without(0), "note block-broken message-start-missing", "the stream has no message start"],
    [
      "two of them",
      twice(0),
      "note block-broken message-start-repeated",
      "a second message start came before any block",
    ],
    ["a late one", later(0), "note block-broken message-start-late", "the message start came after block 0 began"],
    ["a text that begins twice", twice(1), "note block-broken block-start-repeated", "block 0 began twice"],
    ["a call that begins twice", twice(4), "note block-broken block-start-repeated", "block 1 began twice"],
    ["a text without its end", without(3), "note block-broken block-end-missing", "no end came of block 0"],
    ["a call without its end", without(6), "note block-broken block-end-missing", "no end came of block 1"],
    [
      "a text that goes on after its end",
      later(2),
      "bad block-broken block-index-reused",
      "block 0 continues after its end",
    ],
    ["a block that ends twice", twice(3), "bad block-broken block-end-repeated", "block 0 ended twice"],
  ];

  const wholes = {
    Converse: (change: Change) => converseStream(...change(converseEvents)),
    Claude: (change: Change) => invokeStream(claude, change(claudeRecords)),
    Nova: (change: Change) => invokeStream("amazon.nova-lite-v1%3A0", change(novaRecords)),
  };

  test.each(rows)("%s", async (_, change, finding, seen) => {
    for (const [name, judge] of Object.entries(wholes)) {
      const { verdict } = await judge(change);
      const order = verdict.findings.filter(({ id }) => id === "block-broken");
      expect([name, ...findingsOf(order)]).toEqual(finding === null ? [name] : [name, finding]);
      if (seen !== null) expect(order.map((one) => one.seen)).toEqual([seen]);
      expect(verdict.toolCalls).toBe(1);
    }
  });

  test("a call without its start lacks it, and is named for it", async () => {
    for (const judge of Object.values(wholes)) {
      const { reply } = await judge(without(4));
      expect(reply.notes).toContainEqual({
        id: "delta-without-start",
        message: "block 1 has arguments of a call without a start",
      });
    }
  });

  test("a text of Claude before its start is told, where Converse and Nova have none", async () => {
    expect(found(await invokeStream(claude, later(1)(claudeRecords)))).toEqual([
      "note block-broken delta-without-start",
    ]);
  });

  test("a block that is left out is told, except of Nova, which leaves indexes out", async () => {
    const gap: Change = (events) => [...events.slice(0, 1), ...events.slice(4)];
    expect(found(await wholes.Converse(gap))).toEqual(["note block-broken block-order"]);
    expect(found(await wholes.Claude(gap))).toEqual(["note block-broken block-order"]);
    expect(found(await wholes.Nova(gap))).toEqual([]);
  });

  test("an event after the end is told of each", async () => {
    const late: Change = (events) => [...events.slice(0, 8), ...events.slice(2, 3), ...events.slice(8)];
    expect(found(await wholes.Converse(late))).toContain("bad event-after-finish");
    expect(found(await wholes.Nova(late))).toContain("bad event-after-finish");
    expect(found(await invokeStream(claude, [...claudeRecords, claudeRecords[2]]))).toContain("bad event-after-finish");
  });

  test("without the end of the message each is cut", async () => {
    expect(found(await wholes.Converse((events) => events.slice(0, 7)))).toEqual(["bad truncated inside-content"]);
    expect(found(await wholes.Nova((events) => events.slice(0, 7)))).toEqual(["bad truncated inside-content"]);
    expect(found(await wholes.Claude((events) => events.slice(0, 8)))).toEqual(["bad truncated inside-content"]);
  });

  test("without blocks there is nothing to tell: a family of chunks", async () => {
    const records = [
      { id: "c", choices: [{ index: 0, delta: { role: "assistant", content: "High water is at noon." } }] },
      {
        id: "c",
        choices: [{ index: 0, delta: {}, finish_reason: "stop" }],
        usage: { prompt_tokens: 3, completion_tokens: 5 },
      },
    ];
    const { verdict } = await invokeStream("moonshotai.kimi-k2.5", records);
    expect(verdict.findings.filter(({ id }) => id === "block-broken")).toEqual([]);
  });
});
