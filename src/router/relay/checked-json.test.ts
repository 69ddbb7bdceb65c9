import { describe, expect, test } from "vitest";
import { jsonInstruction } from "../../adapters/json-instruction.js";
import type { ChatEvent } from "../../chat/event.js";
import { asChatEvents, burst } from "../../chat/events.js";
import type { FinishKind } from "../../chat/reply.js";
import { checkedJson } from "./checked-json.js";

const { warning } = jsonInstruction({ kind: "json-object" }) ?? {};
if (warning === undefined) throw new TypeError("no instruction");
const instructed: ChatEvent = { kind: "warning", warning };
const finish = (kind: FinishKind): ChatEvent => ({
  kind: "finish",
  finish: { kind, raw: kind, nativeRaw: null, stopSequence: null },
});
const deltas = (...texts: readonly string[]): readonly ChatEvent[] => [
  { kind: "text-start", part: 0 },
  ...texts.map((text): ChatEvent => ({ kind: "text-delta", part: 0, text })),
  { kind: "part-end", part: 0 },
];

async function taken(
  events: readonly ChatEvent[],
  way: "burst" | "one by one" = "burst",
): Promise<readonly ChatEvent[]> {
  const source = way === "burst" ? burst(events) : asChatEvents(generated(events));
  const came: ChatEvent[] = [];
  for await (const event of checkedJson(source)) came.push(event);
  return came;
}

async function* generated(events: readonly ChatEvent[]): AsyncGenerator<ChatEvent> {
  yield* events;
}

const textIn = (events: readonly ChatEvent[]) =>
  events.map((event) => (event.kind === "text-delta" ? event.text : "")).join("");
const endOf = (events: readonly ChatEvent[]) => {
  const last = events.at(-1);
  return last?.kind === "reply-failed" ? last.failure.kind : last?.kind;
};

describe("a reply that was asked for a JSON object by an instruction", () => {
  test.each<[readonly string[], string]>([
    [['{"a":', "1}"], '{"a":1}'],
    [["```json\n", '{"a":1}', "\n```"], '{"a":1}'],
    [["`", "``js", 'on\n{"a"', ":1}\n`", "``\n"], '{"a":1}'],
    [['\n ```\n{"a":1}```'], '{"a":1}'],
    [['```json {"a":1} ```'], '{"a":1} '.trim()],
    [['  {"a":"```"}\n'], '  {"a":"```"}\n'],
    [['```json\n{"a":"x ``` y"}\n```'], '{"a":"x ``` y"}'],
  ])("is told without its fence: %j", async (texts, expected) => {
    for (const way of ["burst", "one by one"] as const) {
      const events = await taken([instructed, ...deltas(...texts), finish("stop"), { kind: "reply-end" }], way);
      expect([textIn(events), endOf(events)]).toEqual([expected, "reply-end"]);
      expect(events.at(-2)).toEqual(finish("stop"));
    }
  });

  test("is told as it comes where nothing can be a fence", async () => {
    const came: ChatEvent[] = [];
    const events = checkedJson(
      burst([instructed, ...deltas('{"a"', ": 1", "}"), finish("stop"), { kind: "reply-end" }]),
    );
    for (let event = events.ready(); event !== null; event = events.ready()) came.push(event);
    expect(came.flatMap((event) => (event.kind === "text-delta" ? [event.text] : []))).toEqual(['{"a"', ": 1", "}"]);
  });

  test.each([["The answer is 42."], ['{"a":1'], ["[1]"], ["42"], ['Sure! {"a":1}'], ['{"a":1}{"b":2}'], ["```json\n"]])(
    "fails where its text is none, without a finish: %s",
    async (text) => {
      const events = await taken([instructed, ...deltas(text), finish("stop"), { kind: "reply-end" }]);
      expect(endOf(events)).toBe(text === "```json\n" ? "reply-end" : "model-error");
      if (text !== "```json\n") expect(events.some(({ kind }) => kind === "finish")).toBe(false);
    },
  );

  test.each<[string, readonly ChatEvent[]]>([
    ["was cut at its limit", [...deltas('{"a":'), finish("length")]],
    ["was filtered", [...deltas("No."), finish("content-filter")]],
    [
      "calls a tool",
      [
        ...deltas("I look it up."),
        { kind: "tool-call-start", part: 1, id: "a", name: "f", argumentsText: "{}" },
        finish("tool-calls"),
      ],
    ],
    ["refuses", [{ kind: "refusal-start", part: 0 }, { kind: "refusal-delta", part: 0, text: "No." }, finish("stop")]],
    ["is blank, which the guard judges", [...deltas(" \n"), finish("stop")]],
  ])("stays as it is where it %s", async (_title, events) => {
    const came = await taken([instructed, ...events, { kind: "reply-end" }]);
    expect(came.toSorted(byKind)).toEqual([instructed, ...events, { kind: "reply-end" }].toSorted(byKind));
  });

  test("keeps the failure of its stream, and what was said before it", async () => {
    const failed: ChatEvent = { kind: "reply-failed", failure: { kind: "truncated" } as never };
    const events = await taken([instructed, ...deltas("```json\n{").slice(0, -1), failed]);
    expect([textIn(events), events.at(-1)]).toEqual(["{", failed]);
  });
});

test("a reply to any other request passes unchanged", async () => {
  const events = [...deltas("```json\nno JSON\n```"), finish("stop"), { kind: "reply-end" } as const];
  expect(await taken(events)).toEqual(events);
});

test("a reader that leaves closes the source", async () => {
  let closed = false;
  async function* source(): AsyncGenerator<ChatEvent> {
    try {
      yield instructed;
      yield { kind: "reply-end" };
    } finally {
      closed = true;
    }
  }
  const events = checkedJson(asChatEvents(source()));
  await events.next();
  await events.return?.();
  expect(closed).toBe(true);
});

function byKind(one: unknown, other: unknown): number {
  return JSON.stringify(one).localeCompare(JSON.stringify(other));
}
