import { expect, test } from "vitest";
import { quotedName } from "./quoted-name.js";

test.each([
  ["plain name.json", '"plain name.json"'],
  ["", '""'],
  ["Größe 日本 😀", '"Größe 日本 😀"'],
  ['a"b\\c', '"a\\"b\\\\c"'],
  ["a\u0000\n\t\u001b]0;x\u0007\u007f\u009b", '"a\\u{0}\\u{a}\\u{9}\\u{1b}]0;x\\u{7}\\u{7f}\\u{9b}"'],
  ["\u202e\u200b\u061c\u2028\ufeff", '"\\u{202e}\\u{200b}\\u{61c}\\u{2028}\\u{feff}"'],
  ["a\u00a0b\u3000c", '"a\\u{a0}b\\u{3000}c"'],
  ["\ud800", '"\\u{d800}"'],
  ["😀".repeat(121), `"${"😀".repeat(120)}…" (242 characters)`],
  ["x".repeat(120), `"${"x".repeat(120)}"`],
  ["x".repeat(10_000_000), `"${"x".repeat(120)}…" (10000000 characters)`],
])("%#: a name that can be printed", (name, shown) => {
  expect(quotedName(name)).toBe(shown);
});
