import { type ExitCode, exitCodes } from "../../library/exit-code.js";
import { createArmAsker } from "../../library/experiment/ask-arms.js";
import { caseSpace, type Explained, explainedCall, type FailingCase } from "../../library/experiment/case-space.js";
import { beginExperiment, type ExperimentStore, resumeExperiment } from "../../library/experiment/experiment-store.js";
import { reachPlaces } from "../../library/experiment/reach-places.js";
import { type Experimented, runExperiment } from "../../library/experiment/run-experiment.js";
import { formatPath } from "../../library/format-path.js";
import { UsageError } from "../../library/usage-error.js";
import { clientVersions } from "../../library/versions.js";
import { resultLines } from "../../report/experiment/result-text.js";
import { Budget } from "../../runner/live/budget.js";
import { loadModels } from "../../scenario/load-models.js";
import { cellName } from "../../verdict/evidence/evidence-calls.js";
import type { MadeSpace } from "../../verdict/experiment/places/make-space.js";
import { whoseResult } from "../../verdict/experiment/results/whose-result.js";
import { createLiveTransport } from "../../wire/transport/live.js";
import { type EvidenceOptions, readCellEvidence } from "../results/cell-evidence.js";
import { log, print, sanitise } from "../shell/print.js";
import { watchAskingSignals } from "../shell/stop-signal.js";
import { costOfCall } from "./cost-of-call.js";
import { planLines } from "./plan-text.js";
import { progressText } from "./progress-text.js";

export type InvestigateOptions = EvidenceOptions & {
  readonly simulator?: string;
  readonly live?: true;
  readonly budget: number;
  readonly maxCost?: number;
  readonly seed: number;
  readonly mostTokens: number;
  readonly experiments: string;
  readonly resume?: string;
  readonly plan?: true;
  readonly keysFile?: string;
  readonly json?: true;
};

const deadlines = { firstByteMs: 60_000, idleMs: 60_000, totalMs: 300_000 };

/**
 * `llm-parity investigate CELL`. Resolves with 0 for a result, whatever it says; 4 where nothing was decided; 3 without credentials; 130 or 143 after a
 * signal.
 */
export async function investigate(cell: string, options: InvestigateOptions): Promise<ExitCode | number> {
  refuseUnclear(options);
  if (options.keysFile !== undefined) {
    const { loadKeysFile } = await import("../shell/keys-file.js");
    loadKeysFile(options.keysFile, process.env);
  }
  const found = await readCellEvidence(cell, options);
  const explained = explainedCall(found);
  const catalog = loadModels(found.files.models);
  const simulator = options.simulator ?? null;
  const reach = await reachPlaces([found.target, ...catalog.targets], { simulator, environment: process.env });
  const made = await caseSpace(found, explained, { catalog, lacks: reach.lacks, mostTokens: options.mostTokens });
  if (options.plan === true) {
    print(sanitise(planLines(cellName(found.verdict.cell), { made, explained, budget: options.budget }).join("\n")));
    return exitCodes.fine;
  }
  const why = reach.lacks(found.target);
  if (why !== null) throw new UsageError(`the failing target cannot be asked: ${why}`, { code: exitCodes.credentials });
  const store = await openStore(options, { found, explained, made, redactor: reach.redactor });
  try {
    return await run(found, { explained, made, store, reach, options });
  } finally {
    await store.close();
  }
}

function refuseUnclear({ live, simulator, maxCost, plan }: InvestigateOptions): void {
  if (plan === true) return;
  if (live !== true && simulator === undefined) {
    throw new UsageError("say who is asked: --live or --simulator URL", {
      hint: "--live asks the services with your keys, and needs --max-cost; --plan asks nothing.",
    });
  }
  if (live === true && maxCost === undefined) {
    throw new UsageError("--live needs --max-cost", {
      hint: "Look at the price with --plan, then add --max-cost USD.",
    });
  }
  if (live !== true && maxCost !== undefined) {
    throw new UsageError("--max-cost has no effect without --live", { hint: "Drop it." });
  }
}

type Opening = {
  readonly found: FailingCase;
  readonly explained: Explained;
  readonly made: MadeSpace;
  readonly redactor: Awaited<ReturnType<typeof reachPlaces>>["redactor"];
};

async function openStore(options: InvestigateOptions, opening: Opening): Promise<ExperimentStore> {
  const { found, explained, made, redactor } = opening;
  const cell = cellName(found.verdict.cell);
  if (options.resume === undefined) {
    const { "llm-parity": program = "unknown" } = await clientVersions("http");
    const about = { startedAt: new Date().toISOString(), program, cell, symptom: explained.symptom, space: made.space };
    const mark = options.simulator === undefined ? null : ("SIMULATED" as const);
    return beginExperiment(
      options.experiments,
      { ...about, mark, seed: options.seed, budget: options.budget },
      redactor,
    );
  }
  const store = await resumeExperiment(options.resume, redactor);
  const { facts } = store;
  const same = facts.cell === cell && JSON.stringify(facts.space) === JSON.stringify(made.space);
  if (same && (facts.mark === null) === (options.simulator === undefined)) return store;
  await store.close();
  throw new UsageError(
    `${formatPath(options.resume)} is about something else: ${facts.cell}, or other factors and places`,
    {
      hint: "Name the same cell, with the same files and keys, or begin a new experiment.",
    },
  );
}

type Running = Omit<Opening, "found" | "redactor"> & {
  readonly store: ExperimentStore;
  readonly reach: Awaited<ReturnType<typeof reachPlaces>>;
  readonly options: InvestigateOptions;
};

async function run(
  found: FailingCase,
  { explained, made, store, reach, options }: Running,
): Promise<ExitCode | number> {
  const signals = watchAskingSignals();
  const live = createLiveTransport({ environment: process.env });
  const budget = new Budget({ maxCalls: null, maxCostUsd: options.maxCost ?? null });
  log(`experiment: ${formatPath(store.folder)}`);
  for (const line of made.missing.map(({ control, tells }) => `missing control: ${control}; it tells ${tells}`))
    log(sanitise(line));
  try {
    const asker = createArmAsker({
      exchange: live.within(deadlines),
      credentialsFor: reach.credentialsFor,
      baseUrlFor: reach.baseUrlFor,
      budget,
      nonceSeed: store.facts.seed,
    });
    const done = await runExperiment({
      ...{ made, explained, scenario: found.scenario, asker, store, budget },
      costOf: (target) => costOfCall(target, explained.call.request),
      stop: signals.signal,
      abort: signals.abort,
      onEvent: (event) => log(sanitise(progressText(event, made.space, store.facts.budget))),
    });
    return (await finish(found, { explained, made, store, options }, done)) ?? signals.exitCode() ?? exitCodes.fine;
  } finally {
    signals.stop();
    await live.close();
  }
}

/** Null: a result, whatever it says. */
async function finish(
  found: FailingCase,
  { explained, made, store, options }: Omit<Running, "reach">,
  { result, ended, calls }: Experimented,
): Promise<ExitCode | null> {
  if (result === null) {
    log(
      sanitise(
        `not decided after ${calls.length} calls: ${ended ?? "it was stopped"}; go on with --resume ${formatPath(store.folder)}`,
      ),
    );
    return ended === "stopped by a signal" ? null : exitCodes.unmeasured;
  }
  const whose = whoseResult(result, { call: explained.call, places: made.places, idle: made.idle });
  const cell = cellName(found.verdict.cell);
  const mark = store.facts.mark;
  await store.finish({ schemaVersion: 1, cell, mark, result, whose });
  if (options.json === true) print(JSON.stringify({ schemaVersion: 1, cell, mark, result, whose }, null, 2));
  else {
    const lines = resultLines({ cell, space: made.space, result, whose });
    print(sanitise([...(mark === null ? [] : ["SIMULATED: no vendor was asked"]), ...lines].join("\n")));
  }
  return result.kind === "undetermined" ? exitCodes.unmeasured : null;
}
