import { expect, test } from "vitest";
import { dayAfter, daysBetween, isDay, missedNights } from "./calendar.js";

test.each([
  ["2026-11-28", true],
  ["2028-02-29", true],
  ["2026-02-29", false],
  ["2000-02-29", true],
  ["1900-02-29", false],
  ["2026-04-31", false],
  ["2026-00-10", false],
  ["2026-13-01", false],
  ["2026-12-00", false],
  ["2026-1-01", false],
  ["2026-11-28T02", false],
])("%s is a day: %s", (text, is) => {
  expect(isDay(text)).toBe(is);
});

test("days are counted over months, leap days and years", () => {
  expect(dayAfter("2026-12-31", 1)).toBe("2027-01-01");
  expect(dayAfter("2028-03-01", -1)).toBe("2028-02-29");
  expect(daysBetween("2026-11-28", "2026-12-02")).toBe(4);
});

test("missed nights are the days without one, the newest of them where there are many", () => {
  const nights = ["2026-11-27", "2026-11-28", "2026-12-02"];
  const range = { first: "2026-11-27", last: "2026-12-02" };
  expect(missedNights(nights, { ...range, most: 9 })).toEqual(["2026-11-29", "2026-11-30", "2026-12-01"]);
  expect(missedNights(nights, { ...range, most: 2 })).toEqual(["2026-11-30", "2026-12-01"]);
  expect(missedNights(nights, { first: "2026-11-27", last: "2026-11-28", most: 9 })).toEqual([]);
});
