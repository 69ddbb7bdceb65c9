import { statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { inOrder, type Lane, laneHere } from "../../../library/threads/in-order.js";
import { startThread } from "../../../library/threads/start-thread.js";
import { readRun } from "../../../runner/store/read-run.js";
import { runFiles } from "../../../runner/store/run-files.js";
import type { CellSummary } from "../../../verdict/summary/summary-schema.js";
import { log } from "../../shell/print.js";
import type * as child from "./judging-thread.js";
import { judgeRun, type RunPlaces, type SaidLines, saidLines } from "./run-lines.js";

export type RunLines = { readonly path: string; readonly lines: readonly CellSummary[] };

/** A thread is started for each further so many bytes of journals: it has to load the checks again. */
const bytesOfThread = 4 * 1024 * 1024;

/**
 * Judges runs on several cores, each by {@link judgeRun}; their lines, what is said and an error come in the order of the runs, for any number.
 * A thread holds one run at a time. `jobs`: threads, this one included; null: one for each core, and none more for little to read.
 */
export async function* judgeRuns(
  paths: readonly string[],
  places: RunPlaces,
  jobs: number | null,
): AsyncGenerator<RunLines> {
  const others = Array.from({ length: furtherThreads(paths, jobs) }, () =>
    startThread<string, SaidLines | null>(
      { module: "cli/nights/judging/judging-thread", entry, data: places },
      (runs) => `judged ${runs.join(" and ")}`,
    ),
  );
  if (others.length === 0) {
    for (const path of paths) yield { path, lines: await judgeRun(readRun(path), places) };
    return;
  }
  const here = laneHere((path: string) => saidLines(path, places));
  const lanes = [...others.map(({ run }) => run), here].map(
    (judge): Lane<string, { readonly path: string; readonly judged: SaidLines | null }> =>
      async (path) => ({ path, judged: await judge(path) }),
  );
  const left = [...paths];
  try {
    for await (const { path, judged } of inOrder(() => left.shift() ?? null, lanes)) {
      for (const sentence of judged?.said ?? []) log(sentence);
      yield { path, lines: judged?.lines ?? (await judgeRun(readRun(path), places)) };
    }
  } finally {
    await Promise.all(others.map(({ end }) => end()));
  }
}

const entry: keyof typeof child = "answerRuns";

function furtherThreads(paths: readonly string[], jobs: number | null): number {
  const most = Math.min(jobs ?? availableParallelism(), paths.length) - 1;
  if (most < 1 || jobs !== null) return Math.max(0, most);
  const bytes = paths.reduce((sum, path) => sum + sizeOf(join(path, runFiles.journal)), 0);
  return Math.min(most, Math.floor(bytes / bytesOfThread));
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
