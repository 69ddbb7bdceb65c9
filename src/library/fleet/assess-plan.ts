import { watchColumns } from "../../runner/live/stopped-columns.js";
import { type PlannedCase, planRun } from "../../runner/plan.js";
import { hashesOf, type RunFacts, versionChanges } from "../../runner/store/run-facts.js";
import { chooseAll, type FileOptions } from "../choose.js";
import { secretValuesIn } from "../secret-values.js";
import { reachServices } from "../suite/reach-services.js";
import { storedRule } from "../suite/stored-rule.js";
import { clientVersions } from "../versions.js";
import { findCase, howToAsk, type ServedPlan } from "./served-plan.js";

/** What a worker has: its own files, keys and simulator. A plan names none of them, so that nobody who writes to the database can. */
export type WorkerMeans = {
  readonly files: FileOptions;
  /** The URL of a simulator; null: services are asked. */
  readonly simulator: string | null;
  readonly environment: NodeJS.ProcessEnv;
};

/**
 * What of a plan a worker can ask, and why it cannot ask the rest, one sentence each. `mayPass`: true where that may be gone later, such as a
 * simulator that is not there yet.
 */
export type Assessed = {
  readonly served: ServedPlan | null;
  readonly refusals: readonly string[];
  readonly mayPass: boolean;
};

/**
 * Holds a plan against this worker: the same versions, the same scenarios and targets by their hashes, a key for each provider. A worker asks the
 * addresses of its own `models.yaml`, never one of a plan.
 */
export async function assessPlan(id: string, facts: RunFacts, means: WorkerMeans): Promise<Assessed> {
  try {
    const differences = await differencesOf(facts, means);
    if (differences.length > 0) return { served: null, refusals: differences, mayPass: false };
    return await assessCases(id, facts, means);
  } catch (error) {
    return { served: null, refusals: [error instanceof Error ? error.message : String(error)], mayPass: true };
  }
}

async function differencesOf(facts: RunFacts, { simulator }: WorkerMeans): Promise<readonly string[]> {
  const mode = simulator === null ? "live" : "simulator";
  return [
    ...(facts.mode === mode ? [] : [modeDifference(facts.mode)]),
    ...versionChanges(facts.versions, await clientVersions(howToAsk(facts).client)),
  ];
}

function modeDifference(mode: RunFacts["mode"]): string {
  return mode === "simulator"
    ? "it asks a simulator, and this worker asks the services: start one with --simulator URL"
    : "it asks the services, and this worker asks a simulator: start one without --simulator";
}

async function assessCases(id: string, facts: RunFacts, means: WorkerMeans): Promise<Assessed> {
  const { files, simulator, environment } = means;
  const { cases, changed } = await ownCases(facts, files);
  const targets = [...new Map(cases.map(({ target }) => [target.id, target])).values()];
  const plan = planRun({ scenarios: [], targets: [], trials: 1 });
  const reached = await reachServices({
    ...{ plan: { ...plan, cases }, targets, simulator, environment },
    isComplete: () => false,
  });
  reached.redactor.learn(secretValuesIn(environment));
  const unable = new Map(changed.map(({ provider, why }) => [provider, why]));
  for (const { reason, targets: those } of reached.blocked) {
    for (const target of targets) if (those.includes(target.id)) unable.set(target.provider, reason);
  }
  const providers = [...new Set(facts.targets.map(({ provider }) => provider))];
  const lines = providers.filter((provider) => !unable.has(provider)).map((provider) => ({ plan: id, provider }));
  const served: ServedPlan = {
    ...{ id, facts, lines, how: howToAsk(facts), rule: storedRule(facts) ?? null },
    caseOf: findCase(cases),
    credentialsFor: reached.credentialsFor,
    redactor: reached.redactor,
    columns: watchColumns(targets),
    closed: new AbortController(),
  };
  const refusals = [...unable].map(([provider, why]) => `${provider}: ${why}`);
  return { served: lines.length === 0 ? null : served, refusals, mayPass: false };
}

type Changed = { readonly provider: string; readonly why: string };

/** The cases of a plan by this worker's files, and the providers of those that say something else. */
async function ownCases(
  facts: RunFacts,
  files: FileOptions,
): Promise<{ readonly cases: readonly PlannedCase[]; readonly changed: readonly Changed[] }> {
  const scenarioIds = Object.keys(facts.hashes.scenarios);
  const choice = await chooseAll({ ...files, target: facts.targets.map(({ id }) => id), scenario: scenarioIds });
  const trials = Math.max(1, ...facts.cases.map((one) => one.trials));
  const { cases } = planRun({ scenarios: choice.scenarios, targets: choice.targets, trials });
  const own = hashesOf(cases);
  const other = scenarioIds.find((scenario) => own.scenarios[scenario] !== facts.hashes.scenarios[scenario]);
  const changed = facts.targets.flatMap(({ id, provider }) => {
    if (other !== undefined) return [{ provider, why: `scenario ${other} differs here` }];
    const isSame = own.targets[id] === facts.hashes.targets[id];
    return isSame ? [] : [{ provider, why: `target ${id} differs here (models.yaml, or the region)` }];
  });
  return { cases, changed };
}
