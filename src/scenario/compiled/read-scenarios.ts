import { join } from "node:path";
import { fromCompiled } from "../../source/compiled/from-compiled.js";
import { collectScenarios } from "../folder/collect-scenarios.js";
import { idOfFile, scenarioFiles } from "../folder/scenario-files.js";
import { resolveScenario } from "../resolve-scenario.js";
import type { Scenario } from "../scenario.js";
import type { ScenarioFile } from "../scenario-file.js";

/**
 * Reads the scenarios of a folder, without parsing those that the build has read: YAML and schemas are loaded for the others alone.
 * `tags` as in `scenarioFiles`. Rejects as `loadScenarios` throws.
 */
export async function readScenarios(folder: string, tags?: readonly string[]): Promise<readonly Scenario[]> {
  const files = scenarioFiles(folder, tags);
  const compiled = new Map(
    files.flatMap((name) => {
      const scenario = compiledScenario(join(folder, name), folder);
      return scenario === null ? [] : [[name, scenario] as const];
    }),
  );
  if (compiled.size === files.length)
    return collectScenarios(
      folder,
      [...compiled.values()].map((one) => () => one),
    );
  const { loadScenarioFile } = await import("../load-scenarios.js");
  const read = (name: string): Scenario => compiled.get(name) ?? loadScenarioFile(join(folder, name), { root: folder });
  return collectScenarios(
    folder,
    files.map((name) => () => read(name)),
  );
}

/** The id of a scenario is the name of its file: a copy under another name is a mistake. */
function compiledScenario(file: string, root: string): Scenario | null {
  return fromCompiled({ kind: "scenario", file, root }, (source: ScenarioFile) =>
    source.id === idOfFile(file) ? resolveScenario(source, file) : null,
  );
}
