import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { decodeTranscript } from "../../transcript/serialise.js";
import type { Transcript } from "../../transcript/transcript.js";
import type { DatasetFacts } from "./run-directory.js";

/** A folder that is not a readable run directory. The message names the file and, for a trial, its line. */
export class RunError extends Error {
  override name = "RunError" as const;
}

/** A run as stored in its directory. */
export type StoredRun = {
  readonly path: string;
  readonly startedAt: string;
  readonly versions: { readonly [name: string]: string };
  /** The rule by which trials were stopped; null: their number was fixed before. */
  readonly sequential: { readonly [member: string]: number } | null;
  /** The data set that was asked; null: scenarios were. */
  readonly dataset: DatasetFacts | null;
  readonly transcripts: readonly Transcript[];
  /** True: the last line was cut while it was written. That trial is lost, all trials before it are whole. */
  readonly cut: boolean;
};

/** Reads a run directory. Throws {@link RunError} for a folder that is not a run, and for a line that is not a trial. */
export function readRun(path: string): StoredRun {
  const facts = readFacts(join(path, "run.json"));
  const file = join(path, "trials.jsonl");
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  const lines = text.split("\n");
  const last = lines.pop() ?? "";
  return {
    path,
    startedAt: facts.startedAt,
    versions: facts.versions,
    sequential: facts.sequential,
    dataset: facts.dataset,
    transcripts: lines.filter((line) => line !== "").map((line, at) => readTrial(line, `${file}, line ${at + 1}`)),
    cut: last !== "",
  };
}

function readTrial(line: string, place: string): Transcript {
  try {
    return decodeTranscript(line);
  } catch (error) {
    throw new RunError(`${place}: is not a trial: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function readFacts(file: string): Pick<StoredRun, "startedAt" | "versions" | "sequential" | "dataset"> {
  if (!existsSync(file)) throw new RunError(`${file}: there is no such file, so its folder is not a run`);
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new RunError(`${file}: is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const { formatVersion, startedAt, versions, sequential, dataset } = (value ?? {}) as {
    readonly formatVersion?: unknown;
    readonly startedAt?: unknown;
    readonly versions?: StoredRun["versions"];
    readonly sequential?: StoredRun["sequential"];
    readonly dataset?: StoredRun["dataset"];
  };
  if (formatVersion !== 1 || typeof startedAt !== "string") {
    throw new RunError(`${file}: is not a run of format version 1`);
  }
  return { startedAt, versions: versions ?? {}, sequential: sequential ?? null, dataset: dataset ?? null };
}
