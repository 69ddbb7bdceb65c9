import { expect, test } from "vitest";
import { differenceLines } from "./requests-section.js";

test("places, and numbers that a patch cannot say, stand in one list", () => {
  const rewritten = [{ pointer: "/temperature", before: "1", after: "1.0" }];
  expect(differenceLines({ pointers: ["/messages/1"], operations: [], rewritten })).toEqual([
    "The two bodies differ at 1 place:",
    "",
    "- `/messages/1`",
    "- `/temperature` is the same number, written `1` and `1.0`: a patch cannot express it",
    "",
  ]);
});

test("bodies without a difference say the same, or differ only in how numbers are written", () => {
  expect(differenceLines({ pointers: [], operations: [], rewritten: [] })).toEqual([
    "The two bodies are the same in content.",
    "",
  ]);
  const rewritten = [{ pointer: "/seed", before: "9007199254740993", after: "9007199254740992" }];
  expect(differenceLines({ pointers: [], operations: [], rewritten })).toEqual([
    "The two bodies differ only in how numbers are written:",
    "",
    "- `/seed` is the same number, written `9007199254740993` and `9007199254740992`: a patch cannot express it",
    "",
  ]);
  expect(differenceLines(null)).toEqual([]);
});
