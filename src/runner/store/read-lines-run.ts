import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { decodeTranscript } from "../../transcript/serialise.js";
import type { Transcript } from "../../transcript/transcript.js";
import { readHar } from "../../wire/har/har.js";
import { RunError, type StoredRun } from "./stored-run.js";

/** Reads a run of format version 1: `trials.jsonl`, and one HAR for each case below `exchanges`. */
export function readLinesRun(path: string, facts: object): StoredRun {
  const { startedAt, versions, sequential, dataset } = facts as Partial<StoredRun> & Pick<StoredRun, "startedAt">;
  const file = join(path, "trials.jsonl");
  const lines = (existsSync(file) ? readFileSync(file, "utf8") : "").split("\n");
  const last = lines.pop() ?? "";
  const transcripts = lines.filter((line) => line !== "").map((line, at) => readTrial(line, `${file}, line ${at + 1}`));
  return {
    path,
    startedAt,
    versions: versions ?? {},
    sequential: sequential ?? null,
    dataset: dataset ?? null,
    facts: null,
    transcripts,
    damage: last === "" ? [] : [`${file} ends inside a line: the trial that was being written is lost`],
    exchangesOf: ({ target, scenario }) => {
      const cell = transcripts.find((one) => one.cell.target === target && one.cell.scenario === scenario)?.cell;
      if (cell === undefined) return null;
      const at = target.lastIndexOf("@");
      const name = `${scenario}${at === -1 ? "" : target.slice(at)}.har`;
      const har = join(path, "exchanges", cell.provider, cell.api, cell.model, name);
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
