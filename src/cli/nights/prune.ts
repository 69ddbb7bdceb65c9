import { choose, type FileOptions } from "../../library/choose.js";
import { type ExitCode, exitCodes } from "../../library/exit-code.js";
import type { History } from "../../library/nights/history.js";
import { openHistory } from "../../library/nights/open-history.js";
import { keptTrials } from "../../library/nights/prune/kept-trials.js";
import { namedByCases, namedByKnown } from "../../library/nights/prune/named-nights.js";
import { type PrunedRun, type PrunePlan, planPrune } from "../../library/nights/prune/plan-prune.js";
import { type Thinned, thinRun } from "../../library/nights/prune/thin-run.js";
import { UsageError } from "../../library/usage-error.js";
import { counted } from "../../report/counted.js";
import { bytesText } from "../../report/nights/bytes-text.js";
import { LockedError } from "../../runner/journal/lock.js";
import { readRun } from "../../runner/store/read-run.js";
import { SelectionError } from "../../scenario/selection-error.js";
import { SourceError } from "../../source/source-error.js";
import { isDay } from "../../verdict/nights/calendar.js";
import { log, print, sanitise } from "../shell/print.js";
import { judgedAnew, type RunPlaces } from "./judging/run-lines.js";

/** `nights`: so many of the newest nights stay whole; `keep`: nights and runs that stay; `cases`: folders of evidence bundles. */
export type PruneOptions = RunPlaces & {
  readonly history?: string;
  readonly nights: number;
  readonly keep: readonly string[];
  readonly cases: readonly string[];
  readonly plan?: true;
  readonly json?: true;
};

/** `llm-parity prune`: thins the journals of old nights, the plan and its bytes first. Resolves with the exit code. */
export async function prune(options: PruneOptions): Promise<ExitCode> {
  const history = await openHistory(options.history ?? null, process.env);
  try {
    const plan = await planOf(history, options);
    if (options.json === true) print(JSON.stringify({ schemaVersion: 1, ...plan }, null, 2));
    else for (const line of planLines(plan)) print(sanitise(line));
    if (options.plan === true) return exitCodes.fine;
    for (const run of plan.thin) log(sanitise(await thin(run, options)));
    return exitCodes.fine;
  } finally {
    await history.close();
  }
}

async function planOf(history: History, options: PruneOptions): Promise<PrunePlan> {
  const { runs, nights: recent, keep, cases } = options;
  const nights = await history.facts(Number.POSITIVE_INFINITY);
  if (nights.length === 0) {
    throw new UsageError(`${history.place}: has no night, and only runs of nights are pruned`, {
      hint: "`llm-parity history add RUN` appends a run to its night.",
    });
  }
  for (const name of keep) refuseUnknown(name, nights);
  const { known } = await choose(filesOf(options), "live");
  const baseline = (await history.baseline())?.nights ?? [];
  const needs = { recent, baseline, known: namedByKnown(known), cases: namedByCases(cases), named: keep };
  return planPrune(nights, runs, needs);
}

/** A night that was meant to stay and was misspelt would be thinned. */
function refuseUnknown(
  name: string,
  nights: readonly { readonly id: string; readonly runs: readonly { readonly id: string }[] }[],
): void {
  if (nights.some(({ id, runs }) => id === name || runs.some((run) => run.id === name))) return;
  const hint = isDay(name)
    ? "The nights are listed by `llm-parity history`."
    : "Write a night as YYYY-MM-DD, or the whole id of a run.";
  throw new UsageError(`--keep ${name}: there is no such night, and no run of a night with that id`, { hint });
}

function filesOf({ scenarios, models, known, fixtures }: FileOptions): FileOptions {
  return { scenarios, models, known, fixtures };
}

function planLines({ thin, keep, thinned, others }: PrunePlan): readonly string[] {
  const sum = (runs: readonly PrunedRun[]) => runs.reduce((total, { bytes }) => total + bytes, 0);
  const reasons = [...new Set(keep.map(({ because }) => because))];
  return [
    thin.length === 0
      ? "There is nothing to thin."
      : `To be thinned: ${counted(thin.length, "run")}, ${bytesText(sum(thin))}. Bad trials and one good trial of each cell are kept, packed.`,
    ...thin.map(({ night, path, bytes }) => `  night ${night}: ${path}, ${bytesText(bytes)}`),
    ...reasons.map((reason) => {
      const own = keep.filter(({ because }) => because === reason);
      return `Whole (${reason}): ${counted(own.length, "run")}, ${bytesText(sum(own))}`;
    }),
    ...(thinned === 0 ? [] : [`Already thinned: ${counted(thinned, "run")}`]),
    ...(others.runs === 0
      ? []
      : [`Not part of any night, not touched: ${counted(others.runs, "run")}, ${bytesText(others.bytes)}`]),
    "Summaries are kept forever.",
  ];
}

/** One run that cannot be thinned stays as it is, and the others go on. */
async function thin({ path }: PrunedRun, options: PruneOptions): Promise<string> {
  try {
    const { verdicts } = await judgedAnew(readRun(path), options);
    return thinnedText(path, await thinRun(path, keptTrials(verdicts)));
  } catch (error) {
    const isSaid = error instanceof LockedError || error instanceof UsageError;
    if (!isSaid && !(error instanceof SourceError) && !(error instanceof SelectionError)) throw error;
    return `${path}: stays whole: ${error.message}`;
  }
}

function thinnedText(path: string, { kept, of, freedBytes }: Thinned): string {
  return `${path}: ${kept} of ${counted(of, "trial")} kept, ${bytesText(freedBytes)} freed`;
}
