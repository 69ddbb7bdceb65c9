import { expect, test } from "vitest";
import type { ChatEvent } from "../chat/event.js";
import type { JsonValue } from "../chat/json.js";
import { unsignedDetail, unsignedNotes } from "./unsigned-reasoning.js";

const start = (part: number): ChatEvent => ({ kind: "reasoning-start", part, field: "thinking" });
const sign = (part: number, signature: string): ChatEvent => ({ kind: "reasoning-signature", part, signature });

test.each<[string, readonly ChatEvent[], readonly string[]]>([
  ["no reasoning", [{ kind: "text-start", part: 0 }], []],
  ["signed reasoning", [start(0), sign(0, "EqQB")], []],
  [
    "hidden reasoning, which needs no signature",
    [start(0), { kind: "reasoning-redacted", part: 0, redacted: "x" }],
    [],
  ],
  ["reasoning without one", [start(0)], ["block 0"]],
  ["an empty one", [start(0), sign(0, "")], ["block 0"]],
  ["the second of two", [start(0), sign(0, "EqQB"), start(2)], ["block 2"]],
])("of a whole reply: %s", (_title, events, places) => {
  const notes = unsignedNotes(events, (part) => `block ${part}`);
  expect(notes).toEqual(
    places.map((place) => ({
      kind: "note",
      note: { id: "signature-missing", message: `reasoning without its signature: ${place}` },
    })),
  );
});

const text = { type: "reasoning.text", text: "Hm", format: "anthropic-claude-v1", index: 0 };

test.each<[string, readonly JsonValue[], number | null]>([
  ["none", [], null],
  ["signed", [{ ...text, signature: "EqQB" }], null],
  [
    "without one",
    [
      { ...text, signature: "EqQB" },
      { ...text, index: 1 },
    ],
    1,
  ],
  ["a null one", [{ ...text, signature: null }], 0],
  ["an empty one", [{ ...text, signature: "" }], 0],
  ["blank text, which shows nothing", [{ ...text, text: " " }], null],
  ["another format, which need not sign", [{ ...text, format: "unknown" }], null],
  ["no format", [{ type: "reasoning.text", text: "Hm" }], null],
  ["hidden", [{ type: "reasoning.encrypted", data: "x", format: "anthropic-claude-v1" }], null],
  ["no object", ["Hm", 5, null], null],
])("of a gateway's details: %s", (_title, details, at) => {
  expect(unsignedDetail(details)).toBe(at);
});
