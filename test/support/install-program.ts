import { execFile } from "node:child_process";
import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { buildName, keepBuild, restoreBuild } from "./kept-build.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** What an installed package has besides `dist`. */
const shipped = ["node_modules", "package.json", "scenarios", "fixtures", "examples"];

/** Where the build lists the modules of each file, beside `dist`. */
export const modulesFile = "modules.json";

/**
 * Makes a folder like an installed package, with a `dist` of its own, which an earlier run of the same sources may have built. The repository's is
 * never changed, nor looked at.
 */
export async function installProgram(folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const name of shipped) symlinkSync(join(root, name), join(folder, name));
  const name = buildName();
  if (restoreBuild(name, folder)) return;
  await build(join(folder, "dist"), join(folder, modulesFile));
  keepBuild(name, folder, ["dist", modulesFile]);
}

/** Bundles as `npm run build` does, without checking types, which `npm run types` does. */
async function build(dist: string, modules: string): Promise<void> {
  const words = ["--import", "tsx", join(root, "scripts/bundle.ts"), dist, modules];
  await promisify(execFile)(process.execPath, words, { cwd: root });
}
