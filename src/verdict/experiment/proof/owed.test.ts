import { expect, test } from "vitest";
import { believe } from "../belief/belief.js";
import type { Trial } from "../belief/counts.js";
import { emptyCounts } from "../belief/counts.js";
import { suspectsOf } from "../choose/suspects.js";
import { armNumbers, armOf } from "../hypotheses/coordinates.js";
import { modelOf } from "../hypotheses/model.js";
import type { Arm, Space } from "../space.js";
import { owedBy } from "./owed.js";

const level = (id: string, contains: readonly string[] = []) => ({ id, says: id, costTokens: 0, contains });
const space: Space = {
  factors: [
    { id: "a", name: "a", levels: [level("x")] },
    { id: "b", name: "b", levels: [level("x")] },
  ],
  places: [
    { id: "unary", part: "stream", says: "" },
    { id: "invoke", part: "api", says: "" },
    { id: "mantle", part: "api", says: "" },
    { id: "sdk", part: "transport", says: "" },
  ],
};

type Told = readonly [changed: Arm["changed"], place: string | null, bad: number, ok: number];

/** What "a, wherever it is asked" still owes after these calls, each with its place, and what it changes here. */
function owedAfter(told: readonly Told[], within = space, cures = 0): readonly string[] {
  const model = modelOf(within, { levels: new Set(), places: new Set() });
  const part = model.requests.find(({ names }) => names[0]?.factors.join() === "a")?.part;
  if (part === undefined) throw new Error("there is no such part");
  const trials = told.flatMap(([changed, place, bad, ok]) =>
    Array.from(
      { length: bad + ok },
      (_, at): Trial => ({
        ...armNumbers(within, { changed, place }),
        ...{ isBad: at < bad, upstream: null, call: at },
      }),
    ),
  );
  const suspects = suspectsOf(model, believe(model, emptyCounts(model), []));
  return owedBy(model, { part, cures }, { trials, suspects }).map(({ arm }) => {
    const { changed, place } = armOf(within, arm);
    return place ?? JSON.stringify(changed);
  });
}

const failing: Told = [{}, null, 8, 12];
const bare: Told = [{ b: "x" }, null, 2, 3];
const places: readonly Told[] = [
  [{}, "unary", 2, 1],
  [{}, "invoke", 1, 1],
];

test("a claim owes failures with all else changed, and at a place of each part", () => {
  expect(owedAfter([failing])).toEqual(['{"b":"x"}', "unary", "invoke", "mantle", "sdk"]);
  expect(owedAfter([failing, bare, ...places, [{}, "sdk", 2, 1]])).toEqual([]);
  expect(owedAfter([failing, bare, [{}, "unary", 0, 9], [{}, "invoke", 1, 1]], space, 0b10010)).toEqual([]);
});

test("one failure among successes does not make the only place of a part a failing one", () => {
  expect(owedAfter([failing, bare, ...places, [{}, "sdk", 1, 0]])).toEqual([]);
  expect(owedAfter([failing, bare, ...places, [{}, "sdk", 1, 1]])).toEqual(["sdk"]);
  expect(owedAfter([failing, bare, ...places, [{}, "sdk", 1, 4]])).toEqual(["sdk"]);
  expect(owedAfter([failing, bare, ...places, [{}, "sdk", 2, 3]])).toEqual([]);
  // At a rate of 40 % two failures of sixteen are not what the claim expects; three are none by chance.
  expect(owedAfter([failing, bare, ...places, [{}, "sdk", 2, 14]])).toEqual(["sdk"]);
  expect(owedAfter([failing, bare, ...places, [{}, "sdk", 3, 20]])).toEqual([]);
});

test("two failures among many successes are none with a factor changed, and the common rate says what is many", () => {
  const paid: readonly Told[] = [...places, [{}, "sdk", 2, 1]];
  expect(owedAfter([failing, [{ b: "x" }, null, 2, 12], ...paid])).toEqual(['{"b":"x"}']);
  expect(owedAfter([failing, [{ b: "x" }, null, 2, 6], ...paid])).toEqual([]);
  // The failing request was unlucky in its first calls: what the others show counts, too.
  expect(owedAfter([[{}, null, 11, 6], [{ b: "x" }, null, 29, 117], ...paid])).toEqual([]);
});

test("failures that the claim says are cured show nothing of the other factors", () => {
  const paid: readonly Told[] = [...places, [{}, "sdk", 2, 1]];
  expect(owedAfter([failing, [{ a: "x", b: "x" }, null, 2, 3], ...paid])).toEqual(['{"b":"x"}']);
  expect(owedAfter([failing, [{ b: "x" }, "sdk", 2, 3], ...places], space, 0b10000)).toEqual(['{"b":"x"}']);
});

test("calls at a place that lack the failing value say nothing of a claim that rests on it", () => {
  expect(owedAfter([failing, bare, ...places, [{ a: "x" }, "sdk", 2, 0]])).toEqual(["sdk"]);
  expect(owedAfter([failing, bare, ...places, [{ b: "x" }, "sdk", 2, 0]])).toEqual([]);
});

test("a rate near 100 % owes a second failure at every place", () => {
  const always: Told = [{}, null, 8, 0];
  expect(owedAfter([always, bare, [{}, "unary", 1, 0], [{}, "invoke", 2, 0], [{}, "sdk", 2, 0]])).toEqual([
    "unary",
    "mantle",
  ]);
});

test("of a factor with many levels four have to be shown, whichever they are", () => {
  const many: Space = {
    places: [],
    factors: [
      { id: "a", name: "a", levels: [level("x")] },
      { id: "b", name: "b", levels: ["x", "y", "z", "w", "v"].map((id) => level(id)) },
    ],
  };
  expect(owedAfter([failing, [{ b: "z" }, null, 2, 0]], many)).toEqual(['{"b":"x"}']);
  const shown = ["z", "w", "v"].map((b): Told => [{ b }, null, 1, 0]);
  expect(owedAfter([failing, ...shown], many)).toEqual(['{"b":"x"}']);
  expect(owedAfter([failing, ...shown, [{ b: "x" }, null, 1, 4]], many)).toEqual([]);
});

test("a level that takes the claimed factor away cannot show that its own factor is not needed; another level can", () => {
  const holding: Space = {
    places: [],
    factors: [
      { id: "a", name: "a", levels: [level("x")] },
      { id: "b", name: "b", levels: [level("short", ["a"]), level("shorter")] },
    ],
  };
  expect(owedAfter([failing], holding)).toEqual(['{"b":"shorter"}']);
  expect(owedAfter([failing, [{ b: "shorter" }, null, 2, 0]], holding)).toEqual([]);
  const swallowing: Space = {
    places: [],
    factors: [
      { id: "a", name: "a", levels: [level("x")] },
      { id: "b", name: "b", levels: [level("short", ["a"])] },
    ],
  };
  expect(owedAfter([failing], swallowing)).toEqual([]);
});
