import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { Stryker } from "@stryker-mutator/core";
import { type Room, rooms } from "./mutation-rooms.js";

type StrykerOptions = ConstructorParameters<typeof Stryker>[0];
type MutantResult = Awaited<ReturnType<Stryker["runMutationTest"]>>[number];

/**
 * Changes the core files in small ways, one at a time, and asks whether a test notices: `npm run mutate`, or
 * `npm run mutate -- frames har` for those rooms of `mutation-rooms.ts`. `MUTATION_CONCURRENCY` sets the number of
 * processes (default: the machine's cores). Incremental: what did not change since the last run is not asked again.
 */
const folder = "mutation";

function optionsOf({ name, files }: Room): StrykerOptions {
  return {
    mutate: [...files, "!**/*.test.ts", "!**/*.fixture.ts"],
    testRunner: "vitest",
    plugins: [import.meta.resolve("@stryker-mutator/vitest-runner")],
    vitest: { configFile: "vitest.mutate.config.ts", related: false },
    coverageAnalysis: "perTest",
    incremental: true,
    incrementalFile: `${folder}/${name}/incremental.json`,
    reporters: ["html", "progress-append-only"],
    htmlReporter: { fileName: `${folder}/${name}/report.html` },
    tempDirName: `${folder}/sandbox`,
    ignorePatterns: ["dist", "runs", folder],
    concurrency: Number(process.env["MUTATION_CONCURRENCY"] ?? availableParallelism()),
    // The first run of a room's tests, instrumented, on a machine that does other work.
    dryRunTimeoutMinutes: 20,
    // A loop without end is usually cut by Stryker's count of passes; this is for the rest, on a busy machine.
    timeoutMS: 10_000,
    // No rewriting of tsconfig.json: it needs the compiler's JavaScript API, which TypeScript 7 has not, and nothing in
    // it points outside of the copy. Nor are types checked there.
    tsconfigFile: "none",
    disableTypeChecks: false,
    mutator: {
      // Most are words of a message, which may be put better any day; a changed name of a member or of an event breaks
      // its decoder at once, and stored names are held by the schemas and the golden files.
      excludedMutations: ["StringLiteral"],
    },
    checkers: [],
    allowEmpty: false,
    clearTextReporter: { reportTests: false },
    thresholds: { high: 85, low: 75, break: null },
  };
}

/**
 * The results, with each mutant that broke a module as it loaded counted as killed. A test file that cannot be loaded has no test that
 * fails, so the runner (9.6.1) calls such a mutant survived; it shows by the tests that a static mutant should have run and did not.
 */
function corrected(results: readonly MutantResult[], tests: number): readonly MutantResult[] {
  return results.map((result) => {
    const brokeLoading = result.status === "Survived" && result.static === true && (result.testsCompleted ?? 0) < tests;
    return brokeLoading ? { ...result, status: "Killed" } : result;
  });
}

/** How many tests the room has, by Stryker's own record of the run. */
function countTests(room: string): number {
  const report: IncrementalReport = JSON.parse(readFileSync(`${folder}/${room}/incremental.json`, "utf8"));
  return Object.values(report.testFiles ?? {}).reduce((sum, { tests }) => sum + tests.length, 0);
}

type IncrementalReport = { readonly testFiles?: { readonly [file: string]: { readonly tests: readonly unknown[] } } };

const noticed = new Set(["Killed", "Timeout"]);
const missed = new Set(["Survived", "NoCoverage"]);

function count(results: readonly MutantResult[], states: ReadonlySet<string>): number {
  return results.filter(({ status }) => states.has(status)).length;
}

function scoreLine(name: string, results: readonly MutantResult[]): string {
  const killed = count(results, noticed);
  const all = killed + count(results, missed);
  const percent = all === 0 ? "    -" : ((100 * killed) / all).toFixed(1).padStart(5);
  return `${percent} %  ${String(killed).padStart(5)} / ${String(all).padEnd(5)}  ${name}`;
}

function survivorLine({ fileName, location, mutatorName, replacement, status }: MutantResult): string {
  const { line, column } = location.start;
  const change = (replacement ?? "").replaceAll(/\s+/g, " ").slice(0, 120);
  return `${relative(fileName)}:${line}:${column}  ${status}  ${mutatorName}  →  ${change}`;
}

function relative(fileName: string): string {
  return fileName.startsWith(process.cwd()) ? fileName.slice(process.cwd().length + 1) : fileName;
}

async function mutate(room: Room): Promise<string> {
  process.env["MUTATION_ROOM"] = room.name;
  mkdirSync(`${folder}/${room.name}`, { recursive: true });
  const ran = await new Stryker(optionsOf(room)).runMutationTest();
  const results = corrected(ran, countTests(room.name));
  if (results.length === 0) throw new Error(`room ${room.name} has nothing to mutate: do its globs still match?`);
  const files = [...new Set(results.map(({ fileName }) => fileName))].sort();
  const scores = files.map((file) =>
    scoreLine(
      relative(file),
      results.filter(({ fileName }) => fileName === file),
    ),
  );
  const survivors = results.filter(({ status }) => missed.has(status)).map(survivorLine);
  const total = scoreLine(`room ${room.name}`, results);
  writeFileSync(`${folder}/${room.name}/scores.txt`, `${[...scores, total].join("\n")}\n`);
  writeFileSync(`${folder}/${room.name}/survivors.txt`, `${survivors.join("\n")}\n`);
  console.log([...scores, total].join("\n"));
  return total;
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !rooms.some((room) => room.name === name));
if (unknown.length > 0)
  throw new Error(`no room ${unknown.join(", ")}: use ${rooms.map(({ name }) => name).join(", ")}`);

const totals: string[] = [];
for (const room of rooms) if (wanted.length === 0 || wanted.includes(room.name)) totals.push(await mutate(room));
console.log(`\n${totals.join("\n")}\nSurvivors and reports: ${folder}/<room>/`);
