import { expect, test } from "vitest";
import { containsWord, isBlank, quote, shortened } from "./compare-text.js";

test.each([
  ["The answer is 42.", "42"],
  ["**42**", "42"],
  ["15 + 27 = 42", "42"],
  ["x=42, done", "42"],
  ["It is 42.0 exactly", "42"],
  ["４２", "42"],
  ["答案是42", "42"],
  ["\\boxed{42}", "42"],
  ["40-42", "42"],
  ["1,042 items", "1042"],
  ["It is 65°F and sunny", "65"],
  ["It is 65F", "65"],
  ["65 ℉", "65"],
  ["humidity: 55%", "55"],
  ["Conditions: SUNNY", "sunny"],
  ["San\u00a0Francisco", "san francisco"],
  ["now 65°F", "65°F"],
  ["-5 degrees", "-5"],
  ["answer.42", "42"],
  ["42,5", "42.5"],
  ["1,234,567.5", "1234567.5"],
  ["(42)", "42"],
  ["a -42", "-42"],
  ["x-42", "42"],
  ["3)-42", "42"],
  ["2-42", "42"],
  ["no. 42", "42"],
  ["4 e42", "4"],
  ["42 eggs", "42"],
  ["42e", "42"],
  ["1,04", "1.04"],
  ["b12 and b1", "b1"],
  ["165°F or 65°F", "65°F"],
])("%j contains %j", (text, word) => {
  expect(containsWord(text, word)).toBe(true);
});

test.each([
  ["142", "42"],
  ["4.42", "42"],
  ["421", "42"],
  ["42.5", "42"],
  ["1,042", "42"],
  ["42,000", "42"],
  ["-42", "42"],
  ["the result is −42", "42"],
  ["call_42", "42"],
  ["0 .42", "42"],
  ["42e3", "42"],
  ["1965", "65"],
  ["165°F", "65°F"],
  ["4.65°F", "65°F"],
  ["forty-two", "42"],
  ["anything", ""],
  ["anything", " "],
  [".42", "42"],
  ["42e-3", "42"],
  ["42e+3", "42"],
  ["a42", "42"],
  ["1.2.42", "42"],
  ["1,0421", "1042"],
  ["6.5°F", "5°F"],
  ["b12", "b1"],
  ["b1.5", "b1"],
  ["b1,5", "b1"],
])("%j does not contain %j", (text, word) => {
  expect(containsWord(text, word)).toBe(false);
});

test("white space and zero-width characters alone are blank", () => {
  expect([" \n\t", "\u200b\ufeff", ""].map(isBlank)).toEqual([true, true, true]);
  expect(["\u00ad", "\u200f", "\u2028\u2029", "\u2060", "\u00a0"].map(isBlank)).toEqual(Array(5).fill(true));
  expect([" . ", "\u200ba", "0"].map(isBlank)).toEqual([false, false, false]);
});

test("a quotation is one line, cut by characters and never inside one", () => {
  expect(quote("a\n  b")).toBe('"a b"');
  expect(quote("😀😀😀", 2)).toBe('"😀😀…"');
  expect(quote("abc", 3)).toBe('"abc"');
  expect(quote(" abc ", 3)).toBe('"abc"');
  expect(quote("x".repeat(160))).toBe(`"${"x".repeat(160)}"`);
  expect(quote("x".repeat(161))).toBe(`"${"x".repeat(160)}…"`);
});

test("a long text is shortened, and says how long it was", () => {
  expect(shortened("short", 5)).toBe("short");
  expect(shortened("longer", 5)).toBe("longe… (6 characters)");
  expect(shortened("a\ud83d\ude00", 2)).toBe("a… (3 characters)");
  expect(shortened("x".repeat(2001))).toHaveLength(2000 + "… (2001 characters)".length);
});
