import { basename } from "node:path";
import { type Choice, type ChoiceOptions, choose, type FileOptions, requireLive } from "../../library/choose.js";
import { type ExitCode, exitCodes } from "../../library/exit-code.js";
import { limitsOfShard } from "../../library/fleet/limits-of-shard.js";
import { formatPath } from "../../library/format-path.js";
import type { ChosenReport } from "../../library/reports/chosen-reports.js";
import { noNight, type ReportedNight } from "../../library/reports/reported-night.js";

import { concludeRun } from "../../library/suite/conclude-run.js";
import { exitReason } from "../../library/suite/exit-reason.js";
import type { Sampling } from "../../library/suite/resolve-sampling.js";
import type { RunMode, RunResult } from "../../library/suite/run-result.js";
import { UsageError } from "../../library/usage-error.js";
import { counted } from "../../report/counted.js";
import type { Continued } from "../../runner/ask-live.js";
import { type Plan, planOf, planRun } from "../../runner/plan.js";
import { casesOfShard, type Shard, shardText } from "../../runner/shard.js";
import type { TiedViews } from "../../verdict/client-views/recorded-replies.js";
import type { Matrix } from "../../verdict/matrix/matrix.js";
import { cellKey } from "../../verdict/nights/cell-key.js";
import { fenceNetwork } from "../../wire/transport/fence.js";
import { reportPlace } from "../results/report-place.js";
import { showMatrix } from "../results/show-matrix.js";
import { writeReports } from "../results/write-reports.js";
import { loadKeysFile } from "../shell/keys-file.js";
import { log } from "../shell/print.js";
import { printedReport, type ReporterWords, readReporters, withAnnotations } from "../shell/reporter-options.js";
import { type AskingStopSignal, watchAskingSignals } from "../shell/stop-signal.js";
import type { AskWords } from "./ask-options.js";
import type { GatedRun } from "./gated-run.js";
import { refuseIdleShare } from "./refuse-idle-share.js";

export type RunOptions = FileOptions &
  ChoiceOptions &
  AskWords &
  ReporterWords &
  Sampling & {
    readonly replay?: true;
    readonly live?: true;
    readonly record?: true;
    readonly speed?: number;
    /** Threads of a replay, this one included. Default: 1. */
    readonly jobs?: number;
    /** Vary each trial's prompt with a reference that asks for nothing. */
    readonly nonce?: true;
    /** Where the nights are; absent: see `openHistory`. */
    readonly history?: string;
    /** The UTC date of the scheduled start, with `gate`; absent: the date of the start. */
    readonly night?: string;
    /** Send the message of the night, with `gate`. */
    readonly notify?: true;
    /** Absent: another in each run. */
    readonly nonceSeed?: number;
    /** Absent: the whole plan is asked. */
    readonly shard?: Shard;
    /** Let workers ask. */
    readonly queue?: true;
    readonly exitZero?: true;
    /** Quote what customers wrote in fixtures that were imported from production logs. */
    readonly includeContent?: true;
    /** Print every table, and every cell in words. */
    readonly verbose?: true;
    /** Absent: where {@link reportPlace} says; false: nowhere. */
    readonly reports?: string | false;
    readonly today?: string;
  };

/**
 * `llm-parity run`. `continued`: the run that goes on, with its own `options`; null: a new one. Resolves with the exit code; throws
 * errors that {@link showError} can explain.
 */
export async function run(options: RunOptions, continued: Continued | null = null): Promise<number> {
  if (options.keysFile !== undefined) loadKeysFile(options.keysFile, process.env);
  if (options.notify !== true || options.plan === true) return runSuite(options, continued);
  const { nightOfToday, orSendNothing, sendNight } = await import("../nights/send-night.js");
  const night = options.night ?? continued?.facts.startedAt.slice(0, 10) ?? nightOfToday();
  const code = await orSendNothing(() => runSuite(options, continued), { night, history: options.history });
  if (code === exitCodes.internal) await sendNight({ night, result: null }, options.history);
  return code;
}

async function runSuite(options: RunOptions, continued: Continued | null): Promise<number> {
  const mode = modeOf(options);
  const choice = await choose(options, mode === "replay" ? "replay" : "live");
  if (mode === "live") requireLive(choice);
  refuseIdleShare(options, choice);
  const plan = planRun({ scenarios: choice.scenarios, targets: choice.targets, trials: options.trials });
  const asked = planOf(casesOfShard(plan.cases, options.shard ?? null));
  if (options.plan === true) {
    return (await import("./print-plan.js")).printPlan(asked, choice, planWords(options, plan));
  }
  const chosen = await reportersOf(options);
  const continuation = continued === null ? null : await import("./continued-run.js");
  if (continued !== null) continuation?.refuseChanges(continued, plan);

  const gated = await gatedRunOf(options, choice, continued);
  const signals = watchAskingSignals();
  try {
    const result = await perform(mode, { plan, choice, options, signals, continued, gated });
    if (continuation?.isComplete(result) === true) return exitCodes.fine;
    const tiedViews = continued === null ? null : await viewsOf(continued);
    const { bundle, mismatches, shown, exitCode: code } = await concludeRun({ choice, result, options, tiedViews });
    logWithheld(shown, options);
    const isStopped = signals.exitCode() !== null;
    const place = reportPlace({ typed: options.reports, result, choice, options, matrix: bundle.matrix, isStopped });
    if (result.runDirectory !== null) await summarise(result.runDirectory, { choice, matrix: bundle.matrix }, result);
    await showMatrix(bundle, { result: shown, options, mismatches, isPrinted: printedReport(chosen) === null });
    const { fixtures, includeContent = false } = options;
    const reported = { bundle, result: shown, fixtures, targets: choice.targets, tiedViews, includeContent };
    const wanted = { chosen, place, mismatches, json: options.json === true, embed: options.embed };
    const startedAt = result.startedAt?.slice(0, 10) ?? null;
    const write = (night: ReportedNight) => writeReports({ ...reported, ...night }, wanted);
    if (options.shard !== undefined && !asked.cases.some(({ skip }) => skip === null)) {
      await write(noNight);
      log(`shard ${shardText(options.shard)} has no case to ask; this is not a fault`);
      return signals.exitCode() ?? exitCodes.fine;
    }
    // A shard is a part of its night, which is compared once the shards are merged.
    const isNight = gated !== null && options.shard === undefined && !isStopped && code !== exitCodes.internal;
    if (isNight && result.runDirectory !== null) {
      const worth = await concludeNight(gated, result.runDirectory, { options, choice, startedAt, write });
      return signals.exitCode() ?? exitOf(worth, options);
    }
    await write(noNight);
    const exit = signals.exitCode() ?? exitOf(code, options);
    log(exitReason(bundle.matrix, { worth: code, code: exit, known: formatPath(options.known) }));
    return exit;
  } finally {
    signals.stop();
  }
}

/** A shard annotates nothing by itself: its night does. */
async function reportersOf(options: RunOptions): Promise<readonly ChosenReport[]> {
  const chosen = await readReporters(options);
  const printed = printedReport(chosen);
  if (printed !== null && options.gate !== undefined && options.shard === undefined) {
    throw new UsageError(`--gate and --reporter ${printed.reporter.name}=- both print on standard output`, {
      hint: "Give the report a file: NAME=FILE.",
    });
  }
  return options.shard === undefined ? withAnnotations(chosen, options, process.env) : chosen;
}

type Concluding = {
  readonly options: RunOptions;
  readonly choice: Choice;
  /** The day on which the run was started. */
  readonly startedAt: string | null;
  readonly write: (night: ReportedNight) => Promise<void>;
};

/** Compares the night, then writes the reports with what it says of each cell; without it where it cannot be compared. */
async function concludeNight(
  gated: GatedRun,
  path: string,
  { options, choice, startedAt, write }: Concluding,
): Promise<ExitCode> {
  try {
    const code = await gated.conclude(path);
    const { nightOfReport, ownNight } = await import("../results/night-of-report.js");
    const place = { run: basename(path), typed: null, own: ownNight(options), today: options.today ?? startedAt };
    await write(await nightOfReport({ ...place, known: choice.known }));
    return code;
  } catch (error) {
    await write(noNight);
    throw error;
  }
}

/** The exit code of a run that is worth this one. */
function exitOf(worth: ExitCode, { exitZero }: Pick<RunOptions, "exitZero">): ExitCode {
  return exitZero === true && worth !== exitCodes.internal ? exitCodes.fine : worth;
}

async function gatedRunOf(options: RunOptions, choice: Choice, continued: Continued | null): Promise<GatedRun | null> {
  if (options.gate === undefined) return null;
  const { gatedRun } = await import("./gated-run.js");
  return gatedRun({ ...options, gate: options.gate }, choice, continued?.facts.startedAt ?? new Date().toISOString());
}

/** The limits of a shard are its share of those of the plan. */
function planWords(options: RunOptions, plan: Plan): RunOptions {
  const limits = { maxCalls: options.maxCalls ?? null, maxCostUsd: options.maxCost ?? null };
  const { maxCalls, maxCostUsd } = limitsOfShard(limits, plan, options.shard ?? null);
  return {
    ...options,
    ...(maxCalls === null ? {} : { maxCalls }),
    ...(maxCostUsd === null ? {} : { maxCost: maxCostUsd }),
  };
}

function logWithheld({ transcripts }: RunResult, { includeContent }: RunOptions): void {
  const cells = new Set(
    transcripts.flatMap(({ cell, provenance }) => (provenance.isPrivate === true ? [cellKey(cell)] : [])),
  );
  if (cells.size === 0 || includeContent === true) return;
  log(
    `private: the content of ${counted(cells.size, "cell")} of production logs is withheld, as lengths and hashes; --include-content quotes it`,
  );
}

type Judged = { readonly choice: Choice; readonly matrix: Matrix };

async function summarise(path: string, { choice, matrix }: Judged, { leaks }: RunResult): Promise<void> {
  const [{ readRun }, { judgedRun, writeSummary }] = await Promise.all([
    import("../../runner/store/read-run.js"),
    import("../results/write-summary.js"),
  ]);
  await writeSummary(readRun(path), judgedRun(choice, matrix), leaks);
}

/** The client views that stand in the folder of a run that goes on. */
async function viewsOf({ path }: Continued): Promise<TiedViews | null> {
  const [{ readRun }, { readTiedViews }] = await Promise.all([
    import("../../runner/store/read-run.js"),
    import("../results/stored-views.js"),
  ]);
  return readTiedViews(readRun(path));
}

function modeOf(options: RunOptions): RunMode {
  if (options.simulator !== undefined) return "simulator";
  return options.live === true || options.record === true ? "live" : "replay";
}

type Work = {
  readonly plan: Plan;
  readonly choice: Choice;
  readonly options: RunOptions;
  readonly signals: AskingStopSignal;
  readonly continued: Continued | null;
  readonly gated: GatedRun | null;
};

/** Replays or asks, as the mode says; the code that only one of them needs is loaded there. */
async function perform(mode: RunMode, { plan, choice, options, signals, continued, gated }: Work): Promise<RunResult> {
  if (mode === "replay") {
    const { replayRecordings } = await import("../../library/suite/replay-recordings.js");
    const openNetwork = fenceNetwork();
    try {
      return await replayRecordings(plan.cases, { choice, options, signal: signals.signal });
    } finally {
      openNetwork();
    }
  }
  const [{ askServices }, { showProgress }] = await Promise.all([
    import("../../library/suite/ask-services.js"),
    import("./show-progress.js"),
  ]);
  const progress = await showProgress(options, plan);
  const { record, nonce, nonceSeed, shard, queue, sequential } = options;
  return askServices({
    plan,
    targets: choice.targets,
    providers: choice.catalog.providers,
    options,
    signal: signals.abort,
    stop: signals.signal,
    environment: process.env,
    kept: options,
    onEvent: progress.onEvent,
    record: record === true,
    nonce: nonce === true,
    ...(nonceSeed === undefined ? {} : { nonceSeed }),
    ...(shard === undefined ? {} : { shard }),
    ...(queue === undefined ? {} : { queue }),
    ...(continued === null ? {} : { continued }),
    ...(sequential === undefined ? {} : { sequential }),
    ...(gated === null ? {} : { suspicion: gated.suspicion }),
  }).finally(progress.end);
}
