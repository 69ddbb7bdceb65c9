import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** A folder like an installed package, with a `dist` of the sources as they are now. */
    readonly program: string;
  }
}

const root = fileURLToPath(new URL("../..", import.meta.url));

/** What an installed package has beside `dist`. */
const shipped = ["node_modules", "package.json", "scenarios", "fixtures"];

let folder = "";

/**
 * Gives the tests a program of their own to run as a process: a copy of `dist` where it is newer than every source, as
 * in a fresh clone, else a new build. The working `dist` is never touched.
 */
export function setup(project: TestProject): void {
  folder = mkdtempSync(join(tmpdir(), "llm-parity-program-"));
  for (const name of shipped) symlinkSync(join(root, name), join(folder, name));
  const dist = join(folder, "dist");
  if (isFresh()) cpSync(join(root, "dist"), dist, { recursive: true });
  else build(dist);
  project.provide("program", folder);
}

export function teardown(): void {
  rmSync(folder, { recursive: true, force: true });
}

function isFresh(): boolean {
  const main = join(root, "dist/cli/main.js");
  if (!existsSync(main)) return false;
  const built = statSync(main).mtimeMs;
  const sources = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" });
  const ofProgram = sources.filter((name) => !/\.(test|fixture)\.ts$/.test(name));
  return ofProgram.every((name) => statSync(join(root, "src", name)).mtimeMs < built);
}

/** Types are checked by `npm run types`; here only the code is wanted. */
function build(outDir: string): void {
  const compiler = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin/tsc");
  const project = join(root, "tsconfig.build.json");
  execFileSync(process.execPath, [compiler, "-p", project, "--outDir", outDir, "--noCheck", "--declaration", "false"], {
    stdio: ["ignore", "inherit", "inherit"],
  });
}
