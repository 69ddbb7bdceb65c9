import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isDay } from "../../../verdict/nights/calendar.js";
import { nightFormat } from "../../../verdict/nights/night-format.js";
import type { NightFacts } from "../../../verdict/nights/night-schema.js";
import type { StoredNight } from "../../../verdict/nights/stored-night.js";
import type { CellSummary } from "../../../verdict/summary/summary-schema.js";
import { parseJson } from "../../../wire/json.js";
import { HistoryError } from "../history.js";
import { newerFormat, readableLine, readLine } from "./read-line.js";
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

/** The nights of a folder, oldest first. */
export function nightsIn(folder: string): readonly string[] {
  const nights = join(folder, historyFiles.nights);
  return existsSync(nights) ? readdirSync(nights).filter(isDay).sort() : [];
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

/** A night of which a run is to be written again. `others`: lines of other runs that cannot be read; they stay as they are. */
export type Appendable = { readonly readable: StoredNight | null; readonly others: readonly string[] };

/**
 * Reads a night so that a run can take its own place in it, also where its present lines are of an older form or damaged: that is how they
 * are mended. Throws HistoryError for one that a newer program wrote.
 */
export function readForAppending(
  folder: string,
  { id, run }: { readonly id: string; readonly run: string },
): Appendable {
  const facts = readNightFacts(folder, id);
  if (facts === null) return { readable: null, others: [] };
  const file = join(nightFolder(folder, id), historyFiles.lines);
  const texts = existsSync(file) ? readFileSync(file, "utf8").split("\n") : [];
  const lines: CellSummary[] = [];
  const others: string[] = [];
  for (const [at, text] of texts.entries()) {
    if (text === "" || text.includes(`"run":${JSON.stringify(run)}`)) continue;
    const parsed = parseJson(text);
    const line = parsed.ok ? readableLine(parsed.value, `${file}, line ${at + 1}`) : null;
    if (line === null) others.push(text);
    else lines.push(line);
  }
  const runs = facts.runs.map((one) => one.id);
  const known = new Set<string | null>(runs);
  return {
    readable: { ...facts, lines: lines.filter((line) => known.has(line.run)) },
    // What names no run of the night can be mended by none.
    others: others.filter((text) => runs.some((id) => text.includes(`"run":${JSON.stringify(id)}`))),
  };
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
    // A line that is not wanted is not parsed; one that is cut may be the wanted one.
    if (text === "" || (isWhole(text) && !has(text))) return [];
    const place = `${file}, line ${at + 1}`;
    const parsed = parseJson(text);
    if (parsed.ok) return [readLine(parsed.value, place)];
    throw new HistoryError(`${place}: is not JSON`, `Make it again: llm-parity rejudge, with the runs of that night.`);
  });
}

function isWhole(text: string): boolean {
  return text.startsWith("{") && text.endsWith("}");
}
