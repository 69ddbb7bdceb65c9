import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { datasetText } from "../../report/dataset-text.js";
import { loadDataset } from "../../runner/load-dataset.js";
import { planSamples } from "../../runner/plan.js";
import { readRun, type StoredRun } from "../../runner/read-run.js";
import type { DatasetFacts } from "../../runner/run-directory.js";
import type { Transcript } from "../../transcript/transcript.js";
import { type DatasetResults, datasetResults } from "../../verdict/dataset/dataset-results.js";
import { datasetJson } from "../../verdict/dataset/dataset-schema.js";
import { runNamed } from "../results/stored-run.js";
import { type Choice, choose } from "../shell/choose.js";
import { type ExitCode, exitCodes, worst } from "../shell/exit-code.js";
import { harmless, print, say } from "../shell/print.js";
import { watchSignals } from "../shell/stop-signal.js";
import { UsageError } from "../shell/usage-error.js";
import { obtainByAsking } from "./ask-services.js";
import { planJson, planText } from "./print-plan.js";
import { requireLive } from "./require-live.js";
import type { RunOptions } from "./run-options.js";

type DatasetOptions = RunOptions & { readonly dataset: string };

/** `llm-parity run --dataset`: whole requests, each asked once of every target. Resolves with the exit code. */
export async function runDataset(options: DatasetOptions): Promise<number> {
  const isLive = options.live === true;
  if (!isLive && options.simulator === undefined) {
    throw new UsageError("a data set is asked, not replayed", {
      hint: "Add --live, or --simulator <url>; `llm-parity report` shows a run that was made.",
    });
  }
  const choice = choose(options, "live");
  if (isLive) requireLive(choice);
  const reference = referenceOf(options, choice);
  const all = loadDataset(options.dataset);
  const samples = options.limit === undefined ? all : all.slice(0, options.limit);
  const facts: DatasetFacts = { file: options.dataset, sha256: sha256Of(options.dataset), samples: all.length };
  const plan = planSamples(samples, choice.targets);
  if (options.plan === true) {
    print(options.json === true ? JSON.stringify(planJson(plan), null, 2) : planText(plan));
    return exitCodes.fine;
  }
  const earlier = options.resume === undefined ? null : earlierRun(options.resume, options.runs, facts);
  const done = new Map((earlier?.transcripts ?? []).filter(isSettled).map((one) => [caseOf(one), one]));
  const cases = plan.cases.filter(({ target, scenario }) => !done.has(`${target.id} ${scenario.id}`));
  if (earlier !== null) say(`${plan.cases.length - cases.length} of ${plan.cases.length} were asked before`);
  const signals = watchSignals();
  try {
    const { transcripts, runDirectory } = await obtainByAsking({
      mode: isLive ? "live" : "simulator",
      plan: { ...plan, cases },
      ...{ choice, options, signal: signals.signal, record: false, nonce: options.nonce === true, dataset: facts },
      ...(earlier === null ? {} : { goOn: earlier.path }),
    });
    const results = datasetResults([...done.values(), ...transcripts], choice.targets, reference);
    showDataset(results, { facts, choice, json: options.json === true });
    if (runDirectory !== null) say(`evidence: ${runDirectory}; go on with --resume ${runDirectory}`);
    return signals.exitCode() ?? (options.exitZero === true ? exitCodes.fine : conclude(results));
  } finally {
    signals.stop();
  }
}

/** The figures of a stored run of a data set again. */
export function reportDataset(
  run: StoredRun & { readonly dataset: DatasetFacts },
  { choice, reference, json }: { readonly choice: Choice; readonly reference: string | null; readonly json: boolean },
): ExitCode {
  const latest = new Map(run.transcripts.map((one) => [caseOf(one), one]));
  const results = datasetResults([...latest.values()], choice.targets, reference);
  showDataset(results, { facts: run.dataset, choice, json });
  return conclude(results);
}

/** The target that the others are held against. Throws UsageError where it is none of them. */
export function referenceOf({ reference }: { readonly reference?: string }, { targets }: Choice): string | null {
  if (reference === undefined || targets.some(({ id }) => id === reference)) return reference ?? null;
  throw new UsageError(`--reference ${reference} is none of the targets`, {
    hint: `Use one of: ${targets.map(({ id }) => id).join(", ")}.`,
  });
}

function showDataset(
  results: DatasetResults,
  { facts, choice, json }: { readonly facts: DatasetFacts; readonly choice: Choice; readonly json: boolean },
): void {
  if (!json) {
    print(harmless(datasetText(results)));
    return;
  }
  const apis = Object.fromEntries(choice.targets.map(({ id, api }) => [id, api]));
  print(JSON.stringify(datasetJson.parse({ schemaVersion: 1, dataset: facts, apis, ...results }), null, 2));
}

function earlierRun(name: string, runs: string, facts: DatasetFacts): StoredRun {
  const run = readRun(runNamed(name, runs));
  if (run.dataset === null)
    throw new UsageError(`${run.path} is no run of a data set`, { hint: "See runs/*/run.json." });
  if (run.dataset.sha256 !== facts.sha256) {
    throw new UsageError(`${run.path} asked other rows than ${facts.file} has now`, {
      hint: `It asked ${run.dataset.file}, sha256 ${run.dataset.sha256}. Put that file back, or start a new run.`,
    });
  }
  return run;
}

/** Asked and answered, or refused for good; what a later day may answer is asked again. */
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

function caseOf({ cell }: Transcript): string {
  return `${cell.target} ${cell.scenario}`;
}

function sha256Of(file: string): string {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}

function conclude({ targets, excluded }: DatasetResults): ExitCode {
  const counted = targets.reduce((sum, { samples, excluded: none }) => sum + samples - none, 0);
  return worst([
    ...(Object.hasOwn(excluded, "harness-fault") ? [exitCodes.internal] : []),
    ...(Object.hasOwn(excluded, "credentials") ? [exitCodes.credentials] : []),
    ...(counted === 0 ? [exitCodes.unmeasured] : []),
  ]);
}
