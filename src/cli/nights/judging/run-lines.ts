import type { FileOptions } from "../../../library/choose.js";
import { storedLines } from "../../../library/nights/stored-lines.js";
import type { JudgedRun } from "../../../library/nights/summarise-run.js";
import { UsageError } from "../../../library/usage-error.js";
import type { StoredRun } from "../../../runner/store/stored-run.js";
import type { CellSummary } from "../../../verdict/summary/summary-schema.js";
import { log, sanitise } from "../../shell/print.js";

/** Where runs and the files that judge them are. `typed`: the files that were named on the command line. */
export type RunPlaces = FileOptions & { readonly typed: Partial<FileOptions>; readonly runs: string };

/** The places alone, which can be given to a thread. */
export function placesOf({ typed, runs, scenarios, models, known, fixtures }: RunPlaces): RunPlaces {
  return { typed, runs, scenarios, models, known, fixtures };
}

/** The lines of a run: its summary, or, where that is missing, older than its journal or of another form, made again and not kept. */
export async function linesOfRun(path: string, places: RunPlaces): Promise<readonly CellSummary[]> {
  const stored = storedLines(path);
  if (stored !== null) return stored;
  const { readRun } = await import("../../../runner/store/read-run.js");
  log(`${path}: has no summary of this version; it is made from the journal`);
  return judgeRun(readRun(path), places);
}

/** The lines of a run, judged by today's rules, see {@link judgedAnew}. */
export async function judgeRun(
  run: StoredRun,
  places: RunPlaces,
  say: (sentence: string) => void = log,
): Promise<readonly CellSummary[]> {
  const { summariseRun } = await import("../../../library/nights/summarise-run.js");
  return summariseRun(run, await judgedAnew(run, places, say));
}

/** The lines of a run, and what was said while it was judged. */
export type SaidLines = { readonly lines: readonly CellSummary[]; readonly said: readonly string[] };

/** The lines of a run by {@link judgeRun}, with nothing said yet. Null: it cannot be judged, and {@link judgeRun} says why. */
export async function saidLines(path: string, places: RunPlaces): Promise<SaidLines | null> {
  const said: string[] = [];
  try {
    const { readRun } = await import("../../../runner/store/read-run.js");
    const lines = await judgeRun(readRun(path), places, (sentence) => said.push(sentence));
    return { lines, said };
  } catch {
    return null;
  }
}

/**
 * The verdicts of a run by today's rules. Says (`say`; default: {@link log}) what of the run could not be read, and what has changed since. Rejects with UsageError for a
 * run that was pruned, and for one without a trial.
 */
export async function judgedAnew(
  run: StoredRun,
  { typed, ...given }: RunPlaces,
  say: (sentence: string) => void = log,
): Promise<JudgedRun> {
  if (run.thinned) {
    const hint = "The counts in its summary.jsonl are by the rules of their day.";
    throw new UsageError(`${run.path}: was pruned, so that it cannot be judged again`, { hint });
  }
  if (run.transcripts.length === 0) throw new UsageError(`${run.path} contains no finished trial`);
  const [{ recallRun }, { concludeRun }, { judgedRun }] = await Promise.all([
    import("../../results/recall-run.js"),
    import("../../../library/suite/conclude-run.js"),
    import("../../results/write-summary.js"),
  ]);
  for (const sentence of run.damage) say(sentence);
  const { choice, result, options, changes } = await recallRun(run, { typed, given });
  for (const change of changes)
    say(sanitise(`${run.path}: since the run: ${change}; it is judged by what is there now`));
  return judgedRun(choice, (await concludeRun({ choice, result, options })).bundle.matrix);
}
