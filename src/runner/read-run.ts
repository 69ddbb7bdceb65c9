import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { decodeTranscript } from "../transcript/serialise.js";
import type { Transcript } from "../transcript/transcript.js";
import type { DatasetFacts } from "./run-directory.js";

/** A run directory cannot be read as one. The message names the file and, for a trial, its line. */
export class RunError extends Error {
  override name = "RunError" as const;
}

/** What a run left: its trials, and what could not be read of them. */
export type StoredRun = {
  readonly path: string;
  readonly startedAt: string;
  readonly versions: { readonly [name: string]: string };
  /** The rule by which trials were stopped; null: their number was fixed before. */
  readonly sequential: { readonly [member: string]: number } | null;
  /** The data set that was asked; null: scenarios were. */
  readonly dataset: DatasetFacts | null;
  readonly transcripts: readonly Transcript[];
  /** A last line that was cut while it was written: that trial is lost, all before it are whole. */
  readonly cut: boolean;
};

/** Reads a run directory. Throws {@link RunError} for a folder that is none, and for a line that is no trial. */
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
    throw new RunError(`${place}: is no trial: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function readFacts(file: string): Pick<StoredRun, "startedAt" | "versions" | "sequential" | "dataset"> {
  if (!existsSync(file)) throw new RunError(`${file}: there is no such file, so its folder is no run`);
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new RunError(`${file}: is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const { formatVersion, startedAt, versions, sequential, dataset } = (value ?? {}) as {
    readonly formatVersion?: unknown;
    readonly startedAt?: unknown;
    readonly versions?: StoredRun["versions"];
    readonly sequential?: StoredRun["sequential"];
    readonly dataset?: StoredRun["dataset"];
  };
  if (formatVersion !== 1 || typeof startedAt !== "string") {
    throw new RunError(`${file}: is no run of format version 1`);
  }
  return { startedAt, versions: versions ?? {}, sequential: sequential ?? null, dataset: dataset ?? null };
}
