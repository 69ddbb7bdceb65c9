import { expect, test } from "vitest";
import { block, code, cut, details, link, plain, prose, sourceLink, table } from "./markdown-text.js";

test.each([
  ["a tag", "<script>alert(1)</script>", "\\<script\\>alert(1)\\</script\\>"],
  ["an image, which would call home", "![](http://x/y)", "\\!\\[\\](http:\u200b//x/y)"],
  ["a table break", "a|b", "a\\|b"],
  ["a line break", "a\nb\r\nc", "a b c"],
  ["a mention and an issue reference", "@everyone #12 GH-1", "\\@\u200beveryone \\#\u200b12 GH-\u200b1"],
  ["a mail address", "a.b@example.org", "a.b\\@\u200bexample.org"],
  ["a bare host", "www.example.org", "www\u200b.example.org"],
  ["another scheme", "ftp://x/y", "ftp:\u200b//x/y"],
  [
    "a commit",
    "see 0123456789abcdef0123456789abcdef01234567",
    "see 012345\u200b6789ab\u200bcdef01\u200b234567\u200b89abcd\u200bef0123\u200b4567",
  ],
  ["an emoji that looks like a sign", ":white_check_mark: :x", ":\u200bwhite_check_mark: :\u200bx"],
  ["an entity", "&lt;b&gt; &#64;a", "\\&lt;b\\&gt; \\&\\#\u200b64;a"],
  ["a formula", "$x$", "\\$x\\$"],
  ["a list and a number at its beginning", "- a", "\\- a"],
  ["an ordered list at its beginning", "1. a", "1\\. a"],
  ["bidirectional marks", "\u202eevil", "\\\\u\\{202e\\}evil"],
  ["characters without width", "a\u200bb\u00adc\u{e0041}", "a\\\\u\\{200b\\}b\\\\u\\{ad\\}c\\\\u\\{e0041\\}"],
  ["half a pair", "a\ud800b", "a\\\\u\\{d800\\}b"],
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

test("words of other scripts, emoji and times are left alone", () => {
  const text = "Zürich می\u200cخواهم 👩\u200d👧 12:30:45";
  expect(plain(text)).toBe(text);
});

test("an element of a page shows foreign text as it is", () => {
  expect(details('a </summary><img src=x onerror="b"> @c', ["- line"])).toEqual([
    "<details><summary>a &#60;/summary&#62;&#60;img src=x onerror=&#34;b&#34;&#62; @\u200bc</summary>",
    "",
    "- line",
    "",
    "</details>",
  ]);
});

test("a link keeps its brackets, whatever the path", () => {
  expect(link("text", "../a b/(c)[d]<e>%#f/g@h.har")).toBe("[text](../a%20b/%28c%29%5Bd%5D%3Ce%3E%25#f/g@h.har)");
  expect(link("text", "a\ud800b")).toBe("[text](a%EF%BF%BDb)");
});

test("prose keeps its code spans, and its foreign words do nothing", () => {
  expect(prose("`payloads: []` of @a, <b>")).toBe("`payloads: []` of \\@\u200ba, \\<b\\>");
});

test("a pipe of a code span ends no cell, and is shown as it is outside a table", () => {
  expect(code("a|b")).toBe("`a|b`");
  expect(table(["a|b"], [[code("c|d")], [plain("e|f")]])).toBe("| a\\|b |\n| --- |\n| `c\\|d` |\n| e\\|f |");
});

test("a text that is cut says how long it was", () => {
  expect([cut("abc", 3), cut("abcd", 3)]).toEqual(["abc", "abc… (4 characters)"]);
});
