import { expect, test } from "vitest";
import { createOccupancy } from "./occupancy.js";

test("as many are let in as may be, and the next ones as others leave", () => {
  const { enter, leave } = createOccupancy();
  expect([enter(2), enter(2), enter(2), enter(2)]).toEqual([true, true, false, false]);
  leave();
  // The one that was refused does not count.
  expect([enter(2), enter(2)]).toEqual([true, false]);
  expect(enter(3)).toBe(true);
  leave();
  leave();
  leave();
  expect([enter(1), enter(1)]).toEqual([true, false]);
});
