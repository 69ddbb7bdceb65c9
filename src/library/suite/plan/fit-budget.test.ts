import { expect, test } from "vitest";
import { catalog, scenarios } from "../../../../test/support/repository.js";
import { planRun } from "../../../runner/plan.js";
import { fitBudget } from "./fit-budget.js";

const { cases: anyCases } = planRun({
  ...{ scenarios: scenarios.slice(0, 1), targets: catalog.targets.slice(0, 1), trials: 4 },
});

/** A case of so many trials, each of one call that costs a dollar as expected and two at most. */
function caseOf(expectedTrials = 4, isPriced = true) {
  const [planned] = anyCases;
  if (planned === undefined) throw new Error("the repository has no case");
  const estimate = (calls: number, costUsd: number) => ({
    ...{ calls, inputTokens: 0, outputTokens: 0 },
    costUsd: isPriced ? costUsd : null,
  });
  return { planned, usual: estimate(1, 1), most: estimate(4, 8), expectedTrials };
}

/** The same, whose trials may have ten calls each. */
function dearCase() {
  const cheap = caseOf();
  return { ...cheap, most: { ...cheap.most, calls: 40 } };
}

const none = { maxCalls: null, maxCostUsd: null };

test("without a limit there is nothing to hold the plan against", () => {
  expect(fitBudget([caseOf()], none, 0)).toBeNull();
});

test.each<[string, ReturnType<typeof caseOf>[], object, readonly [boolean, number, number]]>([
  ["all of the money", [caseOf()], { maxCostUsd: 8 }, [true, 0, 0]],
  // At most: two trials of 2. As expected: 1 + 1 + 1 spent, and the fourth may cost 2.
  ["half of the money", [caseOf()], { maxCostUsd: 5 }, [false, 0, 2]],
  ["less than one trial", [caseOf()], { maxCostUsd: 1 }, [false, 4, 4]],
  ["nothing", [caseOf()], { maxCostUsd: 0 }, [false, 4, 4]],
  ["half of the calls", [caseOf(), caseOf()], { maxCalls: 4 }, [false, 4, 4]],
  ["both limits, of which the calls are the lower", [caseOf()], { maxCalls: 3, maxCostUsd: 100 }, [false, 1, 1]],
  ["fewer trials than planned are expected", [caseOf(1.5)], { maxCostUsd: 3 }, [false, 0, 3]],
  ["no price", [caseOf(4, false), caseOf()], { maxCostUsd: 8 }, [false, 4, 4]],
  // At most: ten and one are made, and the second ten end the run, though another one would fit.
  ["a dear case before a cheap one", [dearCase(), caseOf()], { maxCalls: 12 }, [false, 4, 6]],
  ["no price, and calls alone", [caseOf(4, false)], { maxCalls: 4 }, [true, 0, 0]],
])("%s", (_title, cases, limits, [fits, expected, most]) => {
  const fit = fitBudget(cases, { ...none, ...limits }, 0);
  expect(fit?.fits).toBe(fits);
  expect(fit?.leftOut).toEqual({ expected, most });
});

test("says how many trials are planned, and how many have no price", () => {
  expect(fitBudget([caseOf(1.5), caseOf(4, false)], { ...none, maxCostUsd: 100 }, 0)).toMatchObject({
    trials: { expected: 6, most: 8 },
    leftOutUnpriced: 4,
  });
});

test("a trial starts only where its retries fit too", () => {
  // Reserved: 3 calls. 1 + 1 spent, and the third would need 2 + 3.
  expect(fitBudget([caseOf()], { ...none, maxCalls: 4 }, 2)?.leftOut).toEqual({ expected: 2, most: 2 });
});
