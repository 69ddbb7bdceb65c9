import { type ChildProcess, fork } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { wireRows } from "./rows.js";
import { type Outcome, runSeed } from "./run.js";
import { tables } from "./tables.js";

/** `runs`: of each row, null being its full size. `rows`: a part of the rows' names. `results`: a file that is gone on with. */
export type ProveOptions = {
  readonly runs: number | null;
  readonly first: number;
  readonly rows: string;
  readonly jobs: number;
  readonly results: string;
  /** Seconds after which no run begins; null: no limit. */
  readonly seconds: number | null;
};

/** Runs the seeds that the results file does not have yet, in several processes, and returns the tables. */
export async function proveWire(options: ProveOptions): Promise<{ readonly text: string; readonly wrong: number }> {
  const started = performance.now();
  mkdirSync(dirname(options.results), { recursive: true });
  const children = Array.from({ length: options.jobs }, (_, job) =>
    fork(fileURLToPath(import.meta.url), [JSON.stringify({ ...options, job })], { stdio: "inherit" }),
  );
  await Promise.all(children.map(ended));
  const chosen = rowsOf(options).map(({ name }) => name);
  const outcomes = outcomesIn(options.results).filter(({ row }) => chosen.includes(row));
  const seconds = Math.round((performance.now() - started) / 1000);
  const wrong = outcomes.filter(({ score }) => score === "wrong").length;
  return { text: `${tables(chosen, outcomes)}\n\n${outcomes.length} runs; this took ${seconds} s.`, wrong };
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => (code === 0 ? resolve() : reject(new Error(`a process of the proof ended with ${code}`))));
  });
}

function rowsOf({ rows }: ProveOptions) {
  return wireRows.filter(({ name }) => name.includes(rows));
}

function outcomesIn(file: string): readonly Outcome[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, "utf8")
    .split("\n")
    .flatMap((line) => (line.endsWith("}") ? [JSON.parse(line)] : []));
}

/** Every job takes its share of the seeds; a line is written whole. */
async function work({ job, ...options }: ProveOptions & { readonly job: number }): Promise<void> {
  const done = new Set(outcomesIn(options.results).map(({ row, seed }) => `${row} ${seed}`));
  const until = options.seconds === null ? Number.POSITIVE_INFINITY : performance.now() + options.seconds * 1000;
  const rows = rowsOf(options);
  const most = Math.max(...rows.map(({ full }) => options.runs ?? full));
  // The rows advance together, so that a proof which is stopped says something about each.
  for (let at = job; at < most; at += options.jobs) {
    for (const row of rows) {
      const seed = options.first + at;
      if (at >= Math.min(options.runs ?? row.full, row.full) || done.has(`${row.name} ${seed}`)) continue;
      if (performance.now() > until) return;
      appendFileSync(options.results, `${JSON.stringify(await runSeed(row, seed))}\n`);
    }
  }
}

/** Forgets what was kept. */
export function forgetResults(file: string): void {
  rmSync(file, { force: true });
}

const [asked] = process.argv.slice(2);
if (process.send !== undefined && asked?.startsWith("{") === true) await work(JSON.parse(asked));
