import fc from "fast-check";
import { expect, test } from "vitest";
import type { ChatEvent } from "../../../chat/event.js";
import type { JsonObject } from "../../../chat/json.js";
import type { SseFrame } from "../../../wire/frames/sse.js";
import { noAliases } from "../../adapter.js";
import { finishStream, readFrames, step } from "../decode-stream.js";
import { draftOf, startState } from "./stream-state.js";

const words = fc.oneof(
  fc.constantFrom("a", "word ", "", '"', "\\", "\n", "\ufffd", '"delta":"', '","obfuscation":"', "é", "\u{1f600}"),
  fc.string({ maxLength: 8 }),
);
type Numbering = "next" | "same" | "gap" | "none" | "text" | "last";
type Piece = {
  readonly delta: string;
  readonly more: JsonObject;
  readonly at: JsonObject;
  readonly numbering: Numbering;
  readonly named: boolean;
  readonly spaced: boolean;
};

const often = <Value>(usual: Value, ...others: Value[]) =>
  fc.oneof({ weight: 6, arbitrary: fc.constant(usual) }, ...others.map((one) => fc.constant(one)));
const pieces: fc.Arbitrary<Piece> = fc.record({
  delta: words,
  more: fc.oneof(
    { weight: 6, arbitrary: words.map((obfuscation): JsonObject => ({ logprobs: [], obfuscation })) },
    fc.constantFrom<JsonObject>({}, { logprobs: [] }, { logprobs: [{ token: "a", logprob: -1 }] }, { delta_of: 1 }),
  ),
  at: often<JsonObject>(
    { item_id: "m", output_index: 0, content_index: 0 },
    { item_id: "n", output_index: 0, content_index: 0 },
    { item_id: "m", output_index: 0, content_index: 1 },
    { item_id: "m", output_index: 1, content_index: 0 },
  ),
  numbering: often<Numbering>("next", "same", "gap", "none", "text", "last"),
  named: often(true, false),
  spaced: often(false, true),
});

const created = { type: "response.created", response: { id: "r", status: "in_progress" } };
const added = { type: "response.output_item.added", output_index: 0, item: { type: "message", id: "m", content: [] } };

/** The events with their numbers, each as its name and data. */
function framesOf(list: readonly Piece[]): readonly Extract<SseFrame, { kind: "event" }>[] {
  let number = 1;
  const frame = (event: JsonObject, { named = true, spaced = false } = {}) => ({
    ...({ kind: "event", event: named ? String(event["type"]) : null, id: null } as const),
    data: spaced ? JSON.stringify(event, null, 1) : JSON.stringify(event),
  });
  const rest = list.map(({ delta, more, at, numbering, named, spaced }) => {
    number += numbering === "next" || numbering === "text" || numbering === "last" ? 1 : numbering === "gap" ? 3 : 0;
    const value = numbering === "text" ? String(number) : number;
    const type = "response.output_text.delta";
    const body = { ...at, delta, ...more };
    const before: JsonObject = { type, sequence_number: value, ...body };
    const event = numbering === "none" ? { type, ...body } : before;
    return frame(numbering === "last" ? { type, ...body, sequence_number: number } : event, { named, spaced });
  });
  return [frame({ ...created, sequence_number: 0 }), frame({ ...added, sequence_number: 1 }), ...rest];
}

test("an event that is read as a repeated piece gives what parsing it gives", () => {
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 16 }), (list) => {
      const frames = framesOf(list);
      const fresh = startState({ status: 200, requestId: null, aliases: noAliases });
      const draft = draftOf(fresh);
      readFrames(draft, frames);
      let state = fresh;
      const expected: ChatEvent[] = [];
      for (const { data } of frames) {
        const stepped = step(state, JSON.parse(data));
        state = stepped.state;
        expected.push(...stepped.events);
      }
      expect(draft.events).toEqual(expected);
      const { repeated: _, events: __, ...rest } = draft;
      expect(rest).toEqual({ ...state, repeated: undefined, events: undefined });
      const end = { kind: "eof", pending: false } as const;
      expect(finishStream(draft, end).events).toEqual(finishStream(state, end).events);
    }),
    { numRuns: 500 },
  );
});
