import fc from "fast-check";
import { expect, test } from "vitest";
import { readVector, storedVector, storeVector } from "./stored-vector.js";

test("a vector that was stored and read is the same to seven digits", () => {
  const number = fc.oneof(
    fc.constant(0),
    fc.double({ min: -1, max: 1, noNaN: true }).filter((value) => Math.abs(value) > 1e-9),
  );
  fc.assert(
    fc.property(fc.array(number, { minLength: 1, maxLength: 40 }), (vector) => {
      const stored = storedVector.parse(JSON.parse(JSON.stringify(storeVector(vector))));
      const read = readVector(stored);
      expect(read).toHaveLength(vector.length);
      for (const [index, value] of vector.entries()) {
        expect(Math.abs((read[index] ?? 0) - value)).toBeLessThanOrEqual(1e-6 * Math.abs(value));
      }
    }),
  );
});

test("a vector that is mostly zero stores only its other numbers", () => {
  expect(storeVector([0, 0, 0.5, 0])).toEqual({ length: 4, at: [2], value: [0.5] });
  expect(storeVector([1, 0, 2])).toEqual([1, 0, 2]);
});
