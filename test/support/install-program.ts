import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** What an installed package has besides `dist`. */
const shipped = ["node_modules", "package.json", "scenarios", "fixtures", "examples"];

/**
 * Makes a folder like an installed package. Its `dist` is a copy of the repository's if that is newer than every source, as in a
 * fresh clone; else a new build. The repository's `dist` is never changed.
 */
export async function installProgram(folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const name of shipped) symlinkSync(join(root, name), join(folder, name));
  const dist = join(folder, "dist");
  if (isFresh()) cpSync(join(root, "dist"), dist, { recursive: true });
  else await build(dist);
}

function isFresh(): boolean {
  const main = join(root, "dist/cli/main.js");
  if (!existsSync(main)) return false;
  const built = statSync(main).mtimeMs;
  const sources = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" });
  const ofProgram = sources.filter((name) => !/\.(test|fixture)\.ts$/.test(name));
  return ofProgram.every((name) => statSync(join(root, "src", name)).mtimeMs < built);
}

/** Compiles without checking types, which `npm run types` does. */
async function build(outDir: string): Promise<void> {
  const compiler = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin/tsc");
  const project = join(root, "tsconfig.build.json");
  const options = ["-p", project, "--outDir", outDir, "--noCheck", "--declaration", "false"];
  await promisify(execFile)(process.execPath, [compiler, ...options]);
}
