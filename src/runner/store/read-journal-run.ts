import { existsSync } from "node:fs";
import { join } from "node:path";
import { groupBy } from "../../chat/group-by.js";
import { type JournalPlace, readJournal, readRecords } from "../journal/read-journal.js";
import type { RunFacts } from "./run-facts.js";
import { runFiles } from "./run-files.js";
import { type CaseKey, RunError, type StoredRun } from "./stored-run.js";
import { keyOfTrial } from "./trial-key.js";
import { decodeExchanges, decodeTrial, type StoredTrial } from "./trial-record.js";

/** What a journal holds. `trials`: the last round of each trial, in the order in which they finished. */
export type JournalContent = {
  readonly trials: readonly PlacedTrial[];
  /** The size up to the end of the last whole record, in bytes: what follows is the record that was being written. */
  readonly wholeBytes: number;
  readonly damage: readonly string[];
};

/** A trial, and where its record stands in the journal. */
export type PlacedTrial = StoredTrial & { readonly place: JournalPlace };

/** Reads a run of format version 2: its journal. */
export function readJournalRun(path: string, value: object): StoredRun {
  // A run that was made before there were shards does not name one.
  const facts = { shard: null, ...(value as Omit<RunFacts, "shard"> & Partial<RunFacts>) };
  const thinned = isThinned(path);
  const file = join(path, thinned ? runFiles.thinned : runFiles.journal);
  const { trials, damage } = readTrials(file);
  // A report may ask for thousands of cases.
  let byCase: ReadonlyMap<string, readonly PlacedTrial[]> | null = null;
  return {
    path,
    startedAt: facts.startedAt,
    versions: facts.versions,
    sequential: facts.sequential,
    dataset: facts.dataset,
    facts,
    thinned,
    transcripts: trials.map(({ transcript }) => transcript),
    damage,
    exchangesOf: ({ target, scenario }) => {
      byCase ??= groupBy(trials, ({ transcript: { cell } }) => caseText(cell));
      const places = (byCase.get(caseText({ target, scenario })) ?? [])
        .toSorted((a, b) => a.transcript.trial - b.transcript.trial)
        .map(({ place }) => place);
      const entries = readRecords(file, places).flatMap((json, at) =>
        decodeExchanges(json, placeOf(file, places[at]?.line ?? 0)),
      );
      return entries.length === 0 ? null : { file, entries };
    },
  };
}

function caseText({ target, scenario }: CaseKey): string {
  return JSON.stringify([target, scenario]);
}

/** True for a run that was pruned. While both journals are there, the whole one counts: pruning was cut short. */
export function isThinned(path: string): boolean {
  return !existsSync(join(path, runFiles.journal)) && existsSync(join(path, runFiles.thinned));
}

/** Reads the trials of a journal. A trial that is there twice in a round counts as first written; a later round takes its place. */
export function readTrials(file: string): JournalContent {
  const trials = new Map<string, PlacedTrial>();
  const damaged: number[] = [];
  let wholeBytes = 0;
  let lines = 0;
  for (const { json, ...place } of existsSync(file) ? readJournal(file) : []) {
    lines = place.line;
    if (json === null) {
      damaged.push(place.line);
      continue;
    }
    wholeBytes = place.offset + place.sizeBytes;
    const trial = { ...trialAt(json, placeOf(file, place.line)), place };
    const earlier = trials.get(keyOfTrial(trial.transcript));
    if (earlier === undefined || earlier.round < trial.round) trials.set(keyOfTrial(trial.transcript), trial);
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
