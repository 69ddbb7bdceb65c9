import { expect, test } from "vitest";
import type { ChatEvent } from "../../../chat/event.js";
import { fold } from "../../../chat/fold.js";
import type { JsonObject } from "../../../chat/json.js";
import { noAliases } from "../../adapter.js";
import { finishStream, step } from "../decode-stream.js";
import { startState } from "./stream-state.js";

const at = { item_id: "msg_1", output_index: 0, content_index: 0 };
const message = (text: string) => ({
  ...{ type: "message", id: "msg_1", role: "assistant", status: "completed" },
  content: [{ type: "output_text", text, annotations: [] }],
});
const created = { type: "response.created", response: { id: "r", status: "in_progress" } };
const added = { type: "response.output_item.added", output_index: 0, item: { ...message(""), content: [] } };
const piece = (delta: string, more: JsonObject = {}) => ({ type: "response.output_text.delta", ...at, delta, ...more });
const completed = (text: string) => ({
  type: "response.completed",
  response: { id: "r", status: "completed", output: [message(text)], usage: { input_tokens: 1, output_tokens: 2 } },
});

function numbered(events: readonly JsonObject[]): readonly JsonObject[] {
  return events.map((event, number) => ({ sequence_number: number, ...event }));
}

function read(events: readonly JsonObject[]) {
  let state = startState({ status: 200, requestId: null, aliases: noAliases });
  const all: ChatEvent[] = [];
  for (const event of events) {
    const next = step(state, event);
    state = next.state;
    all.push(...next.events);
  }
  const { parts, notes } = fold([...all, ...finishStream(state, { kind: "eof", pending: false }).events]);
  const texts = parts.map((part) => ("text" in part ? part.text : part.kind));
  return {
    texts,
    notes: notes.map(({ id }) => id).filter((id) => id !== "usage-missing" && id !== "block-end-missing"),
    growing: state.growing,
    grown: state.grown,
  };
}

test("pieces that follow each other are kept beside their item, and are one text with it at its end", () => {
  const pieces = ["a", "b", "", "é", '"'].map((one) => piece(one));
  expect(read(numbered([created, added, ...pieces])).grown).toBe('bé"');
  expect(read(numbered([created, added, ...pieces, completed('abé"')]))).toEqual({
    ...{ texts: ['abé"'], notes: [], growing: null, grown: "" },
  });
});

test("a text that is another one where it is repeated is noted after pieces that were kept", () => {
  expect(read(numbered([created, added, piece("a"), piece("b"), piece("c"), completed("abX")])).notes).toEqual([
    "pieces-differ",
  ]);
});

test.each<[what: string, odd: JsonObject, note: string]>([
  ["a number that is missing", piece("c", { sequence_number: 9 }), "sequence-gap"],
  ["a number that comes twice", piece("c", { sequence_number: 3 }), "sequence-repeated"],
  ["a piece without a text", { ...piece("c"), delta: null }, "delta-missing"],
  ["a piece of an item that has not begun", { ...piece("c"), output_index: 4 }, "delta-without-start"],
  ["an event of another type", { type: "response.surprise" }, "unknown-event"],
])("%s among such pieces is noted", (_what, odd, note) => {
  expect(read(numbered([created, added, piece("a"), piece("b"), odd, piece("d")])).notes).toContain(note);
});

test("pieces of two texts in turns stay apart, and pieces of a text without numbers are read", () => {
  const second = (delta: string) => piece(delta, { content_index: 1 });
  const events = [created, added, piece("a"), piece("b"), second("x"), second("y"), piece("c"), second("z")];
  expect(read(events).texts).toEqual(["abc", "xyz"]);
});
