import { join } from "node:path";
import type { Api } from "../../../src/chat/api.js";
import type { JsonObject } from "../../../src/chat/json.js";
import type { Target } from "../../../src/chat/target.js";
import { caseSpace, type Explained, explainedCall } from "../../../src/library/experiment/case-space.js";
import { Budget } from "../../../src/runner/live/budget.js";
import { runLive } from "../../../src/runner/live/run-live.js";
import { planRun } from "../../../src/runner/plan.js";
import { noRetries } from "../../../src/runner/trial/retry-policy.js";
import type { Catalog } from "../../../src/scenario/catalog.js";
import { loadModels } from "../../../src/scenario/load-models.js";
import { loadScenarioFile, loadScenarios } from "../../../src/scenario/load-scenarios.js";
import type { Scenario } from "../../../src/scenario/scenario.js";
import type { MadeSpace } from "../../../src/verdict/experiment/places/make-space.js";
import { judgeAll } from "../../../src/verdict/judge-all.js";
import type { Exchange } from "../../../src/wire/exchange.js";
import { transportOf } from "../../../src/wire/transport/faces.js";
import { root } from "./root.js";

/** A cell that fails, and what can be varied of it. */
export type FailingCell = {
  readonly name: string;
  readonly scenario: Scenario;
  readonly explained: Explained;
  readonly made: MadeSpace;
};

/** Which cell: a scenario of the suite or the laden one, an API of Kimi K2.5, and members that the target adds to its bodies. */
export type CellChoice = {
  readonly scenario: string;
  readonly api: Api;
  readonly provider: string;
  readonly extra: JsonObject;
  /** Targets that the catalog has and that cannot be asked. */
  readonly lacks: (target: Target) => boolean;
};

export const day = new Date("2026-02-10T00:00:00.000Z");
export const scenarios: readonly Scenario[] = [
  ...loadScenarios(join(root, "scenarios")),
  loadScenarioFile(join(root, "scripts/prove-causes/wire/laden-request.yaml")),
];

/** The catalog, and the failing target in a second region. */
function catalogWith(target: Target): Catalog {
  const catalog = loadModels(join(root, "scenarios/models.yaml"));
  const { region, id, baseUrl } = target;
  if (region === null) return catalog;
  const other = region === "us-west-2" ? "us-east-1" : "us-west-2";
  const there = { ...target, region: other, id: `${id}@${other}`, baseUrl: baseUrl?.replaceAll(region, other) ?? null };
  const targets = catalog.targets.map((one) => (one.id === id ? target : one));
  return { ...catalog, targets: [...targets, there] };
}

/** Runs the cell against an exchange that always fails, and makes the space of its failing call. */
export async function failingCell(choice: CellChoice, exchange: Exchange): Promise<FailingCell> {
  const { scenario: id, api, provider, extra } = choice;
  const scenario = scenarios.find((one) => one.id === id);
  const listed = loadModels(join(root, "scenarios/models.yaml")).targets.find(
    (one) => one.id === `kimi-k2.5/${provider}/${api}`,
  );
  if (scenario === undefined || listed === undefined)
    throw new Error(`there is no ${id} or kimi-k2.5/${provider}/${api}`);
  const region = provider === "bedrock" ? (listed.region ?? "us-east-1") : listed.region;
  const target = { ...listed, region, extra: { ...listed.extra, ...extra } };
  const { cases } = planRun({ scenarios: [scenario], targets: [target], trials: 4 });
  const transcripts = await runLive(cases, {
    exchange,
    client: "http",
    makeTransport: (inner) => transportOf(inner),
    credentialsFor: () => Promise.resolve({ kind: "bearer", token: "simulated" }),
    baseUrlFor: () => null,
    source: "simulated",
    budget: new Budget({ maxCalls: null, maxCostUsd: null }),
    retry: noRetries,
    concurrency: 1,
    seed: 1,
    now: () => day,
    signal: new AbortController().signal,
    onTrial: () => {},
  });
  const [verdict] = judgeAll(transcripts, { targets: [target], scenarios: [scenario] });
  if (verdict === undefined) throw new Error(`${id} was not judged`);
  const found = { verdict, target, scenario, transcripts };
  const explained = explainedCall(found);
  const lacks = (one: Target) => (choice.lacks(one) ? "left out" : null);
  const made = await caseSpace(found, explained, {
    catalog: catalogWith(target),
    lacks,
    mostTokens: 2000,
    regions: [],
  });
  return { name: `${id} on ${provider} ${api}`, scenario, explained, made };
}
