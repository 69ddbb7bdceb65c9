import { expect, test } from "vitest";
import { scenarios } from "../../../test/support/repository.js";
import { scenarioHash } from "./run-facts.js";

const named = (id: string) => {
  const found = scenarios.find((one) => one.id === id);
  if (found === undefined) throw new Error(`there is no scenario ${id}`);
  return found;
};

test("a scenario that never changes keeps its hash, whatever the language of scenarios learns", () => {
  // As run.json of 2026-11-29 has it: the canary is the same for ever.
  expect(scenarioHash(named("canary"))).toBe("9d1b0df57bd7423d04f399f6af798379cbf6e2effbcc8068d6b091c5ee810881");
});

test("what a step says of upstreams and of users at once is part of the hash, and the file's path is not", () => {
  const elsewhere = named("reasoning-elsewhere");
  const steps = elsewhere.steps.map((step) => ({ ...step, otherUpstream: false }));
  expect(scenarioHash({ ...elsewhere, steps })).not.toBe(scenarioHash(elsewhere));
  const atOnce = named("users-at-once");
  const alone = atOnce.steps.map((step) => ({ ...step, conversation: null }));
  expect(scenarioHash({ ...atOnce, steps: alone })).not.toBe(scenarioHash(atOnce));
  expect(scenarioHash({ ...atOnce, file: "elsewhere.yaml" })).toBe(scenarioHash(atOnce));
});
