import { expect, test } from "vitest";
import { missedOf } from "../scripts/prove-identity/door.js";
import { figuresOf, type RowFigures } from "../scripts/prove-identity/figures.js";
import { rows } from "../scripts/prove-identity/rows.js";

// A small sample of `npm run prove -- identity`; the seeds are its first ones.

const sample = rows.map((row) => [row.name, figuresOf(row, { runs: row.cause === null ? 12 : 5, first: 1 })] as const);
const figuresAt = (name: string): RowFigures | undefined => sample.find(([of]) => of === name)?.[1];

test.each(sample)("a pair of sources, %s: nothing is missed, and no cause is wrong", (_, figures) => {
  expect(missedOf(figures)).toEqual([]);
  expect(figures.wrong).toBe(0);
});

test.each(["equal", "equal, one is throttled", "equal, both drift alike"])(
  "%s: no pair is called different",
  (name) => {
    expect(figuresAt(name)).toMatchObject({ different: 0, same: 12 });
  },
);

test.each(["another model", "another model of the same tokenizer", "another model, through another API"])(
  "%s: every pair is called different",
  (name) => {
    expect(figuresAt(name)?.different).toBe(5);
  },
);

test("most causes that one arm or the prompt tokens show are named", () => {
  const named = ["another model", "an injected prompt that stays", "a cache"].map(
    (name) => figuresAt(name)?.right ?? 0,
  );
  expect(Math.min(...named)).toBeGreaterThanOrEqual(2);
});
