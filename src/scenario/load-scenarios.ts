import { readdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { readSourceFile } from "../source/read-file.js";
import { SourceError, type SourceIssue } from "../source/source-error.js";
import { failWith, inFileOrder, validate } from "../source/validate.js";
import { parseYamlFile } from "../source/yaml.js";
import { checkScenario } from "./check-scenario.js";
import { resolveScenario } from "./resolve-scenario.js";
import type { Scenario } from "./scenario.js";
import { scenarioFile } from "./scenario-file.js";

/** YAML files of a scenario folder that are not scenarios. */
const otherFiles = new Set(["models.yaml", "known.yaml"]);

/** The subfolder of the scenarios that are never edited, see {@link isCanary}. */
const canaryFolder = "canary";

/** The subfolders of suites with a subject, of which no other suite needs a file. */
const subjectFolders = ["cache", "dialects", "load", "media", "parameters", "probes", "schema"] as const;

/** The subfolders that are read too. */
export const scenarioFolders = [canaryFolder, ...subjectFolders] as const;

/**
 * Reads every `*.yaml` and `*.yml` of a folder as a scenario, sorted by id, and those of its subfolders {@link scenarioFolders}. Skips other
 * subfolders, `models.yaml` and `known.yaml`. `tags`: a file of a subject is read only if it may have one of them; absent: all are. Throws one
 * {@link SourceError} with the mistakes of all files, and for a folder without a scenario.
 *
 * @example
 * const scenarios = loadScenarios("scenarios");
 * const basic = scenarios.find(({ id }) => id === "basic-chat");
 */
export function loadScenarios(folder: string, tags?: readonly string[]): readonly Scenario[] {
  const { always, subjects } = filesIn(folder);
  const files = [
    ...always,
    ...(tags === undefined ? subjects : subjects.filter((file) => mayHaveTag(join(folder, file), tags))),
  ];
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

/** The ids of all scenarios of a folder, by the names of their files, without reading them. */
export function scenarioIds(folder: string): readonly string[] {
  const { always, subjects } = filesIn(folder);
  return [...always, ...subjects].map(idOfFile).sort();
}

/** By the text alone, which costs a hundredth of parsing it. A quoted tag may be written with escapes. */
function mayHaveTag(file: string, tags: readonly string[]): boolean {
  const text = readSourceFile(file);
  return text.includes("\\") || tags.some((tag) => text.includes(tag));
}

/** A scenario's id is the name of its file. */
function idOfFile(file: string): string {
  return basename(file).replace(/\.ya?ml$/, "");
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

/** The files of a folder: those that are always read, and those of its subjects. */
function filesIn(folder: string): { readonly always: readonly string[]; readonly subjects: readonly string[] } {
  return {
    always: [...scenariosIn(folder), ...inSubfolder(folder, canaryFolder)],
    subjects: subjectFolders.flatMap((name) => inSubfolder(folder, name)),
  };
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
