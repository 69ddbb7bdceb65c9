import { expect, test } from "vitest";
import { armNumbers } from "../hypotheses/coordinates.js";
import { modelOf } from "../hypotheses/model.js";
import type { Space } from "../space.js";
import { believe } from "./belief.js";
import { countTrial, emptyCounts, type Trial } from "./counts.js";

const space: Space = {
  factors: [{ id: "a", name: "a", levels: [{ id: "x", says: "", costTokens: 0, contains: [] }] }],
  places: [],
};
const model = modelOf(space, { levels: new Set(), places: new Set() });

function trial(changed: { readonly [factor: string]: string }, isBad: boolean, upstream: string | null = null): Trial {
  return { ...armNumbers(space, { changed, place: null }), isBad, upstream, call: 1 };
}

function beliefAfter(trials: readonly Trial[]) {
  const counts = emptyCounts(model);
  for (const one of trials) countTrial(counts, model, one);
  return believe(model, counts, trials);
}

/** The probabilities of "a", of a constant high rate and of none, by the plain sum over all rates. */
function bySum(kept: readonly boolean[], changed: readonly boolean[]) {
  const rates = [0.06, 0.1, 0.15, 0.22, 0.3, 0.4, 0.52, 0.66, 0.8, 0.93, 0.995];
  const weights = [0.5, 0.8, 1, 1.1, 1, 1.1, 1, 1, 1, 1, 3];
  const bases = [0.004, 0.015, 0.04, 0.08];
  const shares = [0.5, 0.3, 0.15, 0.05];
  const healthy = [0.001, 0.01, 0.02, 0.035];
  const healthyShares = [0.5, 0.25, 0.15, 0.1];
  const chance = (rate: number, outcomes: readonly boolean[]) =>
    outcomes.reduce((product, isBad) => product * (isBad ? rate : 1 - rate), 1);
  let [ofA, allA, ofHigh, allHigh, ofLow] = [0, 0, 0, 0, 0];
  rates.forEach((rate, at) => {
    const weight = weights[at] ?? 0;
    ofHigh += weight * chance(rate, [...kept, ...changed]);
    allHigh += weight;
    bases.forEach((base, index) => {
      if (base > rate / 3) return;
      const share = weight * (shares[index] ?? 0);
      ofA += share * chance(rate, kept) * chance(base, changed);
      allA += share;
    });
  });
  healthy.forEach((rate, at) => {
    ofLow += (healthyShares[at] ?? 0) * chance(rate, [...kept, ...changed]);
  });
  const joint = { a: (0.6 * ofA) / allA, high: (0.27 * ofHigh) / allHigh, low: 0.06 * ofLow };
  const total = joint.a + joint.high + joint.low;
  return { a: joint.a / total, high: joint.high / total, low: joint.low / total };
}

test.each([
  ["four failures", [true, true, true, true], []],
  ["a cure", [true, true, true, true], [false, false, false]],
  ["no cure", [true, false, true, true], [true, true, false]],
  ["no failure", [false, false, false, false], [false, false]],
] as const)("the probabilities after %s are those of the plain sum", (_, kept, changed) => {
  const belief = beliefAfter([...kept.map((bad) => trial({}, bad)), ...changed.map((bad) => trial({ a: "x" }, bad))]);
  const expected = bySum(kept, changed);
  const single = model.requests.findIndex(({ part }) => part.factors.length === 1);
  expect(belief.weights[single]).toBeCloseTo(expected.a, 10);
  expect(belief.high).toBeCloseTo(expected.high, 10);
  expect(belief.low).toBeCloseTo(expected.low, 10);
});

test("the order of the calls does not matter", () => {
  const trials = [trial({}, true), trial({ a: "x" }, false), trial({}, false), trial({ a: "x" }, true)];
  expect([...beliefAfter(trials).weights]).toEqual([...beliefAfter(trials.toReversed()).weights]);
});

test("one of two upstreams that alone fails is believed, whatever was changed", () => {
  const fine = Array.from({ length: 12 }, () => trial({}, false, "one"));
  const bad = Array.from({ length: 12 }, (_, at) => trial(at % 2 === 0 ? {} : { a: "x" }, true, "other"));
  expect(beliefAfter([...fine, ...bad]).upstream).toBeGreaterThan(0.98);
});

test("an upstream that fails for other models too is at fault for all of them", () => {
  const served = (bad: boolean, by: string) => Array.from({ length: 4 }, () => trial({}, bad, by));
  const fine = [...served(false, "Alpha m/one"), ...served(false, "Alpha m/two")];
  expect(beliefAfter([...fine, ...served(true, "Beta m/one"), ...served(true, "Beta m/two")]).upstream).toBeGreaterThan(
    0.9,
  );
});

test("one upstream explains nothing", () => {
  expect(beliefAfter([trial({}, true, "one"), trial({}, false, "one")]).upstream).toBe(0);
});
