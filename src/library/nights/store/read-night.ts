import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isDay } from "../../../verdict/nights/calendar.js";
import { nightFormat } from "../../../verdict/nights/night-format.js";
import type { NightFacts } from "../../../verdict/nights/night-schema.js";
import type { StoredNight } from "../../../verdict/nights/stored-night.js";
import { parseJson } from "../../../wire/json.js";
import { HistoryError } from "../history.js";
import { newerFormat, readLine } from "./read-line.js";
import { faultIn, type Shape } from "./shape.js";

/** The files of a history: `nights/<id>/` with the facts and the lines of each night, and the baseline beside them. */
export const historyFiles = {
  nights: "nights",
  facts: "night.json",
  lines: "summary.jsonl",
  baseline: "baseline.json",
} as const;

/** The folder of a night. */
export function nightFolder(folder: string, id: string): string {
  return join(folder, historyFiles.nights, id);
}

const restore = "Restore the file, or remove its folder and append its runs again.";

/**
 * Reads one night of a folder. `has`: which lines are wanted, as text, so that a night of many cells is read for one of them; default: all.
 * Null: it is not there. Throws HistoryError.
 */
export function readNight(folder: string, id: string, has: (line: string) => boolean = () => true): StoredNight | null {
  const facts = readNightFacts(folder, id);
  if (facts === null) return null;
  const lines = readLines(join(nightFolder(folder, id), historyFiles.lines), has);
  // Lines of a run that is not in the facts were being written when the power went: the run was never appended.
  const known = new Set<string | null>(facts.runs.map((run) => run.id));
  return { ...facts, lines: lines.filter(({ run }) => known.has(run)) };
}

/** The facts of one night of a folder; null: it is not there. Throws HistoryError. */
export function readNightFacts(folder: string, id: string): NightFacts | null {
  const file = join(nightFolder(folder, id), historyFiles.facts);
  return isDay(id) && existsSync(file) ? readFacts(readJson(file), file) : null;
}

function readJson(file: string): unknown {
  const parsed = parseJson(readFileSync(file, "utf8"));
  if (parsed.ok) return parsed.value;
  throw new HistoryError(`${file}: is not JSON`, restore);
}

/** The facts of a night from what `night.json` holds. Throws HistoryError. */
export function readFacts(value: unknown, place: string): NightFacts {
  const version = typeof value === "object" && value !== null && "formatVersion" in value ? value.formatVersion : null;
  if (typeof version === "number" && version > nightFormat) {
    throw newerFormat(`${place}: is a night of format version ${version}; this program reads version ${nightFormat}`);
  }
  const fault = version === nightFormat ? faultIn(value, nightShape) : "it has no format version";
  if (fault !== null) throw new HistoryError(`${place}: is not a night: ${fault}`, restore);
  const { id, runs, masked } = value as NightFacts;
  return { id, runs, masked };
}

const nightShape: Shape = {
  id: "text",
  runs: [
    { id: "text", startedAt: "text", mode: "text", suite: "text?", versions: {}, trials: "count?", sequential: "flag" },
  ],
  masked: ["text"],
};

function readLines(file: string, has: (line: string) => boolean) {
  if (!existsSync(file)) return [];
  const texts = readFileSync(file, "utf8").split("\n");
  return texts.flatMap((text, at) => {
    if (text === "" || !has(text)) return [];
    const place = `${file}, line ${at + 1}`;
    const parsed = parseJson(text);
    if (parsed.ok) return [readLine(parsed.value, place)];
    throw new HistoryError(`${place}: is not JSON`, `Make it again: llm-parity rejudge, with the runs of that night.`);
  });
}
