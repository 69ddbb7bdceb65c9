import { expect, test } from "vitest";
import { dialects } from "../../../verdict/serialised-call/dialects/dialects.js";
import { callMarkLines } from "./call-marks.js";

const marks = new RegExp(callMarkLines.join("|"));

/** Forms without a sign of their own, which an ordinary text may have too: a script takes them for an answer. */
const unmarked = ["functionary", "react", "pythonic"];

test("every dialect is seen by its mark, or has none that an ordinary text has not", () => {
  const unseen = dialects.filter(({ example }) => !marks.test(example)).map(({ id }) => id);
  expect(unseen).toEqual(unmarked);
});

test.each([
  "The weather in San Francisco is 65°F and sunny.",
  "a < b and b > c; use the tool call in line 3",
  "<b>The</b> function is called twice.",
  'The JSON is {"location": "Oslo"}.',
  "1. functions\n2. arguments: none",
])("an answer is no call: %j", (text) => {
  expect(marks.test(text)).toBe(false);
});

test("the marks can be quoted in sh, JavaScript and Python", () => {
  expect(callMarkLines.filter((line) => /['\\]|^ | $/.test(line))).toEqual([]);
});
