import { expect, test } from "vitest";
import { answerOf } from "./read-answer.js";

test.each([
  { text: "73", is: "73" },
  { text: "**Teal**.\n", is: "teal" },
  { text: '"Otter"', is: "otter" },
  { text: "Sure! Kyoto", is: "sure" },
  { text: "São Paulo", is: "são" },
  { text: "７", is: "7" },
  { text: "1,000.", is: "1,000" },
  { text: "O'Brien!", is: "o'brien" },
  { text: "—", is: "—" },
  { text: "四十二。", is: "四十二" },
  { text: "   ", is: "" },
  { text: "<think>I should pick</think>\n42", is: "42" },
  { text: "<think>I should pick a", is: null },
  { text: "a".repeat(40), is: "a".repeat(24) },
])("the answer in $text is $is", ({ text, is }) => {
  expect(answerOf(text)).toBe(is);
});
