import { expect, test } from "vitest";
import { amzTime, parseAmzTime } from "./amz-time.js";

const timeMs = Date.UTC(2026, 1, 10, 3, 4, 5);

test("a time is written without fractions", () => {
  expect(amzTime(timeMs + 987)).toBe("20260210T030405Z");
});

test.each(["20260210T030405Z", "Tue, 10 Feb 2026 03:04:05 GMT"])("%s is a time", (text) => {
  expect(parseAmzTime(text)).toBe(timeMs);
});

test.each([
  "",
  "20260210",
  "2026-02-10T03:04:05Z",
  "20260230T030405Z",
  "20261301T030405Z",
  "20260210T240405Z",
  "20260210T030405",
  "20260210T030405z",
  " 20260210T030405Z",
  "1770692645",
  "Tue, nonsense GMT",
])("%j is none", (text) => {
  expect(parseAmzTime(text)).toBeNull();
});
