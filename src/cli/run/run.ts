import { type Plan, planRun } from "../../runner/plan.js";
import { judgeAll } from "../../verdict/judge-all.js";
import { conclude } from "../results/conclude.js";
import { makeMatrix } from "../results/make-matrix.js";
import { showMatrix } from "../results/show-matrix.js";
import { writeReports } from "../results/write-reports.js";
import { choose } from "../shell/choose.js";
import { type ExitCode, exitCodes } from "../shell/exit-code.js";
import { loadKeysFile } from "../shell/keys-file.js";
import { print } from "../shell/print.js";
import { watchSignals } from "../shell/stop-signal.js";
import { mismatchesOf } from "./mismatches.js";
import { obtain } from "./obtain.js";
import { planJson, planText } from "./print-plan.js";
import { requireLive } from "./require-live.js";
import type { RunOptions } from "./run-options.js";

/** What a run asks: recordings, the real services, or an offline provider. */
export type RunMode = "replay" | "live" | "simulator";

/** `llm-parity run`. Resolves with the exit code; throws what {@link showError} can tell. */
export async function run(options: RunOptions): Promise<number> {
  if (options.keysFile !== undefined) loadKeysFile(options.keysFile, process.env);
  const mode = modeOf(options);
  const choice = choose(options, mode === "replay" ? "replay" : "live");
  if (mode === "live") requireLive(choice);
  const plan = planRun({ scenarios: choice.scenarios, targets: choice.targets, trials: options.trials });
  if (options.plan === true) return printPlan(plan, options);

  const signals = watchSignals();
  try {
    const obtained = await obtain({ mode, plan, choice, options, signal: signals.signal });
    const sequential = mode === "replay" ? undefined : options.sequential;
    const verdicts = judgeAll(obtained.transcripts, { ...choice, sequential });
    const matrix = makeMatrix({ choice, verdicts, obtained, options });
    const bundle = { matrix, blankReplies: obtained.blankReplies, known: choice.known };
    const mismatches = mismatchesOf(obtained);
    if (options.reports !== false && mismatches.length === 0) await writeReports(bundle, options.reports, obtained);
    await showMatrix(bundle, { obtained, options, mismatches });
    const code = conclude({ matrix, obtained });
    return signals.exitCode() ?? (options.exitZero === true && code !== exitCodes.internal ? exitCodes.fine : code);
  } finally {
    signals.stop();
  }
}

function modeOf(options: RunOptions): RunMode {
  if (options.simulator !== undefined) return "simulator";
  return options.live === true || options.record === true ? "live" : "replay";
}

function printPlan(plan: Plan, { json }: RunOptions): ExitCode {
  print(json === true ? JSON.stringify(planJson(plan), null, 2) : planText(plan));
  return exitCodes.fine;
}
