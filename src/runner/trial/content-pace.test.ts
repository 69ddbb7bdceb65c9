import { describe, expect, test } from "vitest";
import type { ChatEvent } from "../../chat/event.js";
import { watchPace } from "./content-pace.js";

const text = (words: string): ChatEvent => ({ kind: "text-delta", part: 0, text: words });
const call: ChatEvent = { kind: "tool-call-start", part: 1, id: "a", name: "get_time", argumentsText: null };
const piece = (argumentsText: string): ChatEvent => ({ kind: "tool-call-delta", part: 1, argumentsText });

/** Watches events, each with the milliseconds at which its chunk came; null: no network. */
async function paceOf(events: readonly (readonly [at: number | null, event: ChatEvent])[]) {
  let now: number | null = null;
  const { watch, pace } = watchPace(() => now);
  async function* arriving() {
    for (const [at, event] of events) {
      now = at;
      yield event;
    }
  }
  const seen: ChatEvent[] = [];
  for await (const event of watch(arriving())) seen.push(event);
  expect(seen).toEqual(events.map(([, event]) => event));
  return pace();
}

describe("The pace of a reply's content", () => {
  test.each<[title: string, events: Parameters<typeof paceOf>[0], pace: Awaited<ReturnType<typeof paceOf>>]>([
    ["without an event", [], null],
    [
      "without content",
      [
        [5, { kind: "text-start", part: 0 }],
        [6, text("")],
        [7, { kind: "reply-end" }],
      ],
      null,
    ],
    [
      "that is replayed",
      [
        [null, text("Hi")],
        [null, text(" there")],
      ],
      null,
    ],
    [
      "of one piece",
      [
        [5, { kind: "text-start", part: 0 }],
        [40, text("Hi")],
      ],
      { firstMs: 40, arrivals: 1, longestGapMs: null },
    ],
    [
      "of two pieces in one chunk",
      [
        [40, text("Hi")],
        [40, text("!")],
      ],
      { firstMs: 40, arrivals: 1, longestGapMs: null },
    ],
    [
      "that pauses",
      [
        [40, text("a")],
        [50, text("b")],
        [950, text("c")],
        [960, text("d")],
      ],
      { firstMs: 40, arrivals: 4, longestGapMs: 900 },
    ],
    [
      "that reasons first",
      [
        [9, { kind: "reasoning-delta", part: 0, text: "Hm" }],
        [40, text("Hi")],
      ],
      { firstMs: 9, arrivals: 2, longestGapMs: 31 },
    ],
    [
      "of a call",
      [
        [20, call],
        [21, piece("")],
        [60, piece("{}")],
      ],
      { firstMs: 20, arrivals: 2, longestGapMs: 40 },
    ],
  ])("%s", async (_title, events, pace) => {
    expect(await paceOf(events)).toEqual(pace);
  });
});
