import { expect, test } from "vitest";
import { pairOrder } from "./pair-order.js";

/** F: the failing request is asked first. */
const firsts = (pairs: number, seed: number) =>
  pairOrder(pairs, seed)
    .map(([first]) => (first === "failing" ? "F" : "W"))
    .join("");

test("the order of a seed never changes; these were drawn by another program", () => {
  expect([2, 3, 4, 57].map((seed) => firsts(9, seed))).toEqual(["WFFWWWFFW", "WFFFWFFFF", "WFFFFWFWW", "WFFWFWFWF"]);
  expect(firsts(4, 2)).toBe("WFFW");
});

test("each request comes first as often as the other, whatever the place of the pair", () => {
  const seeds = Array.from({ length: 4000 }, (_, at) => (at * 2_654_435_761) % 4_294_967_296);
  for (const place of [0, 1, 5]) {
    const count = seeds.filter((seed) => firsts(place + 1, seed)[place] === "F").length;
    // Five standard deviations of a fair coin.
    expect(Math.abs(count - 2000)).toBeLessThan(5 * Math.sqrt(1000));
  }
});

test("both requests are in every pair", () => {
  expect(pairOrder(50, 7).every((pair) => new Set(pair).size === 2)).toBe(true);
  expect(pairOrder(0, 7)).toEqual([]);
});
