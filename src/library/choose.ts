import { type Environment, regionFor } from "../adapters/bedrock/aws-credentials.js";
import type { Target } from "../chat/target.js";
import type { Catalog, Suite } from "../scenario/catalog.js";
import { readKnown } from "../scenario/compiled/read-known.js";
import { readModels } from "../scenario/compiled/read-models.js";
import type { KnownDivergence } from "../scenario/known.js";
import type { Scenario } from "../scenario/scenario.js";
import { selectScenarios, selectTargets, suiteOf, type TargetChoice } from "../scenario/select.js";
import { typedExample } from "../scenario/target-examples.js";
import { readSourceFile } from "../source/read-file.js";
import { findingIds } from "../verdict/verdict.js";
import { openShelf, type ScenarioShelf } from "./scenario-shelf.js";
import { UsageError } from "./usage-error.js";

/** Options that choose files; every path is relative to the working directory. */
export type FileOptions = {
  readonly scenarios: string;
  readonly models: string;
  readonly known: string;
  readonly fixtures: string;
};

/** Options that choose cells of the matrix. With none given, all cells of the suite are chosen. */
export type ChoiceOptions = {
  readonly suite?: string;
  readonly model?: readonly string[];
  readonly provider?: readonly string[];
  readonly api?: readonly string[];
  readonly target?: readonly string[];
  readonly scenario?: readonly string[];
  readonly baseUrl?: string;
};

/** What a command works on: its files, read and checked, and the scenarios and targets that were selected. */
export type Choice = {
  readonly catalog: Catalog;
  readonly known: readonly KnownDivergence[];
  readonly suite: Suite;
  /** All scenarios of the folder. */
  readonly shelf: ScenarioShelf;
  readonly scenarios: readonly Scenario[];
  readonly targets: readonly Target[];
};

/**
 * Reads the files of a command and selects scenarios and targets. `purpose` decides which suite is the default. `environment`:
 * where the region is read from; default: the process's. Rejects with a SourceError or a SelectionError, with the place and the fix.
 */
export async function choose(
  options: FileOptions & ChoiceOptions,
  purpose: "replay" | "live",
  environment: Environment = process.env,
): Promise<Choice> {
  const catalog = await readModels(options.models);
  const suite = suiteOf(catalog, options.suite ?? catalog.defaults[purpose]);
  const shelf = await openShelf(options.scenarios, suite.scenarioTags);
  const { allClaims } = mayNameCheck(options.known)
    ? await import("../verdict/effects/all-claims.js")
    : { allClaims: [] };
  const known = await readKnown(options.known, {
    catalog,
    scenarios: shelf.ids.map((id) => ({ id })),
    findings: findingIds,
    checks: allClaims.map(({ id }) => id),
  });
  refuseIdleBaseUrl(options, catalog);
  const { scenario: ids } = options;
  const scenarios = selectScenarios(await shelf.having(ids ?? []), {
    ...{ catalog, suite: suite.name },
    ...(ids === undefined ? {} : { ids }),
  });
  const targets = selectTargets(catalog, targetChoice(options, { suite: suite.name, environment }));
  if (scenarios.some(changesRequests)) await refuseMisfits(scenarios, targets);
  return { catalog, known, suite, shelf, scenarios, targets };
}

function changesRequests({ steps }: Scenario): boolean {
  return steps.some(({ change }) => change !== null);
}

/** Adapters are loaded only where a scenario changes what they write. */
async function refuseMisfits(scenarios: readonly Scenario[], targets: readonly Target[]): Promise<void> {
  const { refuseBrokenPatches } = await import("./refuse-broken-patches.js");
  await refuseBrokenPatches(scenarios, targets);
}

/** True where known.yaml may name a check: the ids come with the checks themselves, which listing scenarios needs for nothing else. */
function mayNameCheck(known: string): boolean {
  // A quoted key may be written with escapes.
  return /check|\\/.test(readSourceFile(known));
}

/** {@link choose} among every target and scenario of the files, whatever suite they are in. */
export async function chooseAll(options: FileOptions & ChoiceOptions): Promise<Choice> {
  const { scenarios, models, known, fixtures } = options;
  const choice = await choose({ scenarios, models, known, fixtures }, "replay");
  return {
    ...choice,
    scenarios: selectScenarios(await choice.shelf.all(), { ids: options.scenario ?? [] }),
    targets: selectTargets(choice.catalog, targetChoice(options, { suite: null, environment: process.env })),
  };
}

function targetChoice(
  { model: models, provider: providers, api: apis, target: targets, baseUrl }: ChoiceOptions,
  { suite, environment }: { readonly suite: string | null; readonly environment: Environment },
): TargetChoice {
  return {
    suite,
    region: regionFor(null, environment),
    ...(models === undefined ? {} : { models }),
    ...(providers === undefined ? {} : { providers }),
    ...(apis === undefined ? {} : { apis }),
    ...(targets === undefined ? {} : { targets }),
    ...(baseUrl === undefined ? {} : { baseUrl }),
  };
}

function refuseIdleBaseUrl({ baseUrl, target = [] }: ChoiceOptions, catalog: Catalog): void {
  if (baseUrl === undefined || target.some((text) => catalog.targets.every(({ id }) => id !== text))) return;
  throw new UsageError("--base-url has no effect: it is for typed targets, and none is chosen", {
    hint: `Drop --base-url, or add a typed target, such as --target ${typedExample}.`,
  });
}

/** Throws a UsageError for a suite whose targets can no longer be asked. */
export function requireLive({ suite, catalog }: Choice): void {
  if (suite.live) return;
  throw new UsageError(`the suite "${suite.name}" can only be replayed: ${suite.title}`, {
    hint: `Use --suite ${catalog.defaults.live}, or drop --live.`,
  });
}
