import { expect, test } from "vitest";
import { catalog, scenarios } from "../../../test/support/repository.js";
import { planRun } from "../../runner/plan.js";
import { selectTargets } from "../../scenario/select.js";
import { reachServices } from "./reach-services.js";

const [onOpenRouter = "", onMoonshot = ""] = ["openrouter", "moonshot"].map(
  (provider) => `kimi-k2.5/${provider}/chat-completions`,
);
const targets = selectTargets(catalog, { targets: [onOpenRouter, onMoonshot] });
const plan = planRun({ scenarios: scenarios.slice(0, 2), targets, trials: 3 });
const request = { plan, targets, simulator: null, isComplete: () => false };

test("what has its key is asked, and each other case is blocked with the variable to set", async () => {
  const environment = { OPENROUTER_API_KEY: "sk-or-v1-of-a-test" };
  const { cases, blocked, redactor } = await reachServices({ ...request, environment });
  expect(blocked).toEqual([{ reason: "moonshot: set MOONSHOT_API_KEY", targets: [onMoonshot] }]);
  expect(cases.map(({ target, skip }) => [target.id, skip?.kind ?? null])).toEqual([
    [onOpenRouter, null],
    [onOpenRouter, null],
    [onMoonshot, "credentials"],
    [onMoonshot, "credentials"],
  ]);
  expect(redactor.text("key=sk-or-v1-of-a-test")).toBe("key=REDACTED");
});

test("without any key nothing is asked, and every variable is named", async () => {
  await expect(reachServices({ ...request, environment: {} })).rejects.toMatchObject({
    message: "credentials are missing:\n  - openrouter: set OPENROUTER_API_KEY\n  - moonshot: set MOONSHOT_API_KEY",
    code: 3,
  });
});

test("an empty key is a missing one", async () => {
  await expect(reachServices({ ...request, environment: { OPENROUTER_API_KEY: "" } })).rejects.toMatchObject({
    code: 3,
  });
});

// Port 9 is for a service that no machine here has.
test("a simulator must be there, unless nothing is left to ask", async () => {
  const simulated = { ...request, simulator: "http://127.0.0.1:9", environment: {} };
  await expect(reachServices(simulated)).rejects.toMatchObject({ code: 4 });
  await expect(reachServices({ ...simulated, isComplete: () => true })).resolves.toMatchObject({ blocked: [] });
});

test("a complete run needs no key", async () => {
  const complete = { ...request, environment: {}, isComplete: () => true };
  await expect(reachServices(complete)).resolves.toMatchObject({ blocked: [], cases: plan.cases });
});
