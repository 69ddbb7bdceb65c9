import { type Plan, planRun } from "../../runner/plan.js";
import { judgeAll } from "../../verdict/judge-all.js";
import { makeMatrix } from "../results/make-matrix.js";
import { matrixExitCode } from "../results/matrix-exit-code.js";
import type { RunMode, RunResult } from "../results/run-result.js";
import { showMatrix } from "../results/show-matrix.js";
import { writeReports } from "../results/write-reports.js";
import { type Choice, type ChoiceOptions, choose, type FileOptions, requireLive } from "../shell/choose.js";
import { exitCodes } from "../shell/exit-code.js";
import { loadKeysFile } from "../shell/keys-file.js";
import { formatPath } from "../shell/shared-options.js";
import { watchSignals } from "../shell/stop-signal.js";
import type { AskOptions } from "./ask-services.js";
import { printPlan } from "./print-plan.js";
import type { Sampling } from "./resolve-sampling.js";

export type RunOptions = FileOptions &
  ChoiceOptions &
  AskOptions &
  Sampling & {
    readonly replay?: true;
    readonly live?: true;
    readonly record?: true;
    readonly speed?: number;
    /** Vary each trial's prompt with a reference that asks for nothing. */
    readonly nonce?: true;
    readonly exitZero?: true;
    readonly reports: string | false;
    readonly today?: string;
  };

/** `llm-parity run`. Resolves with the exit code; throws errors that {@link showError} can explain. */
export async function run(options: RunOptions): Promise<number> {
  if (options.keysFile !== undefined) loadKeysFile(options.keysFile, process.env);
  const mode = modeOf(options);
  const choice = choose(options, mode === "replay" ? "replay" : "live");
  if (mode === "live") requireLive(choice);
  const plan = planRun({ scenarios: choice.scenarios, targets: choice.targets, trials: options.trials });
  if (options.plan === true) return printPlan(plan, options);

  const signals = watchSignals();
  try {
    const result = await perform(mode, { plan, choice, options, signal: signals.signal });
    const sequential = mode === "replay" ? undefined : options.sequential;
    const verdicts = judgeAll(result.transcripts, { ...choice, sequential });
    const matrix = makeMatrix({ choice, verdicts, result, options });
    const bundle = { matrix, blankReplies: result.blankReplies, known: choice.known };
    const mismatches = findMismatches(result);
    if (options.reports !== false && mismatches.length === 0) await writeReports(bundle, options.reports, result);
    await showMatrix(bundle, { result, options, mismatches });
    const code = matrixExitCode(matrix, result);
    return signals.exitCode() ?? (options.exitZero === true && code !== exitCodes.internal ? exitCodes.fine : code);
  } finally {
    signals.stop();
  }
}

function modeOf(options: RunOptions): RunMode {
  if (options.simulator !== undefined) return "simulator";
  return options.live === true || options.record === true ? "live" : "replay";
}

type Work = {
  readonly plan: Plan;
  readonly choice: Choice;
  readonly options: RunOptions;
  readonly signal: AbortSignal;
};

/** Replays or asks, as the mode says; the code that can reach the network is loaded only where it is needed. */
async function perform(mode: RunMode, { plan, choice, options, signal }: Work): Promise<RunResult> {
  if (mode === "replay") {
    const { replayRecordings } = await import("./replay-recordings.js");
    return replayRecordings(plan.cases, { choice, options, signal });
  }
  const { askServices } = await import("./ask-services.js");
  const { record, nonce, sequential } = options;
  return askServices({
    plan,
    targets: choice.targets,
    options,
    signal,
    record: record === true,
    nonce: nonce === true,
    ...(sequential === undefined ? {} : { sequential }),
  });
}

/**
 * Where recordings and requests do not match: requests that no recording answers (with the nearest recording and how it
 * differs), and recordings that were never requested. Empty: every request was answered and every recording was used.
 */
function findMismatches({ transcripts, leftovers }: RunResult): readonly string[] {
  const misses = transcripts.flatMap(({ cell, trial, turns }) =>
    turns.flatMap(({ step, reply: { failure } }) =>
      failure?.kind === "replay-miss"
        ? [`${cell.scenario} on ${cell.target}, trial ${trial}, step ${step}: ${failure.message}`]
        : [],
    ),
  );
  const unused = leftovers.map(
    ({ file, trial, step }) =>
      `${formatPath(file)}: trial ${trial}, step ${step}: recorded but never requested. The scenario has changed since: record it again.`,
  );
  return [...misses, ...unused];
}
