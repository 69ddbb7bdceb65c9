import { expect, test } from "vitest";
import { plainFailure } from "../../../test/support/scripted-router.js";
import type { ChatEvent } from "../../chat/event.js";
import { asChatEvents, burst } from "../../chat/events.js";
import { fold, foldAsync } from "../../chat/fold.js";
import type { AssistantPart } from "../../chat/message.js";
import { separateThoughts } from "./separate-thoughts.js";

const end: ChatEvent = { kind: "reply-end" };
const textPart = (part: number, words: readonly string[]): readonly ChatEvent[] => [
  { kind: "text-start", part },
  ...words.map((text): ChatEvent => ({ kind: "text-delta", part, text })),
];

/** The parts of the reply that is left, read at once and event by event. */
async function separated(events: readonly ChatEvent[]): Promise<readonly AssistantPart[]> {
  async function* slowly(): AsyncGenerator<ChatEvent> {
    yield* events;
  }
  const { parts } = await foldAsync(separateThoughts(burst(events)));
  expect((await foldAsync(separateThoughts(asChatEvents(slowly())))).parts).toEqual(parts);
  return parts;
}

const thought = (text: string) => ({
  ...{ kind: "reasoning", text, signature: null, redacted: null, details: null, field: null },
});

test.each([
  ["<think>Hm.</think>\n\nFine.", [thought("Hm."), { kind: "text", text: "Fine." }]],
  ["<think>Hm.</think>\n", [thought("Hm.")]],
  ["<think>Hm.", [thought("Hm.")]],
  ["Fine. <think>", [{ kind: "text", text: "Fine. <think>" }]],
  [" ", [{ kind: "text", text: " " }]],
  ["", [{ kind: "text", text: "" }]],
])("%j", async (text, parts) => {
  expect(await separated([...textPart(0, [...text]), end])).toEqual(parts);
});

test("calls, reasoning of its own and further texts keep their order", async () => {
  const parts = await separated([
    { kind: "reasoning-start", part: 0, field: "reasoning" },
    { kind: "reasoning-delta", part: 0, text: "First." },
    ...textPart(1, ["<think>a</think>", "b"]),
    { kind: "part-end", part: 1 },
    { kind: "tool-call-start", part: 2, id: "c", name: "f", argumentsText: "" },
    { kind: "tool-call-delta", part: 2, argumentsText: "{}" },
    ...textPart(3, ["<think>c</think>d"]),
    end,
  ]);
  expect(parts).toEqual([
    { ...thought("First."), field: "reasoning" },
    thought("a"),
    { kind: "text", text: "b" },
    { kind: "tool-call", id: "c", name: "f", argumentsText: "{}" },
    thought("c"),
    { kind: "text", text: "d" },
  ]);
});

test("a reply without reasoning in its text is the same reply", async () => {
  const events: readonly ChatEvent[] = [
    { kind: "reply-start", status: 200, requestId: "r" },
    ...textPart(0, ["4", "2"]),
    { kind: "tool-call-start", part: 1, id: "c", name: "f", argumentsText: "{}" },
    end,
  ];
  expect(await foldAsync(separateThoughts(burst(events)))).toEqual(fold(events));
});

test("what was kept back is not lost where the reply breaks", async () => {
  const failure = plainFailure("truncated", { phase: "body" });
  const parts = await separated([...textPart(0, ["<thi"]), { kind: "reply-failed", failure }]);
  expect(parts).toEqual([{ kind: "text", text: "<thi" }]);
});

test("a reader that leaves ends the source", async () => {
  let left = 0;
  const source = Object.assign(burst([end]), {
    return: async () => {
      left += 1;
      return { done: true as const, value: undefined };
    },
  });
  await separateThoughts(source).return?.();
  expect(left).toBe(1);
});

test("a text that is cut off has no end, and one that came whole has one", async () => {
  const failure = plainFailure("truncated");
  const endsOf = async (last: ChatEvent) => {
    const ends: number[] = [];
    for await (const event of separateThoughts(burst([...textPart(0, ["<think>Hm.</think>Fi"]), last]))) {
      if (event.kind === "part-end") ends.push(event.part);
    }
    return ends;
  };
  expect(await endsOf(end)).toEqual([0, 1]);
  expect(await endsOf({ kind: "reply-failed", failure })).toEqual([0]);
});
