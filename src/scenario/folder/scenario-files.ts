import { readdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { readSourceFile } from "../../source/read-file.js";
import { wholeFolder } from "./whole-folder.js";

/** YAML files of a scenario folder that are not scenarios. */
const otherFiles = new Set(["models.yaml", "known.yaml"]);

/** The subfolder of the scenarios that are never edited, see {@link isCanary}. */
const canaryFolder = "canary";

/** The subfolders of suites with a subject, of which no other suite needs a file. */
const subjectFolders = ["cache", "dialects", "load", "media", "parameters", "probes", "schema"] as const;

/** The subfolders that are read too. */
export const scenarioFolders = [canaryFolder, ...subjectFolders] as const;

/**
 * The files of the scenarios of a folder, relative to it: every `*.yaml` and `*.yml` of the folder itself but `models.yaml` and
 * `known.yaml`, and those of its subfolders {@link scenarioFolders}. `tags`: a file of a subject only if it may have one of them; absent: all.
 */
export function scenarioFiles(folder: string, tags?: readonly string[]): readonly string[] {
  const { always, subjects } = filesIn(folder);
  return [
    ...always,
    ...(tags === undefined ? subjects : subjects.filter((file) => mayHaveTag(join(folder, file), tags))),
  ];
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
export function idOfFile(file: string): string {
  return basename(file).replace(/\.ya?ml$/, "");
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
