import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Target } from "../../../chat/target.js";
import type { FileOptions } from "../../../library/choose.js";
import { type ExitCode, exitCodes } from "../../../library/exit-code.js";
import { formatPath } from "../../../library/format-path.js";
import { UsageError } from "../../../library/usage-error.js";
import { probe } from "../../check/probe.js";
import { makeBundle } from "../../evidence/make.js";
import { resume } from "../../run/resume.js";
import { run } from "../../run/run.js";
import { log, print, sanitise } from "../../shell/print.js";
import { watchAskingSignals } from "../../shell/stop-signal.js";
import { experimentOn, type Found } from "../experiment-on.js";
import { openExperimentStore } from "../open-experiment.js";
import { type PreparedCell, prepareCell } from "../prepare-cell.js";
import { progressText } from "../progress-text.js";
import { resultJson } from "../result-json.js";
import { writeAnswer } from "./answer.js";
import type { ReproCase } from "./repro-cases.js";
import { matrixCalls, pairsAgain, type Shares } from "./repro-price.js";
import { lastBegun, type ReproProgress } from "./repro-state.js";

/** How a case is reproduced. `simulator`, `shares`: one is null, as a demo asks the one and a live run spends the other. */
export type Repro = {
  readonly files: FileOptions;
  /** The folder of all that is kept. */
  readonly out: string;
  /** How far it was before. */
  readonly progress: ReproProgress;
  readonly seed: number;
  readonly budget: number | null;
  readonly targets: readonly Target[];
  readonly simulator: string | null;
  readonly shares: Shares | null;
};

/** Goes through the stages that are not over; the first that cannot go on ends it with its code. */
export async function reproduce(one: ReproCase, how: Repro): Promise<ExitCode | number> {
  const { out, progress } = how;
  stage(how, "1/4 assumptions", "first, the assumptions that the answer rests on");
  if (!isOver(how, "probes")) {
    const probed = await probe(probeOptions(one, how));
    if (probed !== exitCodes.fine) return stopped(probed, whyProbed(probed));
    await progress.end("probes");
  }
  stage(how, "2/4 matrix", "the scenario and its controls");
  if (!isOver(how, "matrix")) {
    const ran = await matrix(one, how);
    if (ran !== exitCodes.fine && ran !== exitCodes.failing && ran !== exitCodes.unmeasured)
      return stopped(ran, `the matrix is not complete; ${goOn(out)}`);
    await progress.end("matrix");
  }
  stage(how, "3/4 experiment", "the few calls that show the cause");
  const prepared = await failingCell(one, how);
  if (prepared === null) {
    const nothing = { found: null, prepared: null, experiment: null, bundle: null };
    return answered(how, await writeAnswer(how, { ...nothing, scenario: one.scenario }));
  }
  const { found, folder, code } = await experiment(prepared, how);
  if (code !== null) return stopped(code, `the experiment was stopped; ${goOn(out)}`);
  stage(how, "4/4 evidence", "the bundle for the vendor");
  // A bundle stands under its name once it is whole.
  const isBundled = isOver(how, "bundle") || existsSync(bundleIn(how));
  const bundle = isBundled ? bundleIn(how) : await evidence(prepared, how);
  if (bundle !== null) await progress.end("bundle");
  return answered(how, await writeAnswer(how, { found, prepared, experiment: folder, bundle, scenario: one.scenario }));
}

function isOver({ progress }: Repro, step: "probes" | "matrix" | "bundle"): boolean {
  if (!progress.isDone(step)) return false;
  print("  done before");
  return true;
}

async function answered<Code>({ progress }: Repro, code: Code): Promise<Code> {
  await progress.end("answer");
  return code;
}

function goOn(out: string): string {
  return `repeat the same command to continue ${formatPath(out)}`;
}

function stage({ simulator }: Repro, title: string, says: string): void {
  print(`\n${simulator === null ? "" : "DEMO "}${title}: ${says}`);
}

function stopped(code: number, why: string): number {
  log(sanitise(`stopped: ${why}`));
  return code;
}

function whyProbed(code: number): string {
  if (code === exitCodes.failing)
    return "an assumption was refuted, so later results would be misread; docs/unverified.md says what depends on it";
  return "the probes could not be asked";
}

function probeOptions(one: ReproCase, { files, out, simulator, shares }: Repro) {
  return {
    ...{ models: files.models, only: one.assumptions, probes: join(out, "probes") },
    maxCost: shares?.probes ?? 1,
    ...(simulator === null ? {} : { simulator }),
  };
}

/** A matrix that was begun goes on; in a demo, whose simulator is another one now, it begins anew. */
function matrix(one: ReproCase, how: Repro): Promise<number> {
  const runs = join(how.out, "runs");
  const isBegun = how.simulator === null && lastBegun(runs) !== null;
  return isBegun ? resume({ name: "last", runs, retryExcluded: false, anew: {} }) : run(runOptions(one, how));
}

/** As `llm-parity run` would be typed. */
function runOptions(
  one: ReproCase,
  { files, out, targets, simulator, shares, seed }: Repro,
): Parameters<typeof run>[0] {
  return {
    ...files,
    ...{ suite: "full", target: targets.map(({ id }) => id), scenario: one.scenarios },
    ...{ client: "sdk", trials: one.trials, retries: 1, concurrency: 4, seed, nonce: true },
    ...{ firstByteTimeout: 60_000, idleTimeout: 60_000, totalTimeout: 300_000 },
    ...{ runs: join(out, "runs"), reports: join(out, "reports") },
    ...(simulator === null ? { live: true as const } : { simulator }),
    ...(shares === null ? {} : { maxCalls: matrixCalls(one, targets) }),
  };
}

/** The first target whose case failed; null: none did. */
async function failingCell(one: ReproCase, how: Repro): Promise<PreparedCell | null> {
  const { files, out, targets, simulator } = how;
  for (const { id } of targets) {
    try {
      return await prepareCell(`${id}/${one.scenario}`, {
        ...{ ...files, typed: files, run: "last", runs: join(out, "runs"), mostTokens: 2000 },
        ...(simulator === null ? {} : { simulator }),
      });
    } catch (error) {
      if (!(error instanceof UsageError) || error.code !== exitCodes.usage) throw error;
      log(sanitise(error.message));
    }
  }
  return null;
}

type Experiment = { readonly found: Found; readonly folder: string; readonly code: number | null };

async function experiment(prepared: PreparedCell, how: Repro): Promise<Experiment> {
  const { out, seed, budget, simulator, shares } = how;
  const experiments = join(out, "experiments");
  const begun = lastBegun(experiments);
  const store = await openExperimentStore(prepared, {
    ...{ experiments, seed, budget },
    ...(begun === null ? {} : { resume: begun }),
    ...(simulator === null ? {} : { simulator }),
  });
  const signals = watchAskingSignals("no further calls are made, and those under way are kept");
  try {
    const { redactor } = prepared.reach;
    const found = await experimentOn(prepared, {
      ...{ store, signals, maxCost: shares?.experiment ?? null },
      onEvent: (event) => log(sanitise(redactor.text(progressText(event, prepared.made.space, store.budget)))),
    });
    if (found.result !== null) await store.write("result.json", resultJson(store, found));
    return {
      found,
      folder: store.folder,
      code: found.result === null ? (signals.exitCode() ?? exitCodes.unmeasured) : null,
    };
  } finally {
    signals.stop();
    await store.close();
  }
}

function bundleIn({ out, simulator }: Pick<Repro, "out" | "simulator">): string {
  return join(out, simulator === null ? "bundle" : "demo-bundle");
}

/** Null: no bundle could be made, and the reason was said. */
async function evidence(prepared: PreparedCell, how: Repro): Promise<string | null> {
  const { files, out, simulator, shares } = how;
  const { target, scenario } = prepared.found.verdict.cell;
  const folder = bundleIn(how);
  const options = {
    ...{ ...files, typed: files, run: "last", runs: join(out, "runs"), out: folder, clients: false, again: pairsAgain },
    ...(simulator === null ? { live: true as const } : { simulator, demo: true as const }),
    ...(shares === null ? {} : { maxCost: shares.again }),
  };
  try {
    const code = await makeBundle(`${target}/${scenario}`, options);
    return code === exitCodes.fine ? folder : null;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    log(sanitise(`no bundle: ${error.message}`));
    return null;
  }
}
