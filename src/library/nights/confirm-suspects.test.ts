import { expect, test } from "vitest";
import { transcript } from "../../../test/samples/transcripts.js";
import { catalog, scenarios } from "../../../test/support/repository.js";
import { type PlannedCase, planRun } from "../../runner/plan.js";
import { createProgress } from "../../runner/store/run-progress.js";
import { confirmSuspects, type ScreenedCase } from "./confirm-suspects.js";

const { cases } = planRun({ scenarios: scenarios.slice(0, 2), targets: catalog.targets.slice(0, 1), trials: 5 });
const [first, second] = cases as readonly [PlannedCase, PlannedCase];
const made = ({ target, scenario }: PlannedCase, trial: number) => {
  const one = transcript([], { trial });
  return { ...one, cell: { ...one.cell, target: target.id, scenario: scenario.id } };
};

function screening(suspects: readonly PlannedCase[]) {
  const seen: (readonly ScreenedCase[])[] = [];
  const rule = confirmSuspects({
    screen: 2,
    suspectsOf: (screened) => {
      seen.push(screened);
      return suspects;
    },
  });
  const progress = createProgress(cases, { earlier: [], retryExcluded: false, stopRule: rule });
  const add = (planned: PlannedCase, ...trials: readonly number[]) => {
    for (const trial of trials) progress.add(planned, made(planned, trial));
  };
  return { rule, progress, add, seen };
}

test("a case is settled after its first trials, unless it is a suspect", () => {
  const { rule, add } = screening([second]);
  add(first, 1);
  expect(rule.isSettled(first)).toBe(false);
  add(first, 2);
  add(second, 1, 2);
  expect([rule.isSettled(first), rule.isSettled(second)]).toEqual([true, false]);
});

test("suspects are chosen once, from the first trials alone", () => {
  const { rule, add, seen } = screening([second]);
  add(first, 1, 2);
  add(second, 2, 1);
  rule.isSettled(first);
  add(second, 3);
  rule.isSettled(second);
  expect(seen.map((cells) => cells.map(({ transcripts }) => transcripts.map(({ trial }) => trial)))).toEqual([
    [
      [1, 2],
      [2, 1],
    ],
  ]);
});

test("before all cases have had their first trials, no more of them are expected, and nothing is chosen", () => {
  const { progress, add, seen } = screening([second]);
  expect([progress.total(), progress.unasked()]).toEqual([4, 4]);
  add(first, 1, 2);
  add(second, 1);
  expect([progress.total(), progress.unasked(), seen.length]).toEqual([4, 1, 0]);
  add(second, 2);
  expect([progress.total(), progress.unasked()]).toEqual([7, 3]);
  add(second, 3, 4, 5);
  expect(progress.unasked()).toBe(0);
});
