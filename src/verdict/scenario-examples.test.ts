import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { loadScenarios } from "../scenario/load-scenarios.js";
import { compareExamples, judgeExamples } from "./judge-examples.js";

const scenarios = loadScenarios(fileURLToPath(new URL("../../scenarios", import.meta.url)));

test.each(scenarios.map((scenario) => ({ id: scenario.id, scenario })))(
  "the examples of $id meet its expectations",
  ({ scenario }) => {
    expect(judgeExamples(scenario)).toEqual([]);
    expect(compareExamples(scenario)).toEqual([]);
    for (const [at, step] of scenario.steps.entries()) {
      for (const text of step.variants) {
        const steps = scenario.steps.with(at, { ...step, example: [{ kind: "text", text }] });
        expect(judgeExamples({ ...scenario, steps })).toEqual([]);
      }
    }
  },
);

describe("an example that contradicts its comparison", () => {
  const [stop] = scenarios.filter(({ id }) => id === "effect-stop");
  if (stop === undefined) throw new Error("effect-stop is not shipped");
  const saying = (id: string, text: string) =>
    stop.steps.map((step) => (step.id === id ? { ...step, example: [{ kind: "text" as const, text }] } : step));

  test.each([
    ["plain", "one two three", "base", 'the example of step "plain" is not a reply that has "five"'],
    ["stopped", "one two five", "changed", 'the example of step "stopped" is a reply that has "five"'],
  ])("of step %s is found", (id, text, side, message) => {
    expect(compareExamples({ ...stop, steps: saying(id, text) })).toEqual([{ index: 0, side, message }]);
  });

  test("is one too where the effect is turned round", () => {
    const [comparison] = stop.compare;
    if (comparison === undefined) throw new Error("effect-stop compares nothing");
    const turned = { ...stop, compare: [{ ...comparison, effect: "adds" as const }] };
    expect(compareExamples(turned).map(({ side }) => side)).toEqual(["base", "changed"]);
  });
});

describe("an example that does not meet its own expectations", () => {
  const [scenario] = scenarios;
  if (scenario === undefined) throw new Error("no scenario is shipped");
  const steps = scenario.steps.map((step) => ({ ...step, example: [{ kind: "text" as const, text: " " }] }));

  test("is found, with the step that it belongs to", () => {
    const findings = judgeExamples({ ...scenario, steps });
    expect(findings.map(({ id, step }) => ({ id, step }))).toContainEqual({ id: "empty-reply", step: steps[0]?.id });
  });
});
