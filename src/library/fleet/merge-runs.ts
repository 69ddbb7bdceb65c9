import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import type { RunFacts } from "../../runner/store/run-facts.js";
import type { StoredRun } from "../../runner/store/stored-run.js";
import { caseKey } from "../../runner/store/trial-key.js";
import { writeRun } from "../../runner/store/write-run.js";
import type { FileOptions } from "../choose.js";
import { formatPath } from "../format-path.js";
import { UsageError } from "../usage-error.js";
import { bestTrials, type FoundTrial, type FoundTrials, recordOf } from "./best-records.js";
import { type MissingPart, missingParts, type UnfinishedRun, unfinishedRuns } from "./missing-parts.js";
import { type PlannedRun, requireEqual } from "./refuse-unequal.js";

/** `version`: of this program. `out`: the new folder; null: one below `runs`. `files`: what is read where a run's own file is not here. */
export type MergeOptions = {
  readonly version: string;
  readonly out: string | null;
  readonly runs: string;
  readonly files: FileOptions;
};

/** `path`: the folder of the whole run. `repeated`: trials that were in more than one run. `damage`: what could not be read. */
export type MergedRun = {
  readonly path: string;
  readonly trials: number;
  readonly repeated: number;
  readonly missing: readonly MissingPart[];
  readonly unfinished: readonly UnfinishedRun[];
};

/**
 * Makes one run of several that each asked a part of the same plan, in any order; they may overlap. It is what one run of the whole plan
 * would have left, with the cells that are missing not run. Throws UsageError where they are not of one plan and of one version, and
 * EvidenceError where the folder cannot be written.
 */
export async function mergeRuns(given: readonly StoredRun[], options: MergeOptions): Promise<MergedRun> {
  const runs = requireEqual(given, options.version);
  const path = options.out ?? join(options.runs, idOf(runs));
  if (existsSync(path)) {
    throw new UsageError(`${formatPath(path)} is there already`, {
      hint: "Remove it, or name another folder with --out.",
    });
  }
  const found = bestTrials(runs.map((run) => run.path));
  await writeRun(path, factsOf(runs[0], { ...options, id: basename(path) }), recordsOf(runs[0].facts, found));
  return {
    path,
    trials: found.trials.size,
    repeated: found.repeated,
    missing: missingParts(runs),
    unfinished: unfinishedRuns(runs, found),
  };
}

/** The same runs give the same id, in whatever order. */
function idOf(runs: readonly [PlannedRun, ...PlannedRun[]]): string {
  const names = runs.map(({ facts }) => facts.id).join("\n");
  const digits = createHash("sha256").update(names).digest("hex").slice(0, 4);
  return `${runs[0].startedAt.replace(/[:.]/g, "-")}-${digits}`;
}

function factsOf(first: PlannedRun, { id, runs, files }: MergeOptions & { readonly id: string }): RunFacts {
  const { shard: _, ...options } = first.facts.options;
  return {
    ...first.facts,
    id,
    workingFolder: process.cwd(),
    options: { ...options, ...filesHere(options, files), runs },
    shard: null,
  };
}

/** The files of a run that was made elsewhere: those of the same name here, else the given ones. */
function filesHere(options: RunFacts["options"], files: FileOptions): Partial<FileOptions> {
  return Object.fromEntries(
    Object.entries(files).map(([name, file]) => {
      const own = options[name];
      return [name, typeof own === "string" && existsSync(resolve(own)) ? own : file];
    }),
  );
}

/** The records in the order of the plan, so that the same trials give the same bytes. A data set has none: its rows are in the order of their names. */
function* recordsOf({ cases, targets }: RunFacts, { trials }: FoundTrials): Generator<string> {
  const cells = new Map(cases.map((one, at) => [caseKey(one), at]));
  const columns = new Map(targets.map(({ id }, at) => [id, at]));
  const placeOf = ({ transcript: { cell, trial } }: FoundTrial) =>
    [cells.get(caseKey(cell)) ?? cases.length, columns.get(cell.target) ?? 0, cell.scenario, trial] as const;
  const ordered = [...trials.values()].map((found) => ({ found, place: placeOf(found) }));
  for (const { found } of ordered.toSorted((a, b) => compare(a.place, b.place))) yield recordOf(found);
}

function compare(a: readonly (number | string)[], b: readonly (number | string)[]): number {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at === -1 ? 0 : (a[at] ?? "") < (b[at] ?? "") ? -1 : 1;
}
