import fc from "fast-check";
import { expect, test } from "vitest";
import { closedEnvelope, closeText, type EnvelopeTags, type Piece, splitText } from "./envelope.js";

const tags: EnvelopeTags = { open: "<reasoning>", close: "</reasoning>", opened: false };
const opened: EnvelopeTags = { open: "<think>", close: "</think>", opened: true };

test.each([
  ["plain text", "Hi <reasoning>x</reasoning>", "", "Hi <reasoning>x</reasoning>"],
  ["a leading envelope", "<reasoning>Hm.</reasoning>Hi", "Hm.", "Hi"],
  ["envelopes in a row are one reasoning", "<reasoning>a</reasoning><reasoning>b</reasoning>c", "ab", "c"],
  [
    "an envelope after text stays text",
    "<reasoning>a</reasoning>b<reasoning>c</reasoning>",
    "a",
    "b<reasoning>c</reasoning>",
  ],
  ["an envelope that never closes", "<reasoning>a</reasonin", "", "<reasoning>a</reasonin"],
  ["a beginning of the tag", "<reas", "", "<reas"],
  ["white space in front", " <reasoning>a</reasoning>", "", " <reasoning>a</reasoning>"],
])("%s, however it is cut", (_what, text, reasoning, visible) => {
  for (let size = 1; size <= text.length; size += 1) {
    expect(joined(split(text, size, tags))).toEqual({ reasoning, text: visible });
  }
});

test.each([
  ["begins inside the envelope", "Sum.</think>42", "Sum.", "42"],
  ["repeats the opening tag", "<think>Sum.</think>42", "Sum.", "42"],
  ["has no closing tag", "42", "", "42"],
  ["closes twice", "a</think>b</think>", "a", "b</think>"],
])("a text whose prompt opened the envelope and that %s", (_what, text, reasoning, visible) => {
  for (let size = 1; size <= text.length; size += 1) {
    expect(joined(split(text, size, opened))).toEqual({ reasoning, text: visible });
  }
});

test("empty text that was all that came is one empty text", () => {
  const [state] = splitText(closedEnvelope, tags, "");
  expect(closeText(state, false)[1]).toEqual([{ kind: "text", text: "" }]);
  expect(closeText(closedEnvelope, false)[1]).toEqual([]);
});

test("any text of tags and letters is split alike in any two chunkings", () => {
  const text = fc
    .array(fc.constantFrom("<reasoning>", "</reasoning>", "<", "a", "reas", "</think>", "<think>"))
    .map((all) => all.join(""));
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 9 }), fc.constantFrom(tags, opened), (whole, size, which) => {
      expect(joined(split(whole, size, which))).toEqual(joined(split(whole, whole.length + 1, which)));
    }),
  );
});

function split(text: string, size: number, which: EnvelopeTags): readonly Piece[] {
  let state = closedEnvelope;
  const pieces: Piece[] = [];
  for (let at = 0; at < text.length; at += size) {
    const [next, found] = splitText(state, which, text.slice(at, at + size));
    state = next;
    pieces.push(...found);
  }
  return [...pieces, ...closeText(state, pieces.length > 0)[1]];
}

function joined(pieces: readonly Piece[]) {
  const of = (kind: Piece["kind"]) => pieces.map((piece) => (piece.kind === kind ? piece.text : "")).join("");
  return { reasoning: of("reasoning"), text: of("text") };
}
