import { expect, test } from "vitest";
import { clipWidth, displayWidth, padTo, splitAt, withoutFirst } from "./display-width.js";

test.each([
  ["", 0],
  ["kimi-k2.5", 9],
  ["✓ 1/1 ─ △ ∅ –", 13],
  ["✅", 2],
  ["❌", 2],
  ["⚠️", 2],
  ["日本語", 6],
  ["한국", 4],
  ["\u1112\u1161\u11ab", 2],
  ["ﾀﾞ", 2],
  ["Ａ", 2],
  ["e\u0301", 1],
  ["a\u0301\u0302\u0303", 1],
  ["👍", 2],
  ["👍🏽", 2],
  ["👨‍👩‍👧", 2],
  ["🇩🇪", 2],
  ["1️⃣", 2],
  ["हिन्दी", 4],
  ["ไทย", 3],
  ["שלום", 4],
  ["\u200b", 0],
])("%j takes %i columns", (text, width) => {
  expect(displayWidth(text)).toBe(width);
});

test("a text is cut between clusters, and says so", () => {
  expect(clipWidth("kimi-k2.5", 9)).toBe("kimi-k2.5");
  expect(clipWidth("kimi-k2.5", 8)).toBe("kimi-k2…");
  expect(clipWidth("日本語", 6)).toBe("日本語");
  expect(clipWidth("日本語", 5)).toBe("日本…");
  expect(clipWidth("日本語", 4)).toBe("日…");
  expect(clipWidth("e\u0301e\u0301e\u0301", 3)).toBe("e\u0301e\u0301e\u0301");
  expect(clipWidth("👨‍👩‍👧👨‍👩‍👧", 3)).toBe("👨‍👩‍👧…");
});

test("a text is split where it still fits, and never inside a cluster", () => {
  expect(splitAt("abc", 2)).toEqual({ head: "ab", rest: "c" });
  expect(splitAt("日本", 3)).toEqual({ head: "日", rest: "本" });
  expect(splitAt("日本", 1)).toEqual({ head: "", rest: "日本" });
  expect(splitAt("日", 2)).toEqual({ head: "日", rest: "" });
  expect(withoutFirst("e\u0301f")).toBe("f");
});

test("a text is padded by what it takes", () => {
  expect(padTo("日", 4)).toBe("日  ");
  expect(padTo("long", 2)).toBe("long");
});
