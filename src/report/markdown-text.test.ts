import { expect, test } from "vitest";
import { block, code, plain, sourceLink, table } from "./markdown-text.js";

test.each([
  ["a tag", "<script>alert(1)</script>", "\\<script\\>alert(1)\\</script\\>"],
  ["an image, which would call home", "![](http://x/y)", "\\!\\[\\](http:\u200b//x/y)"],
  ["a table break", "a|b", "a\\|b"],
  ["a line break", "a\nb\r\nc", "a b c"],
  ["a mention and an issue reference", "@everyone #12 GH-1", "\\@\u200beveryone \\#\u200b12 GH-\u200b1"],
  ["a terminal escape", "\u001b[2J", "\\\\u\\{1b\\}\\[2J"],
])("%s in foreign text does nothing", (_, text, expected) => {
  expect(plain(text)).toBe(expected);
});

test("a code span outlasts the backticks inside it", () => {
  expect(code("a ``b`` c")).toBe("``` a ``b`` c ```");
});

test("blank text is shown as blank, not as nothing", () => {
  expect([code(""), code("  \n")]).toEqual(["`␠`", "`␠`"]);
});

test("long text is cut, and its length is said", () => {
  expect(code("x".repeat(300), 10)).toBe(`\`${"x".repeat(10)}… (300 characters)\``);
});

test("a fence inside a block cannot close it", () => {
  expect(block("```\n# out\n```")).toBe("````\n```\n# out\n```\n````");
});

test("a CI command in foreign text does not begin a line", () => {
  expect(block("::error::x")).not.toMatch(/^::error/m);
});

test("a table has one line a row", () => {
  expect(table(["a", "b"], [["1", "2"]])).toBe("| a | b |\n| --- | --- |\n| 1 | 2 |");
});

test("an underscore inside a word is left alone, since it means nothing there", () => {
  expect(plain("get_weather and _emphasis_")).toBe("get_weather and \\_emphasis\\_");
});

test("an address of ours is a link, other sources are words", () => {
  expect(sourceLink("https://example.org/a_b (third comment)")).toBe("<https://example.org/a_b> (third comment)");
  expect(sourceLink("vercel/ai#11409")).toBe("vercel/ai\\#\u200b11409");
});
