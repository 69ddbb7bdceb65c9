import { describe, expect, test } from "vitest";
import { backslashView, type EscapedView, percentView } from "./escaped-view.js";

/** The view with the places of its characters and of its end. */
const shown = (view: EscapedView | null) =>
  view === null ? null : [view.text, Array.from({ length: view.text.length + 1 }, (_, offset) => view.startOf(offset))];

describe("percent escapes", () => {
  test.each<[text: string, view: string, starts: number[]]>([
    ["%41", "A", [0, 3]],
    ["a%41b", "aAb", [0, 1, 4, 5]],
    ["%41%42c", "ABc", [0, 3, 6, 7]],
    ["%c3%A9", "\u00c3\u00a9", [0, 3, 6]],
    ["%00%fF", "\0\u00ff", [0, 3, 6]],
    ["100% %20", "100%  ", [0, 1, 2, 3, 4, 5, 8]],
    ["%2541", "%41", [0, 3, 4, 5]],
  ])("of %j are undone byte for byte, each character with its place", (text, view, starts) => {
    expect(shown(percentView(text))).toEqual([view, starts]);
  });

  test.each(["", "plain \\u0041", "%", "100%", "%4", "%4g", "%g4", "% 41"])("there are none in %j", (text) => {
    expect(percentView(text)).toBeNull();
  });
});

describe("escapes of JSON strings", () => {
  test.each<[text: string, view: string, starts: number[]]>([
    ["\\u0041", "A", [0, 6]],
    ["a\\nb", "a\nb", [0, 1, 3, 4]],
    ["\\b\\f\\n\\r\\t", "\b\f\n\r\t", [0, 2, 4, 6, 8, 10]],
    ['\\"\\\\\\/', '"\\/', [0, 2, 4, 6]],
    ["\\\\n", "\\n", [0, 2, 3]],
    ["\\u00e9\\u20AC", "\u00e9\u20ac", [0, 6, 12]],
    ["\\x\\u12\\n", "\\x\\u12\n", [0, 1, 2, 3, 4, 5, 6, 8]],
  ])("of %j are undone, each character with its place", (text, view, starts) => {
    expect(shown(backslashView(text))).toEqual([view, starts]);
  });

  test.each(["", "plain %41", "\\", "\\x41", "\\u004", "\\u00g1", "\\ n"])("there are none in %j", (text) => {
    expect(backslashView(text)).toBeNull();
  });
});
