import { type ChildProcess, fork } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { outcomesIn } from "./results-file.js";
import { wireRowsOf } from "./rows.js";
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
export async function proveWire(
  options: ProveOptions,
): Promise<{ readonly text: string; readonly wrong: number; readonly all: number }> {
  const started = performance.now();
  mkdirSync(dirname(options.results), { recursive: true });
  const children = Array.from({ length: options.jobs }, (_, job) =>
    fork(fileURLToPath(new URL("./worker.ts", import.meta.url)), [JSON.stringify({ ...options, job })], {
      stdio: "inherit",
    }),
  );
  await Promise.all(children.map(ended));
  const chosen = wireRowsOf(options.rows).map(({ name }) => name);
  const outcomes = outcomesIn(options.results).filter(({ row }) => chosen.includes(row));
  const seconds = Math.round((performance.now() - started) / 1000);
  const wrong = outcomes.filter(({ score }) => score === "wrong").length;
  return {
    text: `${tables(chosen, outcomes)}\n\n${outcomes.length} runs; this took ${seconds} s.`,
    wrong,
    all: outcomes.length,
  };
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) =>
      code === 0 ? resolve() : reject(new Error(`a process of the proof ended with ${code}`)),
    );
  });
}

/** Forgets what was kept. */
export function forgetResults(file: string): void {
  rmSync(file, { force: true });
}
