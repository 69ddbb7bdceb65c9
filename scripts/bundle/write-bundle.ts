import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { type ChunkingContext, type OutputChunk, rolldown } from "rolldown";
import { directImports } from "./direct-imports.js";
import { readGraph } from "./module-graph.js";
import { planChunks } from "./plan-chunks.js";
import { loadsOf, visitsOf } from "./visits.js";

const sources = fileURLToPath(new URL("../../src/", import.meta.url));

/**
 * What the package offers by path: `bin` and `exports` of package.json, and what is started by its file: the process of a client, that of a
 * router's worker, and the threads that read recordings, replay cases and judge runs.
 */
const entries = [
  "cli/main",
  "index",
  "simulator/simulator",
  "wire/transport/fixture-handlers",
  "library/testing/describe-scenarios",
  "library/clients/ask/child",
  "cli/serve/worker",
  "library/recordings/threads/reading-thread",
  "library/suite/threads/replaying-thread",
  "cli/nights/judging/judging-thread",
] as const;

/** Those that do something when they are loaded. */
const runs: readonly (typeof entries)[number][] = ["cli/main", "cli/serve/worker"];

/**
 * Writes our own code as a bundle into a folder: a file for each entry, and chunks that are loaded when they are needed. Packages stay
 * imports. `also`: further entries, files by name. Resolves with the modules of each file, as paths below `src`.
 */
export async function writeBundle(
  folder: string,
  also: { readonly [name: string]: string } = {},
): Promise<ReadonlyMap<string, readonly string[]>> {
  const bundle = await rolldown({
    input: { ...Object.fromEntries(entries.map((name) => [name, join(sources, `${name}.ts`)])), ...also },
    platform: "node",
    external: (id) => !isOwn(id) && !id.startsWith("."),
    resolve: { extensionAlias: { ".js": [".ts"] } },
    // Every file of ours may be left out that nothing is taken from: `sideEffects` of package.json says the same.
    treeshake: { moduleSideEffects: isRun },
    preserveEntrySignatures: "allow-extension",
    plugins: [directImports()],
    onLog: (level, log, report) => {
      // What is imported lazily by one module and at once by another is no mistake: a command that needs both loads it once.
      if (log.code !== "INEFFECTIVE_DYNAMIC_IMPORT" && log.code !== "PLUGIN_TIMINGS") report(level, log);
    },
  });
  const chunkOf = chunkNames();
  const { output } = await bundle.write({
    dir: folder,
    format: "esm",
    comments: { annotation: true, jsdoc: false, legal: true },
    entryFileNames: "[name].js",
    chunkFileNames: "chunks/[name].js",
    codeSplitting: { includeDependenciesRecursively: false, groups: [{ name: chunkOf, debugName: "planned" }] },
  });
  await bundle.close();
  return new Map(output.flatMap((file) => (file.type === "chunk" ? [[file.fileName, modulesOf(file)] as const] : [])));
}

function isOwn(id: string): boolean {
  return id.startsWith(sources);
}

function isRun(id: string): boolean {
  return runs.some((name) => id === join(sources, `${name}.ts`));
}

function modulesOf({ moduleIds }: OutputChunk): readonly string[] {
  return moduleIds.map((id) => relative(sources, id).replace(/\.ts$/, ""));
}

/** Names the chunk of a module after the largest module in it. The plan is made with the first question, when all modules are known. */
function chunkNames(): (id: string, context: ChunkingContext) => string | null {
  let names: ReadonlyMap<string, string> | null = null;
  return (id, context) => {
    names ??= planNames((module) => context.getModuleInfo(module));
    return names.get(id) ?? null;
  };
}

function planNames(infoOf: (id: string) => ReturnType<ChunkingContext["getModuleInfo"]>): ReadonlyMap<string, string> {
  const [program, ...others] = entries.map((name) => join(sources, `${name}.ts`));
  if (program === undefined) throw new TypeError("there is no entry");
  const graph = readGraph([program, ...others], infoOf, isOwn);
  const visits = visitsOf(graph, [program, ...others], { entry: program, table: join(sources, "cli/commands.ts") });
  const plan = planChunks(graph, visits, loadsOf(graph, visits));
  return new Map(
    plan.flatMap((modules) => {
      const [largest = ""] = [...modules].sort(
        (a, b) => (graph.get(b)?.sizeBytes ?? 0) - (graph.get(a)?.sizeBytes ?? 0),
      );
      const name = relative(sources, largest).replace(/\.ts$/, "").replaceAll(/[/\\]/g, "-");
      // What runs whenever its own file is loaded stays in it.
      return modules.filter((module) => !isRun(module)).map((module) => [module, name] as const);
    }),
  );
}
