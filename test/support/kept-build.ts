import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** All that the bytes of a build hang on, but for the packages, whose versions the lockfile has. */
const sources = ["src", "scripts", "scenarios", "fixtures", "package.json", "package-lock.json", "tsconfig.json"];

const builds = join(root, "node_modules/.cache/llm-parity-tests");

/** How many builds stay: several checkouts may share the folder of packages. */
const keptBuilds = 8;

/** The name of the build that the present sources give, on this machine in this folder. */
export function buildName(): string {
  const hash = createHash("sha256").update(root);
  for (const file of sources.flatMap(filesBelow)) hash.update(`\0${file}\0`).update(readFileSync(join(root, file)));
  return hash.digest("hex");
}

function filesBelow(name: string): readonly string[] {
  if (statSync(join(root, name)).isFile()) return [name];
  const files = readdirSync(join(root, name), { recursive: true, withFileTypes: true });
  return files
    .filter((file) => file.isFile() && !file.name.endsWith(".test.ts"))
    .map(({ parentPath, name: file }) => join(parentPath, file).slice(root.length))
    .sort();
}

/** Puts a build of an earlier test run into a folder. False: there is none, or another run is removing it. */
export function restoreBuild(name: string, folder: string): boolean {
  try {
    cpSync(join(builds, name), folder, { recursive: true });
    return true;
  } catch {
    return false;
  }
}

/** Keeps a build for later test runs, and removes the oldest. `files`: what it has in the folder. Where nothing can be written, nothing is kept. */
export function keepBuild(name: string, folder: string, files: readonly string[]): void {
  try {
    mkdirSync(builds, { recursive: true });
    const made = mkdtempSync(join(builds, "new-"));
    for (const file of files) cpSync(join(folder, file), join(made, file), { recursive: true });
    // Whole or not at all, also for another run that looks for it now.
    renameSync(made, join(builds, name));
    for (const old of oldest()) rmSync(join(builds, old), { recursive: true, force: true });
  } catch {
    // A test run has its own build in any case.
  }
}

function oldest(): readonly string[] {
  const age = (name: string) => statSync(join(builds, name)).mtimeMs;
  return readdirSync(builds)
    .map((name) => ({ name, at: age(name) }))
    .sort((one, other) => other.at - one.at)
    .slice(keptBuilds)
    .map(({ name }) => name);
}
