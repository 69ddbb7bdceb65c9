import { expect, test } from "vitest";
import type { JsonValue } from "../chat/json.js";
import { type ReadReasoning, readReasoning, textOfReasoning } from "./reasoning-value.js";

const piece = (text: string | null, more: Partial<ReadReasoning> = {}): ReadReasoning => ({
  ...{ text, signature: null, redacted: null },
  ...more,
});

test.each<[JsonValue, ReadReasoning[]]>([
  ["a", [piece("a")]],
  [{ text: "a" }, [piece("a")]],
  [{ text: "", content: "a", summary: "b" }, [piece("a")]],
  [{ type: "reasoning", content: [], summary: [{ type: "summary_text", text: "a" }] }, [piece("a")]],
  [{ reasoningContent: { reasoningText: { text: "a", signature: "s" } } }, [piece("a", { signature: "s" })]],
  [["a", { text: "b" }, { thinking: "c" }], [piece("abc")]],
  [
    [
      { thinking: "a", signature: "s" },
      { thinking: "b", signature: "t" },
    ],
    [piece("a", { signature: "s" }), piece("b", { signature: "t" })],
  ],
  [
    [{ thinking: "a" }, { type: "redacted_thinking", data: "r" }],
    [piece("a"), piece(null, { redacted: "r" })],
  ],
  [{ effort: "high", summary: "auto", text: "a" }, [piece("a")]],
  [{ signature: "s" }, [piece(null, { signature: "s" })]],
  [{ encrypted_content: "r", summary: [] }, [piece(null, { redacted: "r" })]],
])("%j has the reasoning %j", (value, pieces) => {
  expect(readReasoning(value)).toEqual(pieces);
});

test.each<JsonValue>([
  "",
  null,
  7,
  true,
  [],
  {},
  { type: "enabled" },
  { text: "" },
  { text: 7 },
  { effort: "high", summary: "auto" },
  { effort: null, summary: "auto" },
  { signature: "" },
  { mood: "a" },
  [[[[[[["deep"]]]]]]],
])("%j has none", (value) => {
  expect(readReasoning(value)).toEqual([]);
});

test("an absent value has none, and the text of pieces is joined", () => {
  expect(readReasoning(undefined)).toEqual([]);
  expect(textOfReasoning([piece("a"), piece(null, { redacted: "r" }), piece("b")])).toBe("ab");
});
