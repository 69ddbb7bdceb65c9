import { type Command, Option } from "commander";
import type { SequentialRule } from "../../verdict/statistics/sequential-test.js";
import {
  addChoiceOptions,
  addFileOptions,
  type ChoiceOptions,
  type FileOptions,
  pace,
  share,
  wholeNumber,
} from "../shell/shared-options.js";
import { UsageError } from "../shell/usage-error.js";
import { type AskOptions, addAskOptions } from "./ask-options.js";

export type RunOptions = FileOptions &
  ChoiceOptions &
  AskOptions & {
    readonly replay?: true;
    readonly live?: true;
    readonly record?: true;
    readonly speed?: number;
    /** Whole requests in place of scenarios. */
    readonly dataset?: string;
    readonly reference?: string;
    readonly resume?: string;
    readonly limit?: number;
    /** Each trial's prompt is varied by a reference that asks for nothing. */
    readonly nonce?: true;
    readonly exitZero?: true;
    readonly reports: string | false;
    readonly today?: string;
    /** `--trials auto`: asks until this decides; `trials` is then its cap. */
    readonly sequential?: SequentialRule;
  };

/** The same as typed: `--trials auto` is not yet a rule. */
export type TypedRunOptions = Omit<RunOptions, "trials" | "sequential"> & {
  readonly trials: number | "auto";
  readonly maxTrials: number;
  readonly acceptableRate: number;
  readonly unacceptableRate: number;
  readonly confidence: number;
};

/** `llm-parity run`: scenarios on targets, the matrix on standard output, reports/ on disk. */
export function addRun(program: Command): void {
  const command = program.command("run").description("run scenarios on targets, print the matrix, write reports/");
  addChoiceOptions(addFileOptions(command))
    .addOption(new Option("--replay", "answer from recordings (default)").conflicts(["live", "record", "simulator"]))
    .addOption(
      new Option("--speed <n>", "replay at n times the recorded pace (default: without waiting)")
        .argParser(pace)
        .conflicts(["live", "record", "simulator"]),
    )
    .addOption(new Option("--live", "ask the real services; costs money").conflicts(["replay", "simulator"]))
    .addOption(new Option("--record", "as --live, and keep the exchanges as fixtures").conflicts(["replay"]));
  addAskOptions(command, {
    trials: "trials of each case (live; a replay shows every recorded trial); auto: until a sequential test decides",
    parseTrials: (text) => (text === "auto" ? "auto" : wholeNumber(1)(text)),
  })
    .option("--max-trials <n>", "with --trials auto: at most n of each case", wholeNumber(6), 200)
    .option("--acceptable-rate <rate>", "with --trials auto: a failure rate that passes", share, 0.02)
    .option("--unacceptable-rate <rate>", "with --trials auto: a failure rate that does not", share, 0.1)
    .option("--confidence <share>", "with --trials auto: of each decision", share, 0.95)
    .addOption(
      new Option("--nonce", "vary each trial's prompt by a reference, against caches (live or simulator)").conflicts([
        "replay",
        "record",
      ]),
    )
    .addOption(
      new Option("--dataset <file>", "ask whole chat requests, one a line, in place of scenarios").conflicts([
        "replay",
        "record",
        "scenario",
      ]),
    )
    .option("--reference <target>", "with --dataset: the target that the others are held against")
    .option("--resume <run>", "with --dataset: go on with this run: its folder, its id, or last")
    .option("--limit <n>", "with --dataset: its first n rows", wholeNumber(1))
    .option("--reports <folder>", "where the reports go", "reports")
    .option("--no-reports", "write no reports")
    .option("--exit-zero", "exit 0 whatever was found")
    .addOption(new Option("--today <date>", "the day on which known.yaml is judged, YYYY-MM-DD").hideHelp())
    .action(async (options: TypedRunOptions) => {
      const [{ run }, { sampled }] = await Promise.all([import("./run.js"), import("./sampled.js")]);
      const { dataset, ...rest } = sampled(options);
      if (dataset === undefined) {
        refuseWithoutDataset(rest);
        process.exitCode = await run(rest);
        return;
      }
      const { runDataset } = await import("./run-dataset.js");
      process.exitCode = await runDataset({ ...rest, dataset });
    });
}

function refuseWithoutDataset(options: Pick<RunOptions, "reference" | "resume" | "limit">): void {
  const alone = (["reference", "resume", "limit"] as const).find((name) => options[name] !== undefined);
  if (alone === undefined) return;
  throw new UsageError(`--${alone} is for a data set`, { hint: "Add --dataset <file>." });
}
