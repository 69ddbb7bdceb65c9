import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { type ExitCode, exitCodes } from "../../library/exit-code.js";
import { type History, HistoryError } from "../../library/nights/history.js";
import { openHistory } from "../../library/nights/open-history.js";
import { summaryText } from "../../library/nights/summarise-run.js";
import { UsageError } from "../../library/usage-error.js";
import { counted } from "../../report/counted.js";
import { writeAtomically } from "../../runner/store/atomic-write.js";
import { isThinned } from "../../runner/store/read-journal-run.js";
import { runFiles } from "../../runner/store/run-files.js";
import { cellKey } from "../../verdict/nights/cell-key.js";
import type { NightFacts } from "../../verdict/nights/night-schema.js";
import type { CellSummary } from "../../verdict/summary/summary-schema.js";
import { findRun } from "../results/find-run.js";
import { log, print, sanitise } from "../shell/print.js";
import { judgeRuns, type RunLines } from "./judging/judge-runs.js";
import { placesOf, type RunPlaces } from "./judging/run-lines.js";

export type RejudgeOptions = RunPlaces & {
  readonly history?: string;
  readonly since?: string;
  readonly page?: string;
  /** Threads; absent: one for each core, and none more for little to read. */
  readonly jobs?: number;
};

/**
 * `llm-parity rejudge NAME…`: judges runs, and all runs of nights, by today's rules, and writes their summaries and their lines in the
 * history again. Resolves with the exit code: 4 where the trials of a run are no longer there.
 */
export async function rejudge(names: readonly string[], options: RejudgeOptions): Promise<ExitCode> {
  const { since, page = null } = options;
  if (since === undefined) requireNames(names, page);
  else if (names.length === 0)
    return (await import("./rejudge-since.js")).rejudgeSince(null, { ...options, since, page });
  const history = await openHistory(options.history ?? null, process.env);
  try {
    const wanted = await runsOf(names, history, options.runs);
    for (const sentence of wanted.missing) log(sanitise(sentence));
    if (since !== undefined) {
      const { rejudgeSince } = await import("./rejudge-since.js");
      const code = await rejudgeSince(wanted.paths, { ...options, since, page });
      return wanted.missing.length === 0 ? code : exitCodes.unmeasured;
    }
    for await (const judged of judgeRuns(wanted.paths, placesOf(options), options.jobs ?? null))
      print(sanitise(await keepLines(judged, history)));
    return wanted.missing.length === 0 ? exitCodes.fine : exitCodes.unmeasured;
  } finally {
    await history.close();
  }
}

function requireNames(names: readonly string[], page: string | null): void {
  if (page !== null) throw new UsageError("--page needs --since", { hint: "Name an edition: --since 2026-11." });
  if (names.length > 0) return;
  throw new UsageError("name runs or nights to judge again", {
    hint: "For example: llm-parity rejudge last. --since EDITION prints what flips, and needs no name.",
  });
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
async function nightsNamed(name: string, history: History): Promise<readonly NightFacts[] | null> {
  const all = await history.facts(Number.POSITIVE_INFINITY);
  if (name === "baseline") {
    const baseline = await history.baseline();
    if (baseline === null)
      throw new UsageError(`${history.place} has no baseline`, { hint: "Pin one: llm-parity baseline pin." });
    return all.filter(({ id }) => baseline.nights.includes(id));
  }
  const found = all.filter(({ id }) => id === name);
  return found.length === 0 ? null : found;
}

async function keepLines({ path, lines }: RunLines, history: History): Promise<string> {
  await writeAtomically(join(path, runFiles.summary), summaryText(lines));
  const said = [`${path}: ${counted(lines.length, "cell")} judged`];
  for (const night of await nightsWith(basename(path), history)) said.push(await renew(night, lines, history));
  return said.join("; ");
}

/** The nights that have a run. */
async function nightsWith(run: string, history: History): Promise<readonly NightFacts[]> {
  const nights = await history.facts(Number.POSITIVE_INFINITY);
  return nights.filter(({ runs }) => runs.some(({ id }) => id === run));
}

async function renew(night: NightFacts, lines: readonly CellSummary[], history: History): Promise<string> {
  const run = night.runs.find((one) => one.id === lines[0]?.run);
  if (run === undefined) return `night ${night.id} is unchanged`;
  const before = (await linesBefore(night.id, history)).filter((line) => line.run === run.id);
  const old = new Map(before.map((line) => [cellKey(line), line.trials]));
  const changed = lines.filter((one) => {
    const trials = old.get(cellKey(one));
    return trials === undefined || trials.bad !== one.trials.bad || trials.eligible !== one.trials.eligible;
  });
  await history.append({ night: night.id, run, lines });
  const cells = changed.map((one) => {
    const trials = old.get(cellKey(one));
    const was = trials === undefined ? "new" : `${trials.bad} of ${trials.eligible} bad before`;
    return `\n  ${cellKey(one)}: ${one.trials.bad} of ${one.trials.eligible} bad, ${was}`;
  });
  return `night ${night.id}: ${counted(changed.length, "cell")} with other counts${cells.join("")}`;
}

/** None where they cannot be read: of an older form, or damaged. Judging again is how they are mended. */
async function linesBefore(id: string, history: History): Promise<readonly CellSummary[]> {
  try {
    return (await history.night(id))?.lines ?? [];
  } catch (error) {
    if (error instanceof HistoryError && !error.isNewer) return [];
    throw error;
  }
}
