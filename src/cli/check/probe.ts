import { join } from "node:path";
import { regionFor } from "../../adapters/bedrock/aws-credentials.js";
import { type ExitCode, exitCodes, worst } from "../../library/exit-code.js";
import { saveResults } from "../../library/probes/ask-and-keep.js";
import { chooseAssumptions, planProbes, refuseAbove } from "../../library/probes/plan-probes.js";
import { planJson, probesJson } from "../../library/probes/probes-json.js";
import { assumptions } from "../../library/probes/registry.js";
import { type ProbeRun, runProbes } from "../../library/probes/run-probes.js";
import { readModels } from "../../scenario/compiled/read-models.js";
import { log, print, sanitise } from "../shell/print.js";
import { watchAskingSignals } from "../shell/stop-signal.js";
import { formatProbePlan, formatProbes } from "./format-probes.js";

/** The options of `doctor --probe`. `maxCost`: in US dollars. */
export type ProbeOptions = {
  readonly models: string;
  readonly maxCost: number;
  readonly only: readonly string[];
  readonly probes: string;
  readonly simulator?: string;
  readonly plan?: true;
  readonly json?: true;
};

/**
 * `llm-parity doctor --probe`: prints the plan and the most that it can cost, asks, and says what was confirmed, refuted or left open.
 * Resolves with 1 where something was refuted, 3 where a key was refused, 4 where nothing could be asked.
 */
export async function probe(options: ProbeOptions): Promise<number> {
  const catalog = await readModels(options.models);
  const chosen = chooseAssumptions(assumptions, options.only);
  const plan = planProbes(chosen, { catalog, region: regionFor(null, process.env) });
  const text = formatProbePlan(plan, options.maxCost);
  if (options.plan === true) {
    print(options.json === true ? JSON.stringify({ schemaVersion: 1, ...planJson(plan) }, null, 2) : text);
    return exitCodes.fine;
  }
  if (options.json === true) log(text);
  else print(text);
  refuseAbove(options.maxCost, plan);
  const signals = watchAskingSignals();
  try {
    const run = await runProbes(plan, {
      simulator: options.simulator ?? null,
      environment: process.env,
      root: options.probes,
      startedAt: new Date(),
      maxCostUsd: options.maxCost,
      stop: signals.signal,
      abort: signals.abort,
      onMissing: (what) => log(`not asked, since a key is missing: ${sanitise(what)}`),
      onAsked: (name, status) => log(`asked ${name}: ${status === null ? "no answer" : `HTTP ${status}`}`),
    });
    const json = `${JSON.stringify(probesJson(plan, run), null, 2)}\n`;
    await saveResults(join(run.folder, "probes.json"), json, process.env);
    print(options.json === true ? json : `\n${formatProbes(run)}`);
    return signals.exitCode() ?? codeOf(run);
  } finally {
    signals.stop();
  }
}

function codeOf({ results, kept }: ProbeRun): ExitCode {
  const answered = kept.filter(({ status }) => status !== null);
  return worst([
    answered.length === 0 ? exitCodes.unmeasured : exitCodes.fine,
    answered.some(({ status }) => status === 401) ? exitCodes.credentials : exitCodes.fine,
    results.some(({ state }) => state === "refuted") ? exitCodes.failing : exitCodes.fine,
  ]);
}
