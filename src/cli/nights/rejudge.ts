import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { type ExitCode, exitCodes } from "../../library/exit-code.js";
import type { History } from "../../library/nights/history.js";
import { openHistory } from "../../library/nights/open-history.js";
import { summaryText } from "../../library/nights/summarise-run.js";
import { UsageError } from "../../library/usage-error.js";
import { counted } from "../../report/counted.js";
import { writeAtomically } from "../../runner/store/atomic-write.js";
import { isThinned } from "../../runner/store/read-journal-run.js";
import { readRun } from "../../runner/store/read-run.js";
import { runFiles } from "../../runner/store/run-files.js";
import { isDay } from "../../verdict/nights/calendar.js";
import { cellKey } from "../../verdict/nights/cell-key.js";
import type { StoredNight } from "../../verdict/nights/stored-night.js";
import type { CellSummary } from "../../verdict/summary/summary-schema.js";
import { findRun } from "../results/find-run.js";
import { log, print, sanitise } from "../shell/print.js";
import { judgeRun, type RunPlaces } from "./run-lines.js";

export type RejudgeOptions = RunPlaces & { readonly history?: string };

/**
 * `llm-parity rejudge NAME…`: judges runs, and all runs of nights, by today's rules, and writes their summaries and their lines in the
 * history again. Resolves with the exit code: 4 where the trials of a run are no longer there.
 */
export async function rejudge(names: readonly string[], options: RejudgeOptions): Promise<ExitCode> {
  const history = await openHistory(options.history ?? null, process.env);
  try {
    const wanted = await runsOf(names, history, options.runs);
    for (const sentence of wanted.missing) log(sanitise(sentence));
    for (const path of wanted.paths) print(sanitise(await rejudgeRun(path, history, options)));
    return wanted.missing.length === 0 ? exitCodes.fine : exitCodes.unmeasured;
  } finally {
    await history.close();
  }
}

type Wanted = { readonly paths: readonly string[]; readonly missing: readonly string[] };

/** The folders of the runs that are named, by themselves, as a night's, or as the baseline's; and the runs of which there is no journal. */
async function runsOf(names: readonly string[], history: History, runs: string): Promise<Wanted> {
  const paths = new Set<string>();
  const missing: string[] = [];
  for (const name of names) {
    const nights = await nightsNamed(name, history);
    if (nights === null) paths.add(findRun(name, runs));
    for (const night of nights ?? []) {
      for (const { id } of night.runs) {
        const path = join(runs, id);
        if (!existsSync(join(path, runFiles.facts))) missing.push(`night ${night.id}: ${path} is not there: ${stays}`);
        else if (isThinned(path)) missing.push(`night ${night.id}: ${path} was pruned: ${stays}`);
        else paths.add(path);
      }
    }
  }
  return { paths: [...paths], missing };
}

const stays = "its cells stay judged by the rules of their day";

/** Null: the name is not that of nights. */
async function nightsNamed(name: string, history: History): Promise<readonly StoredNight[] | null> {
  if (name === "baseline") {
    const baseline = await history.baseline();
    if (baseline === null)
      throw new UsageError(`${history.place} has no baseline`, { hint: "Pin one: llm-parity baseline pin." });
    const nights = await Promise.all(baseline.nights.map((id) => history.night(id)));
    return nights.filter((night) => night !== null);
  }
  const night = isDay(name) ? await history.night(name) : null;
  return night === null ? null : [night];
}

async function rejudgeRun(path: string, history: History, options: RejudgeOptions): Promise<string> {
  const run = readRun(path);
  const lines = await judgeRun(run, options);
  await writeAtomically(join(path, runFiles.summary), summaryText(lines));
  const said = [`${path}: ${counted(lines.length, "cell")} judged`];
  for (const id of await nightsWith(basename(path), history)) said.push(await renew(id, lines, history));
  return said.join("; ");
}

/** The nights that have a run. */
async function nightsWith(run: string, history: History): Promise<readonly string[]> {
  const nights = await history.facts(Number.POSITIVE_INFINITY);
  return nights.filter(({ runs }) => runs.some(({ id }) => id === run)).map(({ id }) => id);
}

async function renew(id: string, lines: readonly CellSummary[], history: History): Promise<string> {
  const before = await history.night(id);
  const [line] = lines;
  const run = before?.runs.find((one) => one.id === line?.run);
  if (before === null || run === undefined) return `night ${id} is unchanged`;
  const old = new Map(before.lines.filter((one) => one.run === run.id).map((one) => [cellKey(one), one.trials]));
  const changed = lines.filter((one) => {
    const trials = old.get(cellKey(one));
    return trials === undefined || trials.bad !== one.trials.bad || trials.eligible !== one.trials.eligible;
  });
  await history.append({ night: id, run, lines });
  const cells = changed.map((one) => {
    const trials = old.get(cellKey(one));
    const was = trials === undefined ? "new" : `${trials.bad} of ${trials.eligible} bad before`;
    return `\n  ${cellKey(one)}: ${one.trials.bad} of ${one.trials.eligible} bad, ${was}`;
  });
  return `night ${id}: ${counted(changed.length, "cell")} with other counts${cells.join("")}`;
}
