import fc from "fast-check";
import { expect, test } from "vitest";
import { interleave } from "./interleave.js";

const cases = [
  { id: "a", trials: 3 },
  { id: "b", trials: 3 },
  { id: "c", trials: 1 },
];

test("the same seed gives the same order, another seed another one", () => {
  const many = Array.from({ length: 12 }, (_, index) => ({ id: index, trials: 2 }));
  expect(interleave(many, 7)).toEqual(interleave(many, 7));
  expect(interleave(many, 7)).not.toEqual(interleave(many, 8));
});

test("trial 2 of any case comes after trial 1 of every case", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0 }), (seed) => {
      const trials = interleave(cases, seed).map(({ trial }) => trial);
      expect(trials).toEqual([...trials].sort((x, y) => x - y));
    }),
  );
});

test("every trial of every case is there once", () => {
  const seen = interleave(cases, 1).map(({ planned, trial }) => `${planned.id}${trial}`);
  expect([...seen].sort()).toEqual(["a1", "a2", "a3", "b1", "b2", "b3", "c1"]);
});

test("trials are counted from one, and no case has none of them", () => {
  expect(interleave([{ id: "a", trials: 2 }], 1).map(({ trial }) => trial)).toEqual([1, 2]);
  expect(interleave([{ id: "a", trials: 0 }], 1)).toEqual([]);
  expect(interleave([], 1)).toEqual([]);
});
