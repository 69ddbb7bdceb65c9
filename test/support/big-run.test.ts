import { expect, test } from "vitest";
import { bigRun } from "./big-run.js";

test("a large run has cells of every kind, its own size, and is the same for the same options", () => {
  const { matrix, cellCommands } = bigRun({ models: 3, scenarios: 20 }).bundle;
  expect(matrix.verdicts).toHaveLength(600);
  expect(cellCommands).toHaveLength(600);
  const states = new Set(matrix.verdicts.map(({ observed, claim }) => `${observed} ${claim}`));
  expect([...states].sort()).toEqual([
    "bad fail",
    "blocked null",
    "mixed flaky",
    "mixed inconclusive",
    "not-run null",
    "ok inconclusive",
  ]);
  expect(bigRun({ models: 3, scenarios: 20 }).bundle.matrix.verdicts).toEqual(matrix.verdicts);
});

test("a large run may be red throughout", () => {
  const { matrix } = bigRun({ models: 2, scenarios: 2, shares: { silent: 1 } }).bundle;
  expect(new Set(matrix.verdicts.map(({ claim }) => claim))).toEqual(new Set(["fail"]));
  expect(matrix.known.unexpected).toHaveLength(40);
});
