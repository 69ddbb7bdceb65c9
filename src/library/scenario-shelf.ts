import { readScenarios } from "../scenario/compiled/read-scenarios.js";
import { scenarioIds } from "../scenario/folder/scenario-files.js";
import type { Scenario } from "../scenario/scenario.js";
import { once } from "./reports/once.js";

/** The scenarios of a folder. What a suite does not need is read when it is first asked for. */
export type ScenarioShelf = {
  /** Every id of the folder. */
  readonly ids: readonly string[];
  /** All that the suite may choose from. */
  readonly near: readonly Scenario[];
  /** `near` if it has all of these ids, else every scenario. */
  readonly having: (ids: Iterable<string>) => Promise<readonly Scenario[]>;
  readonly all: () => Promise<readonly Scenario[]>;
};

/** Reads what a suite with these tags needs of a folder. Rejects with a SourceError for mistakes in what is read, here and later. */
export async function openShelf(folder: string, tags: readonly string[]): Promise<ScenarioShelf> {
  const near = await readScenarios(folder, tags);
  const nearIds = new Set(near.map(({ id }) => id));
  const all = once(() => readScenarios(folder));
  return {
    ...{ ids: scenarioIds(folder), near, all },
    having: async (ids) => ([...ids].every((id) => nearIds.has(id)) ? near : await all()),
  };
}
