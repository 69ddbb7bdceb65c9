import { expect, test } from "vitest";
import { sanitise } from "./print.js";

test.each([
  ["an escape", "\u001b[2Jx", "\\u{1b}[2Jx"],
  ["a title and a bell", "\u001b]0;owned\u0007", "\\u{1b}]0;owned\\u{7}"],
  ["a C1 control", "\u009b2J", "\\u{9b}2J"],
  ["a carriage return", "good\rbad", "good\\u{d}bad"],
  ["a mark that turns the direction", "a\u202eb\u2066c\u061cd", "a\\u{202e}b\\u{2066}c\\u{61c}d"],
  ["what is not seen", "a\u200bb\u2060c\u00add\u3164e\u{e0041}f", "a\\u{200b}b\\u{2060}c\\u{ad}d\\u{3164}e\\u{e0041}f"],
  ["a line end of Unicode", "a\u2028b", "a\\u{2028}b"],
  ["half of a character", "a\ud800b", "a\\u{d800}b"],
  ["a whole character", "a😀b", "a😀b"],
  ["an emoji with its selector", "⚠️", "⚠️"],
  ["eight marks on a letter", `a${"\u0301".repeat(8)}`, `a${"\u0301".repeat(8)}`],
  ["more marks on a letter", `a${"\u0301".repeat(1000)}b`, `a${"\u0301".repeat(8)}…b`],
  ["tab and line end", "a\tb\nc", "a\tb\nc"],
])("%s is shown, not obeyed", (_, text, shown) => {
  expect(sanitise(text)).toBe(shown);
});

test.each([
  ["::error::broken", "\\u{3a}:error::broken"],
  ["  ::error file=a.ts,line=1::broken", "  \\u{3a}:error file=a.ts,line=1::broken"],
  ["\u00a0::set-output name=x::y", "\u00a0\\u{3a}:set-output name=x::y"],
  ["text ::stop-commands::token", "text \\u{3a}:stop-commands::token"],
  ["a name that ends with ::warning", "a name that ends with \\u{3a}:warning"],
  ["text ##[error]broken", "text \\u{23}#[error]broken"],
  ["text ##vso[task.complete]", "text \\u{23}#vso[task.complete]"],
  ["##teamcity[buildStop]", "\\u{23}#teamcity[buildStop]"],
])("the command of a CI system in %j is broken", (text, shown) => {
  expect(sanitise(text)).toBe(shown);
});

test.each(["arn:aws:bedrock:us-east-1::foundation-model/x", "::1", "std::vector", "## heading", "a :: b"])(
  "%j is no command",
  (text) => {
    expect(sanitise(text)).toBe(text);
  },
);

test("nothing changes when it is done twice", () => {
  const text = "::error::\u001b[2J ##[x] \u202e\ud800";
  expect(sanitise(sanitise(text))).toBe(sanitise(text));
});
