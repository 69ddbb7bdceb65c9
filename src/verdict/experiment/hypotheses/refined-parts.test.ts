import { expect, test } from "vitest";
import type { Space } from "../space.js";
import { armNumbers } from "./coordinates.js";
import { modelOf } from "./model.js";
import { refinedPart } from "./refined-parts.js";

const level = (id: string) => ({ id, says: id, costTokens: 0, contains: [] });
const factor = (id: string, levels: readonly string[]) => ({ id, name: id, levels: levels.map(level) });
const space: Space = { factors: [factor("a", ["x", "y", "z", "w"]), factor("b", ["x", "y"])], places: [] };
const call = (changed: { readonly [factor: string]: string }, isBad: boolean) => ({
  ...armNumbers(space, { changed, place: null }),
  isBad,
});

test("the levels that cure are those with which no call failed while the other factors were as they are", () => {
  const trials = [
    call({ a: "y" }, true),
    call({ a: "z" }, true),
    call({ a: "x" }, false),
    // With both changed nothing is shown of either.
    call({ a: "w", b: "x" }, true),
  ];
  expect(refinedPart(space, [0, 1], trials)).toEqual({ rule: "all", factors: [0, 1], cures: [0b1001, 0b11] });
  expect(refinedPart(space, [0], trials)).toEqual({ rule: "all", factors: [0], cures: [0b0001] });
});

test("a factor of which every level failed is no part of the cause", () => {
  expect(refinedPart(space, [1], [call({ b: "x" }, true), call({ b: "y" }, true)])).toBeNull();
});

test("a set that is believed in already is not added, and another has the prior of one set of all", () => {
  const nothingOut = { levels: new Set<string>(), places: new Set<string>() };
  const plain = modelOf(space, nothingOut);
  const withSets = (cures: readonly number[]) =>
    modelOf(space, nothingOut, { pairs: [], refined: [{ rule: "all", factors: [0], cures }] });
  expect(withSets([0b1111]).requests).toHaveLength(plain.requests.length);
  const grown = withSets([0b0011]);
  expect(grown.requests).toHaveLength(plain.requests.length + 1);
  // Singles have 0.6 of all, half of it for sets of which some level does not cure; two factors, sixteen sets.
  expect(grown.requests.find(({ part }) => part.factors.join() === "0" && part.cures[0] === 0b0011)?.prior).toBeCloseTo(
    (0.6 * 0.5) / 2 / 16,
    10,
  );
});
