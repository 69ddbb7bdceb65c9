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
  ["an hour", [["retry-after", "3600"]], 3_600_000],
  ["an hour and a second", [["retry-after", "3601"]], 3_600_000],
  ["a second less than an hour", [["retry-after", "3599"]], 3_599_000],
  ["a part of a millisecond, rounded up", [["retry-after-ms", "1.2"]], 2],
  ["white space around", [["retry-after", " 7 "]], 7000],
  [
    "an empty number of milliseconds, then seconds",
    [
      ["retry-after-ms", ""],
      ["retry-after", "7"],
    ],
    7000,
  ],
  ["a number that begins with its fraction", [["retry-after", ".5"]], null],
  ["a number that ends with its point", [["retry-after", "5."]], null],
  ["a number with a unit", [["retry-after", "5s"]], null],
  ["a number after a word", [["retry-after", "in 5"]], null],
  ["a date of now", [date, ["retry-after", "Tue, 07 Oct 2025 13:56:21 GMT"]], 0],
  ["a date in two hours, which is cut to one", [date, ["retry-after", "Tue, 07 Oct 2025 15:56:21 GMT"]], 3_600_000],
  ["a date with white space around", [date, ["retry-after", " Tue, 07 Oct 2025 13:56:31 GMT "]], 10_000],
  ["a date that there is not", [date, ["retry-after", "Tue, 77 Oct 2025 13:56:31 GMT"]], null],
  ["a date of another zone", [date, ["retry-after", "Tue, 07 Oct 2025 13:56:31 CET"]], null],
  ["a date in another form", [date, ["retry-after", "2025-10-07T13:56:31Z"]], null],
  ["a date after words", [date, ["retry-after", "at Tue, 07 Oct 2025 13:56:31 GMT"]], null],
  ["a date before words", [date, ["retry-after", "Tue, 07 Oct 2025 13:56:31 GMT or so"]], null],
  [
    "a date, counted from rubbish",
    [
      ["date", "today"],
      ["retry-after", "Tue, 07 Oct 2025 13:56:31 GMT"],
    ],
    null,
  ],
  ["more than an hour, which is cut to one", [["retry-after", "86400"]], 3_600_000],
] as const)("reads %s", (_, headers, expected) => {
  expect(retryAfterMs(headers)).toBe(expected);
});
