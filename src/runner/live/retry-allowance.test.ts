import { expect, test } from "vitest";
import { catalog, scenarios } from "../../../test/support/repository.js";
import { planRun } from "../plan.js";
import { retryAllowance } from "./retry-allowance.js";

const targets = catalog.targets.slice(0, 2);

function allowed(trials: number, retries: number): readonly number[] {
  const { cases } = planRun({ scenarios: scenarios.filter(({ id }) => id === "basic-chat"), targets, trials });
  const mayRetry = retryAllowance(cases, retries);
  return cases.map((planned) => {
    for (let count = 0; ; count += 1) if (!mayRetry(planned)) return count;
  });
}

test.each([
  [1, 3, 3],
  [4, 3, 3],
  [5, 3, 1],
  [12, 1, 2],
  [100, 10, 20],
])("a column of %i calls with %i retries of a turn has %i retries in all", (calls, retries, most) => {
  expect(allowed(calls, retries)).toEqual([most, most]);
});
