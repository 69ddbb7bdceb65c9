import { join } from "node:path";
import { failWith, inFileOrder } from "../source/fail-with.js";
import { validate } from "../source/validate.js";
import { parseYamlFile } from "../source/yaml.js";
import { checkScenario } from "./check-scenario.js";
import { collectScenarios } from "./folder/collect-scenarios.js";
import { idOfFile, scenarioFiles } from "./folder/scenario-files.js";
import { resolveScenario } from "./resolve-scenario.js";
import type { Scenario } from "./scenario.js";
import { scenarioFile } from "./scenario-file.js";

/**
 * Reads the {@link scenarioFiles} of a folder, sorted by id. Throws one {@link SourceError} with the mistakes of all files, and for a folder
 * without a scenario.
 *
 * @example
 * const scenarios = loadScenarios("scenarios");
 * const basic = scenarios.find(({ id }) => id === "basic-chat");
 */
export function loadScenarios(folder: string, tags?: readonly string[]): readonly Scenario[] {
  const readers = scenarioFiles(folder, tags).map(
    (name) => () => loadScenarioFile(join(folder, name), { root: folder }),
  );
  return collectScenarios(folder, readers);
}

/**
 * Reads one scenario. `root`: the folder that must contain the file after symbolic links are resolved; absent: any.
 * Throws {@link SourceError} with all its mistakes.
 */
export function loadScenarioFile(file: string, options: { readonly root?: string } = {}): Scenario {
  const document = parseYamlFile(file, options);
  const source = validate(scenarioFile, document);
  const issues = checkScenario(source, document, idOfFile(file));
  if (issues.length > 0) throw failWith(inFileOrder(issues));
  return resolveScenario(source, file);
}
