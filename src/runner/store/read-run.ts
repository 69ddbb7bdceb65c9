import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readJournalRun } from "./read-journal-run.js";
import { readLinesRun } from "./read-lines-run.js";
import { runFiles, runFormatVersion } from "./run-files.js";
import { RunError, type StoredRun } from "./stored-run.js";

/** Reads a run directory of any format version. Throws {@link RunError} for a folder that is not a run. */
export function readRun(path: string): StoredRun {
  const file = join(path, runFiles.facts);
  const value = readFacts(file);
  const { formatVersion, startedAt } = value as { readonly formatVersion?: unknown; readonly startedAt?: unknown };
  if (typeof startedAt !== "string") throw new RunError(`${file}: is not a run: it has no startedAt`);
  if (formatVersion === 1) return readLinesRun(path, value);
  if (formatVersion === runFormatVersion) return readJournalRun(path, value);
  if (typeof formatVersion === "number" && formatVersion > runFormatVersion) {
    throw new RunError(
      `${file}: is a run of format version ${formatVersion}, which a newer llm-parity${writerOf(value)} wrote; this program reads versions 1 and ${runFormatVersion}: use that one`,
    );
  }
  throw new RunError(
    `${file}: is a run of format version ${JSON.stringify(formatVersion)}; this program reads versions 1 and ${runFormatVersion}`,
  );
}

/** The version of the program that wrote a run, after a blank; empty where it does not say. */
function writerOf(value: object): string {
  const { versions } = value as { readonly versions?: { readonly "llm-parity"?: unknown } };
  const version = versions?.["llm-parity"];
  return typeof version === "string" ? ` (${version})` : "";
}

function readFacts(file: string): object {
  if (!existsSync(file)) throw new RunError(`${file}: there is no such file, so its folder is not a run`);
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new RunError(`${file}: is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  return typeof value === "object" && value !== null ? value : {};
}
