import { type ChildProcess, fork } from "node:child_process";
import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { engineHash } from "./engine-hash.js";
import { openResults, outcomesIn } from "./results-file.js";
import { wireRowsOf } from "./rows.js";
import type { Outcome } from "./run.js";
import { tables } from "./tables.js";

/** `runs`: of each row, null being its full size. `rows`: a part of the rows' names. `results`: a file that is gone on with. */
export type ProveOptions = {
  readonly runs: number | null;
  readonly first: number;
  readonly rows: string;
  /** Processes at once. */
  readonly workers: number;
  readonly results: string;
  /** Seconds after which no run begins; null: no limit. */
  readonly seconds: number | null;
};

/** Runs the seeds that the results file does not have of this engine yet, in several processes, and returns the tables. */
export async function proveWire(
  options: ProveOptions,
): Promise<{ readonly text: string; readonly wrong: number; readonly all: number }> {
  const started = performance.now();
  const engine = engineHash();
  openResults(options.results);
  const before = outcomesIn(options.results, engine);
  const children = Array.from({ length: options.workers }, (_, worker) =>
    fork(fileURLToPath(new URL("./worker.ts", import.meta.url)), [JSON.stringify({ ...options, worker, engine })], {
      stdio: "inherit",
    }),
  );
  await Promise.all(children.map(ended));
  const chosen = wireRowsOf(options.rows).map(({ name }) => name);
  const { outcomes: all, ofOthers } = outcomesIn(options.results, engine);
  const outcomes = all.filter(({ row }) => chosen.includes(row));
  const seconds = (performance.now() - started) / 1000;
  const fresh = all.slice(before.outcomes.length);
  const left = ofOthers === 0 ? "" : ` ${ofOthers} runs of the file are of other code and are not counted.`;
  return {
    text: `${tables(chosen, outcomes)}\n\n${outcomes.length} runs. ${paceOf(fresh, seconds, options.workers)}${left}`,
    wrong: outcomes.filter(({ score }) => score === "wrong").length,
    all: outcomes.length,
  };
}

function paceOf(fresh: readonly Outcome[], seconds: number, workers: number): string {
  const calls = fresh.reduce((sum, one) => sum + one.calls, 0);
  const per = (count: number) => (count / Math.max(seconds, 0.001)).toFixed(1);
  return (
    `${fresh.length} of them were made now, in ${Math.round(seconds)} s by ${workers} workers: ` +
    `${per(fresh.length)} runs and ${per(calls)} calls a second.`
  );
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
