import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Api } from "../../../chat/api.js";
import { scenarioFolders } from "../../../scenario/folder/scenario-files.js";
import { loadScenarioFile } from "../../../scenario/load-scenarios.js";
import type { Scenario } from "../../../scenario/scenario.js";
import { packageFile } from "../../../source/package-root.js";
import { exercisesOf } from "../../../verdict/exercises-of.js";

/** What a scenario exercises over an API; null: there is no such scenario. Throws SourceError for a mistake in its file. */
export type ScenarioFeatures = (scenario: string, api: Api) => readonly string[] | null;

/**
 * Finds scenarios beside the file of models, and then among the shipped ones, when they are first asked for. Nights and runs name the
 * scenarios of their cells alone, and a request is compared with what a scenario exercises.
 */
export function scenarioFeatures(models: string): ScenarioFeatures {
  const folders = [dirname(models), packageFile("scenarios")];
  const found = new Map<string, Scenario | null>();
  return (id, api) => {
    const known = found.get(id);
    const scenario = known === undefined ? findScenario(folders, id) : known;
    found.set(id, scenario);
    return scenario === null ? null : exercisesOf(scenario, api);
  };
}

function findScenario(folders: readonly string[], id: string): Scenario | null {
  if (!/^[\w-]+$/.test(id)) return null;
  for (const root of folders) {
    const file = [`${id}.yaml`, `${id}.yml`, ...scenarioFolders.map((name) => join(name, `${id}.yaml`))]
      .map((name) => join(root, name))
      .find((path) => existsSync(path));
    if (file !== undefined) return loadScenarioFile(file, { root });
  }
  return null;
}
