import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Transcript } from "../../transcript/transcript.js";
import type { HarEntry } from "../../wire/har/har.js";
import { readJournal } from "../journal/read-journal.js";
import type { RunFacts } from "./run-facts.js";
import { runFiles } from "./run-files.js";
import { RunError, type StoredRun } from "./stored-run.js";
import { decodeExchanges, decodeTrial, type StoredTrial } from "./trial-record.js";

/** What a journal holds. `trials`: the last round of each trial, in the order in which they finished. */
export type JournalContent = {
  readonly trials: readonly StoredTrial[];
  /** The size up to the end of the last whole record, in bytes: what follows is the record that was being written. */
  readonly wholeBytes: number;
  readonly damage: readonly string[];
};

/** Reads a run of format version 2: its journal. */
export function readJournalRun(path: string, value: object): StoredRun {
  const facts = value as RunFacts;
  const file = join(path, runFiles.journal);
  const { trials, damage } = readTrials(file);
  return {
    path,
    startedAt: facts.startedAt,
    versions: facts.versions,
    sequential: facts.sequential,
    dataset: facts.dataset,
    facts,
    transcripts: trials.map(({ transcript }) => transcript),
    damage,
    exchangesOf: ({ target, scenario }) => {
      const isOfCase = ({ cell }: Transcript) => cell.target === target && cell.scenario === scenario;
      const kept = new Map(trials.filter((one) => isOfCase(one.transcript)).map((one) => [keyOf(one), one.round]));
      const found: { readonly trial: number; readonly entries: readonly HarEntry[] }[] = [];
      for (const { line, json } of readJournal(file)) {
        const trial = json === null ? null : decodeTrial(json);
        if (json === null || trial === null || kept.get(keyOf(trial)) !== trial.round) continue;
        kept.delete(keyOf(trial));
        found.push({ trial: trial.transcript.trial, entries: decodeExchanges(json, placeOf(file, line)) });
      }
      found.sort((a, b) => a.trial - b.trial);
      const entries = found.flatMap((one) => one.entries);
      return entries.length === 0 ? null : { file, entries };
    },
  };
}

/** Reads the trials of a journal. A trial that is there twice in a round counts as first written; a later round takes its place. */
export function readTrials(file: string): JournalContent {
  const trials = new Map<string, StoredTrial>();
  const damaged: number[] = [];
  let wholeBytes = 0;
  let lines = 0;
  for (const { line, endsAt, json } of existsSync(file) ? readJournal(file) : []) {
    lines = line;
    if (json === null) {
      damaged.push(line);
      continue;
    }
    wholeBytes = endsAt;
    const trial = trialAt(json, placeOf(file, line));
    const earlier = trials.get(keyOf(trial));
    if (earlier === undefined || earlier.round < trial.round) trials.set(keyOf(trial), trial);
  }
  return { trials: [...trials.values()], wholeBytes, damage: damaged.map((line) => describeDamage(file, line, lines)) };
}

function describeDamage(file: string, line: number, lines: number): string {
  return line === lines
    ? `${file} ends inside a record: the trial that was being written is lost`
    : `${placeOf(file, line)}: the record is damaged, its trial is lost`;
}

function trialAt(json: string, place: string): StoredTrial {
  try {
    return decodeTrial(json);
  } catch (error) {
    throw new RunError(`${place}: is not a trial: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function placeOf(file: string, line: number): string {
  return `${file}, line ${line}`;
}

function keyOf({ transcript: { cell, trial } }: StoredTrial): string {
  return `${cell.target} ${cell.scenario} ${trial}`;
}
