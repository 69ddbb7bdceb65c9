import { expect, test } from "vitest";
import { remember } from "./remember.js";

test("works once for each text, and again for one that was forgotten", () => {
  const asked: string[] = [];
  const length = remember(2, (text) => {
    asked.push(text);
    return text === "none" ? null : text.length;
  });
  expect(["a", "none", "a", "none"].map(length)).toEqual([1, null, 1, null]);
  expect(asked).toEqual(["a", "none"]);
  expect(["bb", "a"].map(length)).toEqual([2, 1]);
  expect(asked).toEqual(["a", "none", "bb", "a"]);
});
