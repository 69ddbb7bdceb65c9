import { resolve } from "node:path";
import { type Choice, type ChoiceOptions, choose, type FileOptions } from "../../library/choose.js";
import { confirmSuspects } from "../../library/nights/confirm-suspects.js";
import type { MatrixOptions } from "../../library/suite/make-matrix.js";
import type { RunResult } from "../../library/suite/run-result.js";
import { stopWhenDecided } from "../../library/suite/stop-when-decided.js";
import { storedRule } from "../../library/suite/stored-rule.js";
import { caseFacts } from "../../runner/describe-run.js";
import { planRun } from "../../runner/plan.js";
import { casesOfShard } from "../../runner/shard.js";
import type { StopRule } from "../../runner/stop-rule.js";
import { hashesOf, planChanges, type RunFacts } from "../../runner/store/run-facts.js";
import { createProgress } from "../../runner/store/run-progress.js";
import type { StoredRun } from "../../runner/store/stored-run.js";
import { storedTargets } from "./stored-targets.js";

/** What a stored run chose and made, as the command had it that made it. */
export type RecalledRun = {
  readonly choice: Choice;
  /** As the command was typed, so that the run's command can be written again. */
  readonly options: MatrixOptions;
  /** The files that are read. */
  readonly files: FileOptions & Pick<MatrixOptions, "today">;
  readonly result: RunResult;
  /** What has changed since in the scenarios and models by which it is judged, one sentence each. */
  readonly changes: readonly string[];
};

/** `typed`: the files that the present command names; `given`: they, or the defaults. */
export type RecallOptions = { readonly typed: Partial<FileOptions>; readonly given: FileOptions };

/** Recalls a run of scenarios from its directory. Rejects with SourceError and SelectionError where its files no longer have what it asked. */
export async function recallRun(run: StoredRun, files: RecallOptions): Promise<RecalledRun> {
  return run.facts === null ? recallByTrials(run, files) : recallByFacts(run, run.facts, files);
}

/** The options of a run; its paths start from the folder in which it was started. */
export function storedOptions({ options, workingFolder }: RunFacts): { readonly [name: string]: unknown } {
  if (process.cwd() === workingFolder) return options;
  return Object.fromEntries(
    Object.entries(options).map(([name, value]) => [
      name,
      pathOptions.has(name) && typeof value === "string"
        ? resolve(workingFolder, value)
        : name === "reporter" && Array.isArray(value)
          ? value.map((word) => reportersFrom(workingFolder, String(word)))
          : value,
    ]),
  );
}

/** The files of `--reporter`, from another folder. */
function reportersFrom(folder: string, words: string): string {
  const one = (word: string) => word.replace(/=(?!-$)(.+)$/s, (_, file: string) => `=${resolve(folder, file)}`);
  return words.split(",").map(one).join(",");
}

const pathOptions = new Set([
  "history",
  "scenarios",
  "models",
  "known",
  "fixtures",
  "runs",
  "keysFile",
  "dataset",
  "reports",
]);

async function recallByFacts(run: StoredRun, facts: RunFacts, { typed, given }: RecallOptions): Promise<RecalledRun> {
  const stored = storedOptions(facts) as unknown as MatrixOptions & FileOptions & ChoiceOptions;
  const options = { ...given, ...stored, ...typed };
  // Targets as they were asked: a typed one stands nowhere else.
  const choice = { ...(await choose(withoutTargets(options), "live")), targets: facts.targets };
  const { cases } = planRun({ scenarios: choice.scenarios, targets: choice.targets, trials: options.trials });
  const progress = createProgress(casesOfShard(cases, facts.shard), {
    earlier: run.transcripts.map((transcript) => ({ round: 0, transcript })),
    retryExcluded: false,
    stopRule: stopRuleOf(run, facts),
  });
  return {
    choice,
    options: { ...given, ...(facts.options as unknown as MatrixOptions), ...typed },
    files: options,
    result: { ...resultOf(run, facts.mode), transcripts: progress.transcripts(), unasked: progress.unasked() },
    changes: planChanges(facts, { cases: caseFacts(cases), hashes: hashesOf(cases) }),
  };
}

/** Which suspects a gate asks again depends on the nights of its day: of a run that stands on its own, no case is owed more than its first trials. */
function stopRuleOf(run: StoredRun, { screenTrials }: RunFacts): StopRule | null {
  if (screenTrials !== undefined) return confirmSuspects({ screen: screenTrials, suspectsOf: () => [] });
  const rule = storedRule(run);
  return rule === undefined ? null : stopWhenDecided(rule);
}

/** The targets are those of the run, so nothing needs to select them among those of today. */
function withoutTargets(options: FileOptions & ChoiceOptions): FileOptions & ChoiceOptions {
  const { target: _, model: __, provider: ___, api: ____, baseUrl: _____, ...rest } = options;
  return rest;
}

/** A run of format version 1 keeps no options: its trials say what it chose. */
async function recallByTrials(run: StoredRun, { given }: RecallOptions): Promise<RecalledRun> {
  const { transcripts } = run;
  const chosen = await choose(
    { ...given, scenario: [...new Set(transcripts.map(({ cell }) => cell.scenario))] },
    "live",
  );
  const isLive = transcripts.some(({ provenance }) => provenance.source === "live");
  const sequential = storedRule(run);
  return {
    choice: { ...chosen, targets: storedTargets(chosen.catalog, run) },
    options: {
      ...given,
      // It does not say where its simulator was: where `llm-parity simulate` serves.
      ...(isLive ? {} : { simulator: "http://127.0.0.1:8787" }),
      ...(sequential === undefined ? {} : { sequential }),
      client: transcripts[0]?.cell.client ?? "sdk",
      trials: Math.max(...transcripts.map(({ trial }) => trial)),
    },
    files: given,
    result: resultOf(run, isLive ? "live" : "simulator"),
    changes: [],
  };
}

function resultOf({ path, startedAt, transcripts, versions, facts }: StoredRun, mode: "live" | "simulator"): RunResult {
  return {
    mode,
    startedAt,
    transcripts,
    asked: 0,
    unasked: 0,
    leftovers: [],
    versions,
    commit: facts?.commit ?? null,
    edition: facts?.edition?.id ?? null,
    blankReplies: [],
    runDirectory: path,
    // The stored trials were redacted and scanned before they were written.
    leaks: null,
  };
}
