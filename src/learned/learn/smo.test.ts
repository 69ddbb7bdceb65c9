import fc from "fast-check";
import { expect, test } from "vitest";
import { solveSmo } from "./smo.js";

function linear(rows: readonly (readonly number[])[], labels: readonly number[], limit: number) {
  const kernel = (a: readonly number[], b: readonly number[]) =>
    a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
  return solveSmo({
    labels,
    kernelRow: (row) => Float64Array.from(rows, (other) => kernel(rows[row] ?? [], other)),
    diagonal: rows.map((row) => kernel(row, row)),
    limit,
  });
}

test("two points on a line: the border is half way, and both are on the margin", () => {
  // f(1) = -1 and f(3) = 1 give w = 1 = α(3 − 1), hence α = 1/2, and b = -2.
  const { coefficients, intercept } = linear([[1], [3]], [-1, 1], 10);
  expect(coefficients[0]).toBeCloseTo(-0.5, 6);
  expect(coefficients[1]).toBeCloseTo(0.5, 6);
  expect(intercept).toBeCloseTo(-2, 6);
});

test("a point beyond the margin has no weight", () => {
  const { coefficients } = linear([[1], [3], [9]], [-1, 1, 1], 10);
  expect(coefficients[2]).toBe(0);
});

test("no row weighs more than the limit, and both sides weigh the same", () => {
  const rows = fc.array(
    fc.tuple(fc.double({ min: -5, max: 5, noNaN: true }), fc.double({ min: -5, max: 5, noNaN: true }), fc.boolean()),
    { minLength: 2, maxLength: 20 },
  );
  fc.assert(
    fc.property(rows, (points) => {
      const labels = points.map(([, , isPositive]) => (isPositive ? 1 : -1));
      const { coefficients, intercept } = linear(
        points.map(([x, y]) => [x, y]),
        labels,
        2,
      );
      expect(coefficients.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 6);
      for (const [index, value] of coefficients.entries()) {
        expect(value * (labels[index] ?? 0)).toBeGreaterThanOrEqual(0);
        expect(Math.abs(value)).toBeLessThanOrEqual(2);
      }
      if (new Set(labels).size === 2) expect(Number.isFinite(intercept)).toBe(true);
    }),
  );
});

test("every row is on the side of the margin that its weight implies", () => {
  const point = fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 }), fc.boolean());
  fc.assert(
    fc.property(fc.array(point, { minLength: 2, maxLength: 25 }), (points) => {
      const labels = points.map(([, , isPositive]) => (isPositive ? 1 : -1));
      fc.pre(new Set(labels).size === 2);
      const rows = points.map(([x, y]) => [x / 3, y / 3]);
      const { coefficients, intercept } = linear(rows, labels, 2);
      const weights = [0, 1].map((axis) =>
        rows.reduce((sum, row, at) => sum + (coefficients[at] ?? 0) * (row[axis] ?? 0), 0),
      );
      for (const [index, [x = 0, y = 0]] of rows.entries()) {
        const margin = (labels[index] ?? 0) * ((weights[0] ?? 0) * x + (weights[1] ?? 0) * y + intercept);
        const weight = Math.abs(coefficients[index] ?? 0);
        // The conditions of Karush, Kuhn and Tucker, missed by no more than the solver may.
        if (weight < 2) expect(margin).toBeGreaterThanOrEqual(1 - 2e-3);
        if (weight > 0) expect(margin).toBeLessThanOrEqual(1 + 2e-3);
      }
    }),
    { numRuns: 300 },
  );
});
