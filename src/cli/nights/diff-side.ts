import { basename } from "node:path";
import { missingNights } from "../../library/nights/gate-history.js";
import type { History } from "../../library/nights/history.js";
import { UsageError } from "../../library/usage-error.js";
import { counted } from "../../report/counted.js";
import { suggestion } from "../../source/suggest.js";
import { isDay } from "../../verdict/nights/calendar.js";
import { columnKey } from "../../verdict/nights/cell-key.js";
import { countingLines, type StoredNight } from "../../verdict/nights/stored-night.js";
import type { CellSummary } from "../../verdict/summary/summary-schema.js";
import { findRun } from "../results/find-run.js";
import { linesOfRun, type RunPlaces } from "./judging/run-lines.js";
import { isLatest, nightNamed } from "./night-named.js";

/** One side of a comparison: its name for people, and its lines. A baseline has several of each cell. */
export type DiffSide = { readonly title: string; readonly lines: readonly CellSummary[] };

/**
 * The side that a text names: `baseline`, `latest-night` (`latest-night~1`: the night before it), the date of a night, or a run. A date that
 * is a night of the history is that night. Throws UsageError with what there is.
 */
export async function diffSide(name: string, history: History, places: RunPlaces): Promise<DiffSide> {
  if (name === "baseline") return baselineSide(history);
  const id = isLatest(name) ? await nightNamed(name, history) : name;
  const night = isDay(id) ? await history.night(id) : null;
  if (night !== null) return nightSide(night);
  const path = runOrNothing(name, places.runs);
  if (path !== null) return { title: `run ${basename(path)}`, lines: await linesOfRun(path, places) };
  throw await unknownSide(name, history, places.runs);
}

function nightSide(night: StoredNight): DiffSide {
  const { counting, replaced } = countingLines(night);
  const more = [
    ...(night.runs.length > 1 ? [counted(night.runs.length, "run")] : []),
    ...(replaced.length > 0 ? [`${counted(replaced.length, "cell")} measured twice, the later one counts`] : []),
    ...(night.masked.length > 0 ? [`an incident of ${night.masked.join(", ")}`] : []),
  ];
  return { title: `night ${night.id}${more.length === 0 ? "" : ` (${more.join("; ")})`}`, lines: counting };
}

/** The nights of the baseline, without the columns that were masked in them. */
async function baselineSide(history: History): Promise<DiffSide> {
  const baseline = await history.baseline();
  if (baseline === null) {
    throw new UsageError(`${history.place} has no baseline`, { hint: "Pin one: llm-parity baseline pin." });
  }
  const nights = await Promise.all(baseline.nights.map((id) => history.night(id)));
  const missing = baseline.nights.filter((_, at) => nights[at] === null);
  if (missing.length > 0) throw missingNights(history.place, missing);
  const lines = nights.flatMap((night) => {
    if (night === null) return [];
    return countingLines(night).counting.filter((line) => !night.masked.includes(columnKey(line)));
  });
  return { title: `the baseline of ${counted(baseline.nights.length, "night")}`, lines };
}

/** Null: no run has that name. An ambiguous beginning stays a mistake of its own. */
function runOrNothing(name: string, runs: string): string | null {
  try {
    return findRun(name, runs);
  } catch (error) {
    if (error instanceof UsageError && error.message.startsWith("there is no run")) return null;
    throw error;
  }
}

async function unknownSide(name: string, history: History, runs: string): Promise<UsageError> {
  const ids = await history.ids();
  const nights = ids.length === 0 ? `${history.place} has no night` : suggestion(name, ids.slice(-20), "nights");
  return new UsageError(`"${name}" is neither a night of ${history.place} nor a run of ${runs}`, {
    hint: `Name a night (YYYY-MM-DD, latest-night, latest-night~1), a run (its id, its folder, last) or baseline. ${nights}.`,
  });
}
