import type { Transcript } from "../../transcript/transcript.js";
import type { HarEntry } from "../../wire/har/har.js";
import type { DatasetFacts, RunFacts } from "./run-facts.js";

/** A folder that is not a readable run. The message names the file and, for a trial, its line. */
export class RunError extends Error {
  override name = "RunError" as const;
}

/** One case of a run. */
export type CaseKey = { readonly target: string; readonly scenario: string };

/** A run as it is on disk. */
export type StoredRun = {
  readonly path: string;
  readonly startedAt: string;
  readonly versions: { readonly [name: string]: string };
  /** The rule by which trials were stopped; null: their number was fixed before. */
  readonly sequential: { readonly [member: string]: number } | null;
  /** The data set that was asked; null: scenarios were. */
  readonly dataset: DatasetFacts | null;
  /** What the run asks and how; null: a run of format version 1, which does not keep that. */
  readonly facts: RunFacts | null;
  /** True: it was pruned, so that not all of its trials are here; its summary has the counts of all. */
  readonly thinned: boolean;
  /** One for each trial, in the order in which they finished. */
  readonly transcripts: readonly Transcript[];
  /** What of its files could not be read, one sentence each; empty: nothing. */
  readonly damage: readonly string[];
  /** The exchanges of a case, in the order of its trials, and the file that holds them; null: there are none. */
  readonly exchangesOf: (one: CaseKey) => { readonly file: string; readonly entries: readonly HarEntry[] } | null;
};
