import { expect, test } from "vitest";
import { retryAfterMs } from "./retry-after.js";

const date = ["date", "Tue, 07 Oct 2025 13:56:21 GMT"] as const;

test.each([
  ["seconds", [["retry-after", "7"]], 7000],
  ["a fraction of a second", [["retry-after", "0.25"]], 250],
  ["zero", [["retry-after", "0"]], 0],
  [
    "milliseconds before seconds",
    [
      ["retry-after", "7"],
      ["retry-after-ms", "1500"],
    ],
    1500,
  ],
  ["a date, counted from the response's own date", [date, ["retry-after", "Tue, 07 Oct 2025 13:56:51 GMT"]], 30_000],
  ["a date in the past", [date, ["retry-after", "Tue, 07 Oct 2025 13:56:01 GMT"]], 0],
  ["a date without a date to count from", [["retry-after", "Tue, 07 Oct 2025 13:56:51 GMT"]], null],
  ["words", [date, ["retry-after", "soon"]], null],
  ["a negative number", [date, ["retry-after", "-5"]], null],
  ["an empty value", [["retry-after", ""]], null],
  ["no header", [], null],
  ["more than an hour, which is cut to one", [["retry-after", "86400"]], 3_600_000],
] as const)("reads %s", (_, headers, expected) => {
  expect(retryAfterMs(headers)).toBe(expected);
});
