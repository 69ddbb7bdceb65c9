import fc from "fast-check";
import { expect, test } from "vitest";
import { randomSource } from "./random-source.js";
import { meanOf } from "./vector.js";

test("the same seed gives the same numbers", () => {
  const draw = (seed: number): readonly number[] => {
    const { next, normal, order } = randomSource(seed);
    return [next(), normal(), ...order(5)];
  };
  expect(draw(7)).toEqual(draw(7));
  expect(draw(7)).not.toEqual(draw(8));
});

test("an order holds every number once", () => {
  fc.assert(
    fc.property(fc.integer(), fc.nat(50), (seed, count) => {
      const sorted = randomSource(seed)
        .order(count)
        .toSorted((a, b) => a - b);
      expect(sorted).toEqual(Array.from({ length: count }, (_, index) => index));
    }),
  );
});

test("normal numbers have mean 0 and variance 1", () => {
  const { normal } = randomSource(1);
  const drawn = Array.from({ length: 20_000 }, normal);
  expect(Math.abs(meanOf(drawn))).toBeLessThan(0.03);
  expect(Math.abs(meanOf(drawn.map((value) => value * value)) - 1)).toBeLessThan(0.04);
});
