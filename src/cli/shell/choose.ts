import { regionFor } from "../../adapters/bedrock/aws-credentials.js";
import type { Target } from "../../chat/target.js";
import type { Catalog, Suite } from "../../scenario/catalog.js";
import type { KnownDivergence } from "../../scenario/known.js";
import { loadKnown } from "../../scenario/load-known.js";
import { loadModels } from "../../scenario/load-models.js";
import { loadScenarios } from "../../scenario/load-scenarios.js";
import type { Scenario } from "../../scenario/scenario.js";
import { selectScenarios, selectTargets, suiteOf } from "../../scenario/select.js";
import { checks } from "../../verdict/checks/registry.js";
import { findingIds } from "../../verdict/verdict.js";
import type { ChoiceOptions, FileOptions } from "./shared-options.js";

/** What a command works on: the files, read and checked, and the part of them that was asked for. */
export type Choice = {
  readonly catalog: Catalog;
  readonly known: readonly KnownDivergence[];
  readonly suite: Suite;
  readonly allScenarios: readonly Scenario[];
  readonly scenarios: readonly Scenario[];
  readonly targets: readonly Target[];
};

/**
 * Reads the files of a command and selects; throws SourceError or SelectionError with place and fix.
 * `purpose` says which suite is meant when none is named.
 */
export function choose(options: FileOptions & ChoiceOptions, purpose: "replay" | "live"): Choice {
  const catalog = loadModels(options.models);
  const suite = suiteOf(catalog, options.suite ?? catalog.defaults[purpose]);
  const allScenarios = loadScenarios(options.scenarios);
  const known = loadKnown(options.known, {
    catalog,
    scenarios: allScenarios,
    findings: findingIds,
    checks: checks.map(({ id }) => id),
  });
  const { model: models, provider: providers, api: apis, target: targets, scenario: ids, baseUrl } = options;
  return {
    catalog,
    known,
    suite,
    allScenarios,
    scenarios: selectScenarios(allScenarios, { catalog, suite: suite.name, ...(ids === undefined ? {} : { ids }) }),
    targets: selectTargets(catalog, {
      suite: suite.name,
      region: regionFor(null, process.env),
      ...(models === undefined ? {} : { models }),
      ...(providers === undefined ? {} : { providers }),
      ...(apis === undefined ? {} : { apis }),
      ...(targets === undefined ? {} : { targets }),
      ...(baseUrl === undefined ? {} : { baseUrl }),
    }),
  };
}
