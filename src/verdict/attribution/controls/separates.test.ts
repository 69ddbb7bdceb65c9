import { expect, test } from "vitest";
import { boundsOf, callsToClear, callsToTell, failsToo, fineControls } from "./separates.js";

const side = (bad: number, eligible: number) => ({ bad, eligible, stopped: null });

// By hand: of n bad in n, the lower bound is alpha^(1/n); of none in n, the upper one is 1 - alpha^(1/n).
test.each([
  [4, 0.05, 0.4729],
  [5, 0.05, 0.5493],
  [5, 0.025, 0.4782],
  [6, 0.025, 0.5407],
])("%d of %d bad at alpha %d: the lower bound is %d", (n, alpha, low) => {
  expect(boundsOf(side(n, n), alpha)?.[0]).toBeCloseTo(low, 3);
  expect(boundsOf(side(0, n), alpha)?.[1]).toBeCloseTo(1 - low, 3);
});

test.each([
  ["5 against 5 tell", side(5, 5), [side(0, 5)], [true]],
  ["4 against 4 do not", side(4, 4), [side(0, 4)], [false]],
  [
    "5 against 5 do not beside another control: Holm halves alpha",
    side(5, 5),
    [side(0, 5), side(5, 5)],
    [false, false],
  ],
  ["6 against 6 do", side(6, 6), [side(0, 6), side(6, 6)], [true, false]],
  ["the second of two is tested at the whole alpha", side(6, 6), [side(0, 6), side(0, 5)], [true, true]],
  ["a control without a trial is not fine", side(6, 6), [side(0, 0)], [false]],
])("%s", (_, failing, controls, fine) => {
  expect(fineControls(failing, controls)).toEqual(fine);
});

test.each([
  [2, 2, true],
  [1, 1, false],
  [3, 7, true],
  [2, 7, false],
  [0, 100, false],
])("%d of %d bad: fails too is %s", (bad, eligible, fails) => {
  expect(failsToo(side(bad, eligible))).toBe(fails);
});

test("trials that a rule stopped have always-valid bounds, which are wider", () => {
  const stopped = Array.from({ length: 10 }, () => true);
  const [low = 0] = boundsOf({ bad: 10, eligible: 10, stopped }, 0.05) ?? [];
  const [fixed = 0] = boundsOf(side(10, 10), 0.05) ?? [];
  expect(low).toBeGreaterThan(0.3);
  expect(low).toBeLessThan(fixed);
});

test.each([
  [1, { failing: 5, control: 5 }],
  [0.4, { failing: 14, control: 14 }],
  [0.2, { failing: 33, control: 33 }],
  [0.001, null],
])("from nothing, a failing rate of %d takes %o trials", (rate, calls) => {
  expect(callsToTell({ bad: 0, eligible: 0, rate })).toEqual(calls);
});

test("trials that are there are counted", () => {
  expect(callsToTell(side(10, 10))).toEqual({ failing: 0, control: 3 });
  expect(callsToTell(side(3, 3), side(0, 5))).toEqual({ failing: 1, control: 0 });
});

// By hand, from the bounds above: 5 against 5 are apart at 5 %, 6 against 6 at 2.5 %, 8 against 8 at 0.5 % (0.005^(1/8) = 0.516).
test.each([
  ["counts that are not apart: as they say", side(3, 3), side(0, 5), 1, { failing: 1, control: 0 }],
  ["counts that are apart alone: the bounds of both controls", side(5, 5), side(0, 5), 2, { failing: 1, control: 1 }],
  ["counts that are apart, of a rule that stopped: wider ones", side(5, 5), side(0, 5), 1, { failing: 3, control: 3 }],
  ["counts that are apart at any bounds: a call each", side(60, 60), side(0, 60), 1, { failing: 1, control: 1 }],
  ["counts that no number tells apart", side(1, 1000), side(0, 5), 1, null],
])("an unclear control is never priced at no call: %s", (_, failing, control, among, calls) => {
  expect(callsToClear(failing, control, among)).toEqual(calls);
});
