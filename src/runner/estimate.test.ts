import { expect, test } from "vitest";
import { catalog, scenarios } from "../../test/support/repository.js";
import type { Target } from "../chat/target.js";
import type { Scenario, Step } from "../scenario/scenario.js";
import { estimateCase } from "./estimate.js";

const [anyScenario] = scenarios;
const [anyTarget] = catalog.targets;
if (anyScenario === undefined || anyTarget === undefined)
  throw new Error("the repository has no scenario or no target");

const step = (say: string | null, change: Partial<Step> = {}): Step => ({
  id: "a-step",
  fresh: false,
  settings: {},
  change: null,
  otherUpstream: false,
  conversation: null,
  say,
  answerCalls: false,
  expect: [],
  example: [],
  variants: [],
  ...change,
});
const fresh = (say: string) => step(say, { fresh: true, settings: { maxOutputTokens: 10 } });
/** Its opening is `[]`, as are its tools: 4 characters. */
const scenarioOf = (steps: readonly Step[], maxOutputTokens: number | null): Scenario => ({
  ...{ ...anyScenario, system: null, history: [], tools: [], steps },
  settings: { ...anyScenario.settings, maxOutputTokens },
});
const price = { inputPerMillion: 1, outputPerMillion: 10, source: "a test", date: "2026-07-02" };
const target: Target = { ...anyTarget, price };
const unpriced: Target = { ...anyTarget, price: null };

test.each<[string, Scenario, "longest" | "usual", number, readonly [number, number, number]]>([
  // (4 + 16) / 4 tokens in.
  ["one call", scenarioOf([step("sixteen letters.")], 1000), "longest", 1, [1, 5, 1000]],
  ["one call in three trials", scenarioOf([step("sixteen letters.")], 1000), "longest", 3, [3, 15, 3000]],
  ["one call with a usual reply", scenarioOf([step("sixteen letters.")], 1000), "usual", 1, [1, 5, 200]],
  ["a limit below the usual reply", scenarioOf([step("sixteen letters.")], 50), "usual", 1, [1, 5, 50]],
  ["no limit", scenarioOf([step("sixteen letters.")], null), "longest", 1, [1, 5, 4096]],
  // The second call repeats the first prompt and its reply: 5 + (5 + 2 + 1000).
  ["two calls", scenarioOf([step("sixteen letters."), step("8 chars.")], 1000), "longest", 1, [2, 1012, 2000]],
  // The second call begins again, with 4 + 8 characters and a limit of its own: 5 + 3.
  ["a fresh call", scenarioOf([step("sixteen letters."), fresh("8 chars.")], 1000), "longest", 1, [2, 8, 1010]],
  [
    "a call after a fresh one",
    scenarioOf([step("sixteen letters."), fresh("8 chars."), step("8 chars.")], 1000),
    "longest",
    1,
    // 5 + 3 + (3 + 2 + 10).
    [3, 23, 2010],
  ],
  ["two calls with usual replies", scenarioOf([step("sixteen letters."), step(null)], 1000), "usual", 1, [2, 210, 400]],
])("%s", (_title, scenario, replies, trials, [calls, inputTokens, outputTokens]) => {
  const costUsd = (inputTokens + 10 * outputTokens) / 1_000_000;
  expect(estimateCase({ scenario, target, trials, replies })).toEqual({ calls, inputTokens, outputTokens, costUsd });
  expect(estimateCase({ scenario, target: unpriced, trials, replies }).costUsd).toBeNull();
});
