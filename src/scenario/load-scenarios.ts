import { readdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { SourceError, type SourceIssue } from "../source/source-error.js";
import { failWith, inFileOrder, validate } from "../source/validate.js";
import { parseYamlFile } from "../source/yaml.js";
import { checkScenario } from "./check-scenario.js";
import { resolveScenario } from "./resolve-scenario.js";
import type { Scenario } from "./scenario.js";
import { scenarioFile } from "./scenario-file.js";

/** YAML files of a scenario folder that are not scenarios. */
const otherFiles = new Set(["models.yaml", "known.yaml"]);

/** The subfolders that are read too: the scenarios that are never edited, see {@link isCanary}, and those of suites with a subject. */
export const scenarioFolders = ["canary", "load", "media", "probes", "schema"] as const;

/**
 * Reads every `*.yaml` and `*.yml` of a folder as a scenario, sorted by id, and those of its subfolders {@link scenarioFolders}. Skips other
 * subfolders, `models.yaml` and `known.yaml`. Throws one {@link SourceError} with the mistakes of all files, and for a folder without a scenario.
 *
 * @example
 * const scenarios = loadScenarios("scenarios");
 * const basic = scenarios.find(({ id }) => id === "basic-chat");
 */
export function loadScenarios(folder: string): readonly Scenario[] {
  const files = [...scenariosIn(folder), ...scenarioFolders.flatMap((name) => inSubfolder(folder, name))];
  const scenarios: Scenario[] = [];
  const issues: SourceIssue[] = [];
  for (const name of files) {
    try {
      scenarios.push(loadScenarioFile(join(folder, name), { root: folder }));
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      issues.push(...error.issues);
    }
  }
  if (issues.length > 0) throw failWith(issues);
  if (scenarios.length === 0) throw wholeFolder(folder, "contains no scenario", "write one as <id>.yaml");
  refuseTwins(scenarios);
  return scenarios.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/**
 * Reads one scenario. `root`: the folder that must contain the file after symbolic links are resolved; absent: any.
 * Throws {@link SourceError} with all its mistakes.
 */
export function loadScenarioFile(file: string, options: { readonly root?: string } = {}): Scenario {
  const document = parseYamlFile(file, options);
  const source = validate(scenarioFile, document);
  const issues = checkScenario(source, document, basename(file).replace(/\.ya?ml$/, ""));
  if (issues.length > 0) throw failWith(inFileOrder(issues));
  return resolveScenario(source, file);
}

function scenariosIn(folder: string): readonly string[] {
  return listFolder(folder).filter((name) => /\.ya?ml$/.test(name) && !otherFiles.has(name));
}

function inSubfolder(folder: string, name: string): readonly string[] {
  if (!statSync(join(folder, name), { throwIfNoEntry: false })?.isDirectory()) return [];
  return scenariosIn(join(folder, name)).map((file) => join(name, file));
}

function listFolder(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    const reason =
      code === "ENOENT" ? "does not exist" : code === "ENOTDIR" ? "is not a folder" : `cannot be read (${code})`;
    throw wholeFolder(folder, reason, "give the path of the folder that holds the scenarios");
  }
}

function refuseTwins(scenarios: readonly Scenario[]): void {
  for (const [index, scenario] of scenarios.entries()) {
    const twin = scenarios.findIndex((other) => other.id === scenario.id);
    if (twin === index) continue;
    throw wholeFolder(
      scenario.file,
      `has the id "${scenario.id}", like ${scenarios[twin]?.file}`,
      "give one of them another id",
    );
  }
}

function wholeFolder(file: string, message: string, hint: string): SourceError {
  return new SourceError({ file, line: null, column: null, message, hint });
}
