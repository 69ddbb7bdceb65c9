import { join } from "node:path";
import { readRecords } from "../../runner/journal/read-journal.js";
import { type PlacedTrial, readTrials } from "../../runner/store/read-journal-run.js";
import { runFiles } from "../../runner/store/run-files.js";
import { keyOfTrial } from "../../runner/store/trial-key.js";

/** A trial in one of several journals. */
export type FoundTrial = PlacedTrial & { readonly file: string };

/** `trials`: by key, each once. `repeated`: how many were found more than once. */
export type FoundTrials = { readonly trials: ReadonlyMap<string, FoundTrial>; readonly repeated: number };

/**
 * The trials of several runs of one plan, each once, whatever the order of the runs. Of a trial that is there more than once, one that was
 * asked counts before one that was not for want of a key or of budget, then the one that was asked again, then the earliest: never by what
 * was answered.
 */
export function bestTrials(paths: readonly string[]): FoundTrials {
  const trials = new Map<string, FoundTrial>();
  const repeated = new Set<string>();
  for (const path of paths) {
    const file = join(path, runFiles.journal);
    for (const trial of readTrials(file).trials) {
      const key = keyOfTrial(trial.transcript);
      const earlier = trials.get(key);
      if (earlier !== undefined) repeated.add(key);
      if (earlier === undefined || isBefore({ ...trial, file }, earlier)) trials.set(key, { ...trial, file });
    }
  }
  return { trials, repeated: repeated.size };
}

/** The record of a trial, as it stands in its journal. */
export function recordOf({ file, place }: FoundTrial): string {
  const [record] = readRecords(file, [place]);
  if (record === undefined) throw new TypeError("a record is missing");
  return record;
}

function isBefore(one: FoundTrial, other: FoundTrial): boolean {
  const [a, b] = [rankOf(one), rankOf(other)];
  const at = a.findIndex((value, index) => value !== b[index]);
  if (at !== -1) return (a[at] ?? "") < (b[at] ?? "");
  // Of the same instant: any rule will do that does not depend on the order of the runs.
  return recordOf(one) < recordOf(other);
}

/** The smaller comes first. */
function rankOf({ round, transcript: { notRun, provenance } }: FoundTrial): readonly (number | string)[] {
  const isAsked = notRun?.kind !== "credentials" && notRun?.kind !== "budget";
  return [isAsked ? 0 : 1, -round, provenance.recordedAt ?? ""];
}
