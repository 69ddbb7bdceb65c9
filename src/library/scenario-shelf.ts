import { loadScenarios, scenarioIds } from "../scenario/load-scenarios.js";
import type { Scenario } from "../scenario/scenario.js";
import { once } from "./reports/once.js";

/** The scenarios of a folder. What a suite does not need is read when it is first asked for. */
export type ScenarioShelf = {
  /** Every id of the folder. */
  readonly ids: readonly string[];
  /** All that the suite may choose from. */
  readonly near: readonly Scenario[];
  /** `near` if it has all of these ids, else every scenario. */
  readonly having: (ids: Iterable<string>) => readonly Scenario[];
  readonly all: () => readonly Scenario[];
};

/** Reads what a suite with these tags needs of a folder. Throws a SourceError for mistakes in what is read, here and later. */
export function openShelf(folder: string, tags: readonly string[]): ScenarioShelf {
  const near = loadScenarios(folder, tags);
  const nearIds = new Set(near.map(({ id }) => id));
  const all = once(() => loadScenarios(folder));
  return {
    ...{ ids: scenarioIds(folder), near, all },
    having: (ids) => ([...ids].every((id) => nearIds.has(id)) ? near : all()),
  };
}
