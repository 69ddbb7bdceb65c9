import { expect, test } from "vitest";
import { armNumbers, armOf } from "./hypotheses/coordinates.js";
import { isRefused, noRefusals, noteRefused, noteTaken, splittingArms } from "./refusals.js";
import type { Space } from "./space.js";

const factor = (id: string, contains: readonly string[] = []) => ({
  id,
  name: id,
  levels: [{ id: "x", says: "", costTokens: 0, contains }],
});
const space: Space = {
  factors: [factor("a"), factor("b"), factor("c", ["b"])],
  places: [{ id: "other", part: "provider", says: "" }],
};
const arm = (changed: { readonly [factor: string]: string }, place: string | null = null) =>
  armNumbers(space, { changed, place });

test("a refused change that stands alone is out, and is quoted with its call", () => {
  const refusals = noRefusals();
  expect(noteRefused(refusals, space, { arm: arm({ a: "x" }), call: 7 })).toBe(true);
  expect([...refusals.outLevels]).toEqual(["a=x"]);
  expect(refusals.quoted).toEqual([{ what: "a=x", call: 7 }]);
  expect(isRefused(refusals, space, arm({ a: "x", b: "x" }))).toBe(true);
  expect(isRefused(refusals, space, arm({ b: "x" }))).toBe(false);
});

test("of two changes the one that was taken before is not suspected", () => {
  const refusals = noRefusals();
  noteTaken(refusals, space, arm({ b: "x" }));
  expect(noteRefused(refusals, space, { arm: arm({ a: "x", b: "x" }), call: 1 })).toBe(true);
  expect([...refusals.outLevels]).toEqual(["a=x"]);
});

test("of two changes that were never taken either may be refused: they are asked apart", () => {
  const refusals = noRefusals();
  expect(noteRefused(refusals, space, { arm: arm({ a: "x", c: "x" }), call: 1 })).toBe(false);
  expect(refusals.outLevels.size).toBe(0);
  const apart = splittingArms(refusals, space) ?? [];
  expect(apart.map((one) => armOf(space, one).changed)).toEqual([{ a: "x" }, { c: "x" }]);
  // What the wider change holds is changed along with it.
  expect([...(apart[1]?.values ?? [])]).toEqual([0, -1, 1]);
  expect(splittingArms(refusals, space)).toBeNull();
});

test("two changes that are taken apart and refused together are not asked together again", () => {
  const refusals = noRefusals();
  noteTaken(refusals, space, arm({ a: "x" }));
  noteTaken(refusals, space, arm({ b: "x" }));
  expect(noteRefused(refusals, space, { arm: arm({ a: "x", b: "x" }), call: 1 })).toBe(false);
  expect(isRefused(refusals, space, arm({ b: "x", a: "x" }))).toBe(true);
  expect(isRefused(refusals, space, arm({ a: "x" }))).toBe(false);
});

test("a place that refuses the failing body is out; a level that is taken here is out there alone", () => {
  const refused = noRefusals();
  expect(noteRefused(refused, space, { arm: arm({}, "other"), call: 2 })).toBe(true);
  expect([...refused.outPlaces]).toEqual(["other"]);
  const refusals = noRefusals();
  noteTaken(refusals, space, arm({ a: "x" }));
  noteTaken(refusals, space, arm({}, "other"));
  expect(noteRefused(refusals, space, { arm: arm({ a: "x" }, "other"), call: 3 })).toBe(false);
  expect(isRefused(refusals, space, arm({ a: "x" }, "other"))).toBe(true);
  expect(isRefused(refusals, space, arm({ a: "x" }))).toBe(false);
});
