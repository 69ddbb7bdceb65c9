import { expect, test } from "vitest";
import { transcript } from "../../test/samples/transcripts.js";
import { catalog, scenarios } from "../../test/support/repository.js";
import { type PlannedCase, planRun } from "./plan.js";
import { stopInOrder } from "./stop-rule.js";

const [first, second] = planRun({ scenarios, targets: catalog.targets.slice(0, 1), trials: 4 }).cases as readonly [
  PlannedCase,
  PlannedCase,
];

/** Settled once the trials counted so far, by their numbers, are exactly these. */
function ruleFor(...trials: readonly number[]) {
  return stopInOrder<number>({
    outcomeOf: (_, { trial }) => trial,
    isDecided: (outcomes) => outcomes.join() === trials.join(),
  });
}

function finish(trial: number) {
  return { ...transcript([]), trial };
}

test("a trial that finishes early counts only after those before it", () => {
  const rule = ruleFor(1, 2, 3);
  rule.add(first, finish(3));
  rule.add(first, finish(1));
  expect(rule.isSettled(first)).toBe(false);
  rule.add(first, finish(2));
  expect(rule.isSettled(first)).toBe(true);
});

test("trials of one case do not settle another", () => {
  const rule = ruleFor(1);
  rule.add(first, finish(1));
  expect([rule.isSettled(first), rule.isSettled(second)]).toEqual([true, false]);
});

test("a case without a trial has no outcomes", () => {
  expect(ruleFor().isSettled(first)).toBe(true);
  expect(ruleFor(1).isSettled(first)).toBe(false);
});
