import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { decodeTranscript } from "../../transcript/serialise.js";
import type { Transcript } from "../../transcript/transcript.js";
import { readHar } from "../../wire/har/har.js";
import { fixturePath } from "./fixture-path.js";
import { RunError, type StoredRun } from "./stored-run.js";
import { keyOfTrial } from "./trial-key.js";

/** Reads a run of format version 1: `trials.jsonl`, and one HAR for each case below `exchanges`. */
export function readLinesRun(path: string, facts: object): StoredRun {
  const { startedAt, versions, sequential, dataset } = facts as Partial<StoredRun> & Pick<StoredRun, "startedAt">;
  const file = join(path, "trials.jsonl");
  const lines = (existsSync(file) ? readFileSync(file, "utf8") : "").split("\n");
  const last = lines.pop() ?? "";
  const read = lines.filter((line) => line !== "").map((line, at) => readTrial(line, `${file}, line ${at + 1}`));
  // A row of a data set that was asked again is there twice: the later one counts.
  const transcripts = [...new Map(read.map((one) => [keyOfTrial(one), one])).values()];
  return {
    path,
    startedAt,
    versions: versions ?? {},
    sequential: sequential ?? null,
    dataset: dataset ?? null,
    facts: null,
    thinned: false,
    transcripts,
    damage: last === "" ? [] : [`${file} ends inside a line: the trial that was being written is lost`],
    exchangesOf: ({ target, scenario }) => {
      const cell = transcripts.find((one) => one.cell.target === target && one.cell.scenario === scenario)?.cell;
      if (cell === undefined) return null;
      const har = fixturePath(join(path, "exchanges"), { ...cell, id: target }, scenario);
      return existsSync(har) ? { file: har, entries: readHar(readFileSync(har, "utf8"), har).entries } : null;
    },
  };
}

function readTrial(line: string, place: string): Transcript {
  try {
    return decodeTranscript(line);
  } catch (error) {
    throw new RunError(`${place}: is not a trial: ${error instanceof Error ? error.message : String(error)}`);
  }
}
