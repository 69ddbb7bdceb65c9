import { describe, expect, test } from "vitest";
import type { ChatEvent } from "../../chat/event.js";
import { fold } from "../../chat/fold.js";
import type { Warning } from "../../chat/reply.js";
import { messagesDoor } from "../anthropic-messages/server/door.js";
import type { Door } from "../door.js";
import { chatDoor } from "../openai-chat/server/door.js";
import { responsesDoor } from "../openai-responses/server/door.js";

const identity = { id: "5f3c-11", createdSeconds: 1, model: "kimi" };
const body = {};
const asked = { model: "kimi", region: null, service: "bedrock" } as const;
const opened = (door: Door) => door.openStream({ identity, body, asked, redact: (error) => error });

/** What a stream says it lost, asked for after each event, as [id, field]. */
function lost(door: Door, events: readonly ChatEvent[]): readonly (readonly string[])[] {
  const stream = opened(door);
  return inShort(
    events.flatMap((event) => {
      stream.write(event);
      return stream.takeWarnings();
    }),
  );
}

function lostWhole(door: Door, events: readonly ChatEvent[]): readonly (readonly string[])[] {
  const encoded = door.encodeReply(fold(events), { identity, body });
  return encoded.kind === "completion" ? inShort(encoded.warnings) : [["failed"]];
}

const inShort = (warnings: readonly Warning[]) => warnings.map(({ id, field }) => [id, field]);

const start: ChatEvent = { kind: "reply-start", status: 200, requestId: null };
const stop: ChatEvent = {
  kind: "finish",
  finish: { kind: "stop", raw: "stop", nativeRaw: null, stopSequence: null },
};
const counted: ChatEvent = {
  kind: "usage",
  usage: {
    ...{ inputTokens: 9, outputTokens: 3, totalTokens: 12, reasoningTokens: 0 },
    ...{ cacheReadTokens: 0, cacheWriteTokens: 0, costUsd: null, raw: {} },
  },
};
const called = (part: number, id: string | null, argumentsText: string): readonly ChatEvent[] => [
  { kind: "tool-call-start", part, id, name: "f", argumentsText: null },
  { kind: "tool-call-delta", part, argumentsText },
  { kind: "part-end", part },
];
const text: readonly ChatEvent[] = [
  { kind: "text-start", part: 0 },
  { kind: "text-delta", part: 0, text: "42" },
  { kind: "part-end", part: 0 },
];
/** Parts that no API has a place for, and one of Chat alone. */
const foreign: readonly ChatEvent[] = [
  { kind: "other-part", part: 1, raw: { gizmo: 1, wheel: 2 } },
  { kind: "part-end", part: 1 },
  { kind: "other-part", part: 2, raw: { annotations: [{ type: "url_citation" }] } },
  { kind: "part-end", part: 2 },
];
const whole = (...parts: readonly ChatEvent[]): readonly ChatEvent[] => [
  start,
  ...parts,
  stop,
  counted,
  { kind: "reply-end" },
];

type Row = readonly [Door, readonly (readonly string[])[]];

describe("a stream says what it lost or added, as a whole reply does:", () => {
  test.each<Row>([
    [
      chatDoor,
      [
        ["tool-call-id-derived", "choices[0].message.tool_calls[0].id"],
        ["finish-inferred", "choices[0].finish_reason"],
      ],
    ],
    [responsesDoor, [["tool-call-id-derived", "output[0].call_id"]]],
    [
      messagesDoor,
      [
        ["tool-call-id-derived", "content[0].id"],
        ["finish-inferred", "stop_reason"],
      ],
    ],
  ])("an id that a call came without ($api)", (door, expected) => {
    const events = whole(...called(0, null, "{}"));
    expect(lost(door, events)).toEqual(expected);
    expect(lostWhole(door, events)).toEqual(expected);
  });

  test.each<Row>([
    [chatDoor, [["other-part-dropped", "choices[0].message"]]],
    [
      responsesDoor,
      [
        ["other-part-dropped", "output"],
        ["other-part-dropped", "output"],
      ],
    ],
    [
      messagesDoor,
      [
        ["other-part-dropped", "content[1]"],
        ["other-part-dropped", "content[1]"],
      ],
    ],
  ])("citations and parts of other APIs ($api)", (door, expected) => {
    const events = whole(...text, ...foreign);
    expect(lost(door, events)).toEqual(expected);
    expect(lostWhole(door, events)).toEqual(expected);
  });

  test.each<Row>([
    [chatDoor, [["arguments-filled", "choices[0].message.tool_calls[0].function.arguments"]]],
    [responsesDoor, [["arguments-filled", "output[0].arguments"]]],
    [messagesDoor, [["arguments-filled", "content[0].input"]]],
  ])("arguments that did not come ($api)", (door, expected) => {
    const events = whole(...called(0, "a", " "));
    const ofCalls = (all: readonly (readonly string[])[]) => all.filter(([id]) => id !== "finish-inferred");
    expect(ofCalls(lost(door, events))).toEqual(expected);
    expect(ofCalls(lostWhole(door, events))).toEqual(expected);
  });

  test.each<Row>([
    [chatDoor, [["finish-missing", "choices[0].finish_reason"]]],
    [
      responsesDoor,
      [
        ["finish-missing", "status"],
        ["usage-filled", "usage"],
      ],
    ],
    [
      messagesDoor,
      [
        ["finish-missing", "stop_reason"],
        ["usage-filled", "usage.input_tokens"],
        ["usage-filled", "usage.output_tokens"],
      ],
    ],
  ])("a finish and counts that did not come ($api)", (door, expected) => {
    const usage: ChatEvent = {
      kind: "usage",
      usage: {
        ...{ inputTokens: null, outputTokens: null, totalTokens: null, reasoningTokens: null },
        ...{ cacheReadTokens: null, cacheWriteTokens: null, costUsd: null, raw: {} },
      },
    };
    // Responses has no usage without both counts; with them, details that did not come are 0.
    const counts: ChatEvent =
      door === responsesDoor ? { kind: "usage", usage: { ...usage.usage, inputTokens: 9, outputTokens: 3 } } : usage;
    const events: readonly ChatEvent[] = [start, ...text, counts, { kind: "reply-end" }];
    expect(lost(door, events)).toEqual(expected);
    expect(lostWhole(door, events)).toEqual(expected);
  });
});

describe("a stream of Messages says", () => {
  test.each(["{", "[1]", '"x"', '{"a":1}}'])(
    "that arguments are no object, which it sent as they came: %s",
    (given) => {
      const stream = opened(messagesDoor);
      let sent = "";
      const warnings = whole(...called(0, "a", given)).flatMap((event) => {
        sent += stream.write(event);
        return stream.takeWarnings();
      });
      expect(sent).toContain(`"partial_json":${JSON.stringify(given)}`);
      expect(warnings[0]).toEqual({
        ...{ id: "arguments-not-object", field: "content[0].input" },
        message: "the arguments are not a JSON object; they are sent as they came",
      });
      expect(warnings).toHaveLength(2);
    },
  );

  test("nothing about arguments that are one, however they are cut", () => {
    const [begin, , end] = called(0, "a", "");
    const cut = [...'{"a":"}"}'].map(
      (argumentsText): ChatEvent => ({
        ...{ kind: "tool-call-delta", part: 0, argumentsText },
      }),
    );
    const events = whole(...[begin, ...cut, end].filter((event) => event !== undefined));
    expect(lost(messagesDoor, events)).toEqual([["finish-inferred", "stop_reason"]]);
  });

  test("once that a refusal is sent as text", () => {
    const refused: readonly ChatEvent[] = [
      { kind: "refusal-start", part: 0 },
      { kind: "refusal-delta", part: 0, text: "I " },
      { kind: "refusal-delta", part: 0, text: "cannot." },
      { kind: "part-end", part: 0 },
    ];
    expect(lost(messagesDoor, whole(...refused))).toEqual([["refusal-as-text", "content[0]"]]);
    expect(lostWhole(messagesDoor, whole(...refused))).toEqual([["refusal-as-text", "content[0]"]]);
  });
});

test.each([chatDoor, responsesDoor, messagesDoor])("a plain stream says nothing ($api)", (door) => {
  expect(lost(door, whole(...text))).toEqual([]);
});
