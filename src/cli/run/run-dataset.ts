import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { choose, requireLive } from "../../library/choose.js";
import { exitCodes } from "../../library/exit-code.js";
import { askServices } from "../../library/suite/ask-services.js";
import { UsageError } from "../../library/usage-error.js";
import { leftOutLines } from "../../report/left-out/left-out-text.js";
import type { Continued } from "../../runner/ask-live.js";
import { loadDataset } from "../../runner/load-dataset.js";
import { planOf, planSamples } from "../../runner/plan.js";
import { casesOfShard } from "../../runner/shard.js";
import type { DatasetFacts } from "../../runner/store/run-facts.js";
import { datasetResults } from "../../verdict/dataset/dataset-results.js";
import { datasetExitCode, findReference, showDataset } from "../results/report-dataset.js";
import { loadKeysFile } from "../shell/keys-file.js";
import { log, sanitise } from "../shell/print.js";
import { watchAskingSignals } from "../shell/stop-signal.js";
import { refuseChanges } from "./continued-run.js";
import { printPlan } from "./print-plan.js";
import { refuseIdleShare } from "./refuse-idle-share.js";
import type { RunOptions } from "./run.js";
import { showProgress } from "./show-progress.js";

/** The options that only a run of a data set has. */
export type DatasetWords = {
  /** A file of whole requests, asked instead of scenarios. */
  readonly dataset: string;
  readonly reference?: string;
  readonly limit?: number;
};

/**
 * `llm-parity run --dataset`: asks every target each whole request once. `continued`: the run that goes on, with its own `options`; null: a
 * new one. Resolves with the exit code.
 */
export async function runDataset(
  options: RunOptions & DatasetWords,
  continued: Continued | null = null,
): Promise<number> {
  if (options.keysFile !== undefined) loadKeysFile(options.keysFile, process.env);
  const isLive = options.live === true;
  if (!isLive && options.simulator === undefined) {
    throw new UsageError("a data set cannot be replayed", {
      hint: "Add --live, or --simulator <url>; `llm-parity report` shows an earlier run.",
    });
  }
  const choice = await choose(options, "live");
  if (isLive) requireLive(choice);
  refuseIdleShare(options, choice);
  const reference = findReference(options, choice);
  const all = loadDataset(options.dataset);
  const samples = options.limit === undefined ? all : all.slice(0, options.limit);
  const facts: DatasetFacts = { file: options.dataset, sha256: sha256Of(options.dataset), samples: all.length };
  const plan = planSamples(samples, choice.targets);
  if (options.plan === true) {
    return printPlan(planOf(casesOfShard(plan.cases, options.shard ?? null)), choice, options);
  }
  if (continued !== null) {
    refuseOtherRows(continued, facts);
    refuseChanges(continued, plan);
  }
  const signals = watchAskingSignals();
  const progress = await showProgress(options, plan);
  try {
    const { transcripts, runDirectory } = await askServices({
      plan,
      targets: choice.targets,
      providers: choice.catalog.providers,
      options,
      signal: signals.abort,
      stop: signals.signal,
      environment: process.env,
      kept: options,
      onEvent: progress.onEvent,
      record: false,
      nonce: options.nonce === true,
      ...(options.nonceSeed === undefined ? {} : { nonceSeed: options.nonceSeed }),
      ...(options.shard === undefined ? {} : { shard: options.shard }),
      dataset: facts,
      ...(continued === null ? {} : { continued }),
    }).finally(progress.end);
    const results = datasetResults(transcripts, choice.targets, reference);
    await showDataset(results, { facts, choice, json: options.json === true, isSimulated: !isLive });
    const resume = runDirectory === null ? null : `llm-parity run --resume ${runDirectory}`;
    for (const line of leftOutLines(transcripts, resume)) log(sanitise(line));
    if (runDirectory !== null) log(`evidence: ${runDirectory}; continue with: llm-parity run --resume ${runDirectory}`);
    return signals.exitCode() ?? (options.exitZero === true ? exitCodes.fine : datasetExitCode(results, transcripts));
  } finally {
    signals.stop();
  }
}

function refuseOtherRows({ path, facts: { dataset } }: Continued, present: DatasetFacts): void {
  if (dataset === null || dataset.sha256 === present.sha256) return;
  throw new UsageError(`${path} asked different rows from those now in ${present.file}`, {
    hint: `It asked ${dataset.file}, sha256 ${dataset.sha256}. Put that file back, or start a new run.`,
  });
}

function sha256Of(file: string): string {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}
