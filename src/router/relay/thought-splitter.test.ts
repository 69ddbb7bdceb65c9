import { describe, expect, test } from "vitest";
import { ThoughtSplitter } from "./thought-splitter.js";

/** The thoughts and the rest of a text that arrives in these pieces. */
function split(pieces: readonly string[]): readonly [thoughts: string, rest: string] {
  const splitter = new ThoughtSplitter();
  const segments = [...pieces.flatMap((piece) => splitter.add(piece)), ...splitter.end()];
  const joined = (isThought: boolean) =>
    segments
      .filter((one) => one.isThought === isThought)
      .map(({ text }) => text)
      .join("");
  return [joined(true), joined(false)];
}

const cases = [
  ["Fine.", "", "Fine."],
  ["", "", ""],
  [" \n", "", " \n"],
  ["<think>Hm.</think>Fine.", "Hm.", "Fine."],
  [" <think> Hm. </think>\n\nFine.", " Hm. ", "\n\nFine."],
  ["<THINK>Hm.</Think>Fine.", "Hm.", "Fine."],
  ["<thinking>Hm.</thinking>Fine.", "Hm.", "Fine."],
  ["<reasoning>Hm.</reasoning>Fine.", "Hm.", "Fine."],
  ["<think>a</think><think>b</think>c", "ab", "c"],
  ["<think>Hm.", "Hm.", ""],
  ["<think>Hm.</thi", "Hm.</thi", ""],
  ["<think>a </thinking> b</think>c", "a </thinking> b", "c"],
  ["</think>Fine.", "", "Fine."],
  ["<thin", "", "<thin"],
  ["<thinker>Fine.", "", "<thinker>Fine."],
  ["< 5 is small", "", "< 5 is small"],
  ["Write <think>a</think> first.", "", "Write <think>a</think> first."],
  ["<|channel|>analysis<|message|>Hm.<|channel|>final<|message|>Fine.", "Hm.", "Fine."],
  ["analysisWe are asked.assistantfinalFine.", "We are asked.", "Fine."],
  ["analysis of the data", "", "analysis of the data"],
  ["analysis", "", "analysis"],
] as const;

describe("a text is split alike, however it arrives", () => {
  test.each(cases)("%j", (text, thoughts, rest) => {
    expect(split([text])).toEqual([thoughts, rest]);
    expect(split([...text])).toEqual([thoughts, rest]);
    for (let at = 0; at <= text.length; at += 1) {
      expect(split([text.slice(0, at), text.slice(at)])).toEqual([thoughts, rest]);
    }
  });
});

test("only what may become a tag is kept back", () => {
  const splitter = new ThoughtSplitter();
  expect(splitter.add("<th")).toEqual([]);
  expect(splitter.add("ink>Hm")).toEqual([{ isThought: true, text: "Hm" }]);
  expect(splitter.add(" </th")).toEqual([{ isThought: true, text: " " }]);
  expect(splitter.add("is")).toEqual([{ isThought: true, text: "</this" }]);
  expect(splitter.add("</think>Fine")).toEqual([{ isThought: false, text: "Fine" }]);
  expect(splitter.add(" <think>")).toEqual([{ isThought: false, text: " <think>" }]);
});
