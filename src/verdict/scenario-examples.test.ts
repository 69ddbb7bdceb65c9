import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { loadScenarios } from "../scenario/load-scenarios.js";
import { judgeExamples } from "./judge-examples.js";

const scenarios = loadScenarios(fileURLToPath(new URL("../../scenarios", import.meta.url)));

test.each(scenarios.map((scenario) => ({ id: scenario.id, scenario })))(
  "the examples of $id meet its expectations",
  ({ scenario }) => {
    expect(judgeExamples(scenario)).toEqual([]);
  },
);

describe("an example that does not meet its own expectations", () => {
  const [scenario] = scenarios;
  if (scenario === undefined) throw new Error("no scenario is shipped");
  const steps = scenario.steps.map((step) => ({ ...step, example: [{ kind: "text" as const, text: " " }] }));

  test("is found, with the step that it belongs to", () => {
    const findings = judgeExamples({ ...scenario, steps });
    expect(findings.map(({ id, step }) => ({ id, step }))).toContainEqual({ id: "empty-reply", step: steps[0]?.id });
  });
});
