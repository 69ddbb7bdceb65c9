import { expect, test } from "vitest";
import { catalog, scenarios } from "../../../test/support/repository.js";
import { selectScenarios, selectTargets } from "../../scenario/select.js";
import { type PlannedCase, planRun } from "../plan.js";
import { notRun, type Trial } from "../trial/converse.js";
import { createProgress } from "./run-progress.js";

const target = "kimi-k2.5/moonshot/chat-completions";
const { cases } = planRun({
  scenarios: selectScenarios(scenarios, { catalog, suite: "current", ids: ["basic-chat"] }),
  targets: selectTargets(catalog, { targets: [target] }),
  trials: 3,
});
const missing = { kind: "credentials", reason: "credentials are missing: moonshot: set MOONSHOT_API_KEY" } as const;
const blockedCases = cases.map((planned): PlannedCase => ({ ...planned, skip: missing }));

/** A trial of the case: without a key, or made. */
function stored(trial: number, why: "credentials" | "no-recording") {
  const [planned] = cases;
  if (planned === undefined) throw new Error("there is no case");
  const provenance = {
    source: "live",
    recordedAt: null,
    after: null,
    note: null,
    endpoint: null,
    region: null,
  } as const;
  const about: Trial = { ...planned, client: "http", trial, provenance };
  return { round: 0, transcript: notRun(about, { kind: why, reason: why }) };
}

const blocked = stored(1, "credentials");

test.each<[string, readonly PlannedCase[], ReturnType<typeof stored>[], boolean, string, readonly [number, number]]>([
  ["a new run without the key", blockedCases, [], false, "1,2,3", [1, 1]],
  ["a new run with it", cases, [], false, "1,2,3", [3, 3]],
  ["a blocked run, still without the key", blockedCases, [blocked], false, "", [1, 0]],
  ["a blocked run, with the key", cases, [blocked], false, "", [1, 0]],
  ["a blocked run, with the key and excluded trials again", cases, [blocked], true, "1,2,3", [3, 3]],
  ["a run that lost its key", blockedCases, [stored(1, "no-recording")], false, "2,3", [3, 2]],
])("%s", (_title, plan, earlier, retryExcluded, wanted, [total, unasked]) => {
  const progress = createProgress(plan, { earlier, retryExcluded, stopRule: null });
  const [planned] = plan;
  if (planned === undefined) throw new Error("there is no case");
  expect([1, 2, 3].filter((trial) => progress.isWanted(planned, trial)).join()).toBe(wanted);
  expect([progress.total(), progress.unasked()]).toEqual([total, unasked]);
});
