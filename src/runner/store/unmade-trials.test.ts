import { expect, test } from "vitest";
import type { RunFacts } from "./run-facts.js";
import { unmadeTrials } from "./unmade-trials.js";

const cases = ["a", "b"].map((scenario) => ({ target: "m/p/converse", scenario, trials: 50 }));
const facts: RunFacts = {
  ...{ id: "r", startedAt: "2026-11-29T00:00:00Z", workingFolder: "/", options: {}, versions: {} },
  mode: "simulator",
  ...{ cases, targets: [], hashes: { scenarios: {}, tools: {}, targets: {} }, seed: 1, nonceSeed: null },
  ...{ dataset: null, sequential: null, shard: null },
};
const made = (n: number, kind: "unsupported" | "credentials" | "budget" | null = null) =>
  Array.from({ length: n }, () => ({ notRun: kind === null ? null : { kind, reason: "why" } }));

test.each([
  ["all are made", 50, 50, undefined, 0],
  ["some are not", 50, 20, undefined, 30],
  ["none of a case is", 50, 0, undefined, 50],
  ["with a gate, the first ones are enough of a cell that is no suspect", 12, 12, 12, 0],
  ["with a gate, the first ones are not all there", 12, 5, 12, 7],
  ["with a gate, a suspect gets all: one that was cut short lacks the others", 50, 20, 12, 30],
  ["with a gate, what one suspect has more makes up for nothing of another cell", 50, 0, 12, 12],
] as const)("%s", (_, a, b, screenTrials, unmade) => {
  const of = { ...facts, ...(screenTrials === undefined ? {} : { screenTrials }) };
  expect(unmadeTrials(of, ({ scenario }) => made(scenario === "a" ? a : b))).toBe(unmade);
});

test("one trial says of a whole case that it cannot be asked", () => {
  expect(unmadeTrials(facts, () => made(1, "unsupported"))).toBe(0);
  expect(unmadeTrials(facts, () => made(1, "credentials"))).toBe(0);
  expect(unmadeTrials(facts, () => made(1, "budget"))).toBe(98);
});

test("a shard owes its own cases alone, and a test that stops trials owes none", () => {
  const parts = [1, 2].map((index) => unmadeTrials({ ...facts, shard: { index, of: 2 } }, () => []));
  expect(parts.reduce((sum, n) => sum + n, 0)).toBe(100);
  expect(unmadeTrials({ ...facts, sequential: { cap: 200 } }, () => [])).toBe(0);
});
