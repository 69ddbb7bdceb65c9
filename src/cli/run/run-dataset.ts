import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { choose, requireLive } from "../../library/choose.js";
import { exitCodes } from "../../library/exit-code.js";
import { askServices } from "../../library/suite/ask-services.js";
import { UsageError } from "../../library/usage-error.js";
import { loadDataset } from "../../runner/load-dataset.js";
import { planSamples } from "../../runner/plan.js";
import type { StoredRun } from "../../runner/store/read-run.js";
import type { DatasetFacts } from "../../runner/store/run-directory.js";
import type { Transcript } from "../../transcript/transcript.js";
import { datasetResults } from "../../verdict/dataset/dataset-results.js";
import { caseKey, datasetExitCode, findReference, showDataset } from "../results/report-dataset.js";
import { readStoredRun } from "../results/stored-run.js";
import { loadKeysFile } from "../shell/keys-file.js";
import { log } from "../shell/print.js";
import { watchSignals } from "../shell/stop-signal.js";
import { logEvent } from "./log-event.js";
import { printPlan } from "./print-plan.js";
import type { RunOptions } from "./run.js";

/** The options that only a run of a data set has. */
export type DatasetWords = {
  /** A file of whole requests, asked instead of scenarios. */
  readonly dataset: string;
  readonly reference?: string;
  readonly resume?: string;
  readonly limit?: number;
};

/** `llm-parity run --dataset`: whole requests, asks every target each whole request once. Resolves with the exit code. */
export async function runDataset(options: RunOptions & DatasetWords): Promise<number> {
  if (options.keysFile !== undefined) loadKeysFile(options.keysFile, process.env);
  const isLive = options.live === true;
  if (!isLive && options.simulator === undefined) {
    throw new UsageError("a data set is asked, not replayed", {
      hint: "Add --live, or --simulator <url>; `llm-parity report` shows a run that was made.",
    });
  }
  const choice = choose(options, "live");
  if (isLive) requireLive(choice);
  const reference = findReference(options, choice);
  const all = loadDataset(options.dataset);
  const samples = options.limit === undefined ? all : all.slice(0, options.limit);
  const facts: DatasetFacts = { file: options.dataset, sha256: sha256Of(options.dataset), samples: all.length };
  const plan = planSamples(samples, choice.targets);
  if (options.plan === true) return printPlan(plan, options);
  const earlier = options.resume === undefined ? null : readEarlierRun(options.resume, options.runs, facts);
  const done = new Map((earlier?.transcripts ?? []).filter(isSettled).map((one) => [caseKey(one), one]));
  const cases = plan.cases.filter(({ target, scenario }) => !done.has(`${target.id} ${scenario.id}`));
  if (earlier !== null) log(`${plan.cases.length - cases.length} of ${plan.cases.length} were asked before`);
  const signals = watchSignals();
  try {
    const { transcripts, runDirectory } = await askServices({
      plan: { ...plan, cases },
      targets: choice.targets,
      options,
      signal: signals.signal,
      environment: process.env,
      arguments: process.argv.slice(2),
      onEvent: logEvent,
      record: false,
      nonce: options.nonce === true,
      dataset: facts,
      ...(earlier === null ? {} : { continued: earlier.path }),
    });
    const results = datasetResults([...done.values(), ...transcripts], choice.targets, reference);
    showDataset(results, { facts, choice, json: options.json === true });
    if (runDirectory !== null) log(`evidence: ${runDirectory}; continue with --resume ${runDirectory}`);
    return signals.exitCode() ?? (options.exitZero === true ? exitCodes.fine : datasetExitCode(results));
  } finally {
    signals.stop();
  }
}

function readEarlierRun(name: string, runs: string, facts: DatasetFacts): StoredRun {
  const run = readStoredRun(name, runs);
  if (run.dataset === null)
    throw new UsageError(`${run.path} is not a run of a data set`, { hint: "See runs/*/run.json." });
  if (run.dataset.sha256 !== facts.sha256) {
    throw new UsageError(`${run.path} asked other rows than those now in ${facts.file}`, {
      hint: `It asked ${run.dataset.file}, sha256 ${run.dataset.sha256}. Put that file back, or start a new run.`,
    });
  }
  return run;
}

/** True when a request was answered, or refused for good; one that may succeed later is asked again. */
function isSettled({ turns, notRun }: Transcript): boolean {
  const failure = turns.at(-1)?.reply.failure ?? null;
  if (notRun !== null) return notRun.kind === "unsupported";
  return failure === null || failure.phase === "body" || !passing.includes(failure.kind);
}

const passing: readonly string[] = [
  "credentials",
  "model-access",
  "quota",
  "throttled",
  "network",
  "unavailable",
  "timeout",
  "aborted",
];

function sha256Of(file: string): string {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}
