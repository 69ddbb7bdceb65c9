import { expect, test } from "vitest";
import type { Trial } from "../belief/counts.js";
import type { Contrast } from "./contrast.js";
import { controlCounts, isApart, openControls } from "./control.js";
import { openProof } from "./proof.js";

const failing = { values: new Int8Array(1), place: 0 };
const control = { values: new Int8Array(1), place: 1 };
const contrast: Contrast = {
  ...{ kind: "place", about: "other", left: failing, right: control },
  expected: { left: 0.5, right: 0.01 },
};
const candidate = { key: "", names: [], seats: [], probability: 1, hypothesis: 0 };

const calls = (place: number, bad: number, all: number, changed = 0): readonly Trial[] =>
  Array.from({ length: all }, (_, at) => ({
    ...{ values: Int8Array.of(changed), place, upstream: null, call: at },
    isBad: at < bad,
  }));

const proofOf = (rounds: number) =>
  openProof(candidate, [{ contrast, rounds: Array.from({ length: rounds }, () => [true, false] as const) }], 50);

test("every call of the failing request at the control counts for its bound, and no other call does", () => {
  const trials = [...calls(1, 1, 12), ...calls(1, 3, 5, 1), ...calls(0, 4, 6)];
  expect(controlCounts(contrast, trials)).toMatchObject({ bad: 1, eligible: 12 });
});

test("clean calls bring the bounds apart: about three divided by the failing request's lower bound", () => {
  expect(isApart(contrast, calls(1, 0, 14), 0.15)).toBe(false);
  expect(isApart(contrast, calls(1, 0, 24), 0.15)).toBe(true);
  expect(isApart(contrast, calls(1, 2, 24), 0.15)).toBe(false);
});

test("a control is asked on alone once its difference is proved, until the bounds are apart", () => {
  expect(openControls(proofOf(2), calls(1, 0, 2), 0.15)).toEqual([]);
  expect(openControls(proofOf(8), calls(1, 0, 8), 0.15)).toEqual([contrast]);
  expect(openControls(proofOf(8), calls(1, 0, 24), 0.15)).toEqual([]);
});

test("a control that fails now and then is given up after twenty calls beyond its rounds", () => {
  expect(openControls(proofOf(8), calls(1, 3, 27), 0.15)).toEqual([contrast]);
  expect(openControls(proofOf(8), calls(1, 3, 28), 0.15)).toEqual([]);
});

test("a changed request is asked on only where it has failed more than once: its change may cure one of two causes", () => {
  const changed = { values: Int8Array.of(1), place: 0 };
  const factor: Contrast = { ...contrast, kind: "factor", about: "a", right: changed };
  const proof = openProof(
    candidate,
    [{ contrast: factor, rounds: Array.from({ length: 8 }, () => [true, false]) }],
    50,
  );
  expect(openControls(proof, calls(0, 1, 10, 1), 0.15)).toEqual([]);
  expect(openControls(proof, calls(0, 2, 10, 1), 0.15)).toEqual([factor]);
  expect(openControls(proof, calls(0, 2, 60, 1), 0.15)).toEqual([]);
  expect(openControls(proof, calls(0, 2, 28, 1), 0.15)).toEqual([]);
});
