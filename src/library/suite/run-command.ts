import type { Client } from "../../chat/api.js";
import type { Target } from "../../chat/target.js";
import { planRun } from "../../runner/plan.js";
import { type Shard, shardText } from "../../runner/shard.js";
import type { Scenario } from "../../scenario/scenario.js";
import type { CellIdentity } from "../../transcript/transcript.js";
import type { Layer } from "../../verdict/checks/rule.js";
import type { GateKind } from "../../verdict/regression/gate-result.js";
import { defaultRule, type SequentialRule } from "../../verdict/statistics/sequential-test.js";
import type { ChoiceOptions, FileOptions } from "../choose.js";
import { isShipped } from "../shipped-file.js";
import type { RunMode } from "./run-result.js";
import { runWords } from "./run-words.js";
import { flagWords, shellWord } from "./shell-word.js";

/** The options that a command repeats: those that chose its cells and its bytes. */
export type CommandOptions = Omit<ChoiceOptions, "suite"> &
  Partial<FileOptions> & {
    readonly client: Client | "both";
    readonly nonce?: true;
    readonly nonceSeed?: number;
    readonly shard?: Shard;
    readonly simulator?: string;
    readonly retries?: number;
    readonly trials: number;
    /** The rule by which trials were stopped; absent: their number was fixed. */
    readonly sequential?: SequentialRule;
    /** Which findings make a trial bad; absent: those that a client notices. A run that asks has no layer: its report has. */
    readonly layer?: Layer;
    /** The gate that decided which cases got all trials; absent: there was none. */
    readonly gate?: GateKind;
  };

/** What a command of its mode asks. */
export type CommandOf = {
  readonly mode: RunMode;
  readonly suite: string;
  readonly scenarios: readonly Scenario[];
  readonly targets: readonly Target[];
};

/**
 * The command that makes a matrix again, as one line for a POSIX shell. Where it costs money it has a budget: the most that its plan
 * costs, in US dollars, rounded up; where a target has no dated price, the plan's calls.
 */
export function runCommand(options: CommandOptions, of: CommandOf): string {
  const { model, provider, api, target, scenario } = options;
  return [
    "llm-parity run",
    flagWords("--suite", of.suite),
    ...flags([
      ["--model", model],
      ["--provider", provider],
      ["--api", api],
      ["--target", target],
      ["--scenario", scenario],
      ["--base-url", options.baseUrl === undefined ? [] : [options.baseUrl]],
    ]),
    ...fileWords(options, of.mode),
    ...(options.client === "sdk" ? [] : [`--client ${options.client}`]),
    ...(options.layer === "strict" && of.mode === "replay" ? ["--layer strict"] : []),
    ...(options.nonce === true ? ["--nonce"] : []),
    ...(options.shard === undefined ? [] : shardWords(options.shard, options)),
    ...askingWords(options, of),
  ].join(" ");
}

function shardWords(shard: Shard, { nonceSeed }: CommandOptions): readonly string[] {
  return [`--shard ${shardText(shard)}`, ...(nonceSeed === undefined ? [] : [`--nonce-seed ${nonceSeed}`])];
}

/** The command that makes one cell again; services and simulators are asked at least ten times, since one trial is no rate. */
export function cellCommand(options: CommandOptions, of: CommandOf): string {
  const { model: _, provider: __, api: ___, shard: ____, gate: _____, ...rest } = options;
  const names = { target: of.targets.map(({ id }) => id), scenario: of.scenarios.map(({ id }) => id) };
  return runCommand({ ...rest, ...names, trials: Math.max(10, options.trials) }, of);
}

/** The command that shows the evidence of one cell. `run`: the folder of the run that asked it; null: it is replayed. */
export function explainCommand(
  options: CommandOptions,
  { cell, run }: { readonly cell: Pick<CellIdentity, "target" | "scenario">; readonly run: string | null },
): string {
  const files = run === null ? fileWords(options, "replay") : [];
  const name = shellWord(`${cell.target}/${cell.scenario}`);
  return ["llm-parity explain", name, ...files, ...(run === null ? [] : [runWords(run)])].join(" ");
}

function flags(given: readonly (readonly [flag: string, values: readonly string[] | undefined])[]): readonly string[] {
  return given.flatMap(([flag, values]) => (values ?? []).map((value) => flagWords(flag, value)));
}

/** The files that are not the default ones. Only a replay reads recordings. */
function fileWords({ scenarios, models, known, fixtures }: CommandOptions, mode: RunMode): readonly string[] {
  const files: readonly (readonly [flag: string, path: string | undefined, shipped: string])[] = [
    ["--scenarios", scenarios, "scenarios"],
    ["--models", models, "scenarios/models.yaml"],
    ["--known", known, "scenarios/known.yaml"],
    ["--fixtures", mode === "replay" ? fixtures : undefined, "fixtures"],
  ];
  return files.flatMap(([flag, path, shipped]) =>
    path === undefined || isShipped(path, shipped) ? [] : [flagWords(flag, path)],
  );
}

function askingWords(options: CommandOptions, of: CommandOf): readonly string[] {
  if (of.mode === "replay") return [];
  const { simulator, retries = 0 } = options;
  return [
    ...(of.mode === "live" ? ["--live"] : []),
    ...(of.mode === "simulator" && simulator !== undefined ? [flagWords("--simulator", simulator)] : []),
    ...trialWords(options),
    ...(retries === 0 ? [] : [`--retries ${retries}`]),
    ...(of.mode === "live" ? budgetWords(options, of) : []),
  ];
}

function trialWords({ trials, sequential, gate }: CommandOptions): readonly string[] {
  if (gate !== undefined) return [gate === "full" ? "--gate" : `--gate ${gate}`];
  if (sequential === undefined) return [`--trials ${trials}`];
  const { acceptable, unacceptable, alpha, cap } = sequential;
  return [
    "--trials auto",
    ...(cap === defaultRule.cap ? [] : [`--max-trials ${cap}`]),
    ...(acceptable === defaultRule.acceptable ? [] : [`--acceptable-rate ${acceptable}`]),
    ...(unacceptable === defaultRule.unacceptable ? [] : [`--unacceptable-rate ${unacceptable}`]),
    ...(alpha === defaultRule.alpha ? [] : [`--confidence ${Math.round((1 - alpha) * 1e9) / 1e9}`]),
  ];
}

function budgetWords({ trials, retries = 0 }: CommandOptions, { scenarios, targets }: CommandOf): readonly string[] {
  const { total, unpriced } = planRun({ scenarios, targets, trials });
  const attempts = 1 + retries;
  if (total.calls === 0) return [];
  // With --max-cost, a target without a price is not asked.
  if (total.costUsd === null || unpriced.length > 0) return [`--max-calls ${total.calls * attempts}`];
  return [`--max-cost ${(Math.ceil(total.costUsd * attempts * 100) / 100).toFixed(2)}`];
}
