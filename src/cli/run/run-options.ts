import { type Command, Option } from "commander";
import type { Sampling, SamplingOptions } from "../../library/suite/resolve-sampling.js";
import { gateKinds } from "../../verdict/regression/gate-result.js";
import { addAnnotationsOption, addEmbedOption, addReporterOption } from "../shell/reporter-options.js";
import {
  addChoiceOptions,
  addFileOptions,
  jobsOption,
  layerOption,
  parsePace,
  parseShard,
  parseShare,
  verboseOption,
  wholeNumber,
} from "../shell/shared-options.js";
import { addAskOptions } from "./ask-options.js";
import type { RunOptions } from "./run.js";
import type { DatasetWords } from "./run-dataset.js";

/** Continuing a run. */
type TypedResume = { readonly resume?: string; readonly retryExcluded?: boolean };

/** The options of `llm-parity run` as typed, with or without a data set. */
type TypedOptions = Omit<RunOptions, keyof Sampling> & SamplingOptions & Partial<DatasetWords>;

/** `llm-parity run`: runs scenarios on targets, prints the matrix and writes its reports. */
export function addRun(program: Command): void {
  const command = program.command("run").description("run scenarios on targets, print the matrix, write its reports");
  addChoiceOptions(addFileOptions(command))
    .addOption(new Option("--replay", "answer from recordings (default)").conflicts(["live", "record", "simulator"]))
    .addOption(
      new Option("--speed <n>", "replay at n times the recorded pace (default: without waiting)")
        .argParser(parsePace)
        .conflicts(["live", "record", "simulator"]),
    )
    .addOption(jobsOption("replay on n cores at once", "1").conflicts(["live", "record", "simulator", "speed"]))
    .addOption(new Option("--live", "ask the real services; costs money").conflicts(["replay", "simulator"]))
    .addOption(new Option("--record", "like --live, and keep the exchanges as fixtures").conflicts(["replay"]));
  addAskOptions(addAnnotationsOption(addEmbedOption(addReporterOption(command))), {
    trials: "trials of each case (live; a replay shows every recorded trial); auto: until a sequential test decides",
    parseTrials: (text) => (text === "auto" ? "auto" : wholeNumber(1)(text)),
  })
    .option("--max-trials <n>", "with --trials auto: at most n trials of each case", wholeNumber(6), 200)
    .option("--acceptable-rate <rate>", "with --trials auto: the failure rate that still passes", parseShare, 0.02)
    .option("--unacceptable-rate <rate>", "with --trials auto: the failure rate that no longer passes", parseShare, 0.1)
    .option("--confidence <share>", "with --trials auto: confidence of each decision", parseShare, 0.95)
    .addOption(
      new Option(
        "--nonce",
        "vary each trial's prompt with a reference, to defeat caches (live or simulator)",
      ).conflicts(["replay", "record"]),
    )
    .option(
      "--nonce-seed <n>",
      "with --nonce: the seed of the references (default: another in each run)",
      wholeNumber(0),
    )
    .option(
      "--shard <i/n>",
      "ask the i-th of n parts of the plan, within its share of the limits; `merge` joins them",
      parseShard,
    )
    .addOption(
      new Option(
        "--queue",
        "let workers (llm-parity work) make the calls, through the database in LLM_PARITY_DATABASE_URL, and collect the results",
      ).conflicts(["replay", "record", "dataset", "shard"]),
    )
    .addOption(
      new Option(
        "--gate [kind]",
        "run a night: fixed trials, more for suspects only (full: 12 + 38, cheap: 6 + 26), then compare with the baseline",
      )
        .choices(gateKinds)
        .preset("full"),
    )
    .option(
      "--history <folder>",
      "with --gate: folder of the nights (default: the database of LLM_PARITY_DATABASE_URL, else history)",
    )
    .option("--night <date>", "with --gate: the UTC date of the scheduled start, YYYY-MM-DD (default: today)")
    .option("--notify", "with --gate: send the message of the night to LLM_PARITY_NOTIFY_URL, see gate --notify")
    .addOption(
      new Option("--dataset <file>", "ask whole chat requests, one per line, instead of scenarios").conflicts([
        "replay",
        "record",
        "scenario",
      ]),
    )
    .option("--reference <target>", "with --dataset: the target that the others are compared with")
    .option("--resume <run>", "continue this run with the options it was started with: its folder, its id, or last")
    .option(
      "--retry-excluded",
      "with --resume: ask again the trials that were throttled, unavailable, or had no connection or no key",
    )
    .option("--limit <n>", "with --dataset: only its first n rows", wholeNumber(1))
    .option(
      "--reports <folder>",
      "where the reports go (default: reports for a replay of the whole default suite; else the run's folder, if it has one)",
    )
    .option("--no-reports", "write no reports")
    .option(
      "--include-content",
      "quote requests and replies of fixtures that were imported from production logs (default: lengths and hashes)",
    )
    .option("--exit-zero", "exit 0 whatever was found")
    .addOption(layerOption())
    .addOption(verboseOption().conflicts(["json", "plan", "dataset"]))
    .addOption(new Option("--today <date>", "the day on which known.yaml is judged, YYYY-MM-DD").hideHelp())
    .action(async ({ resume: name, retryExcluded = false, ...typed }: TypedOptions & TypedResume) => {
      if (name !== undefined) {
        const { refuseOtherOptions } = await import("./option-effects.js");
        refuseOtherOptions(command);
        const { resume } = await import("./resume.js");
        const { maxCalls, maxCost, maxMinutes, progress, verbose, reporter, embed, annotations } = typed;
        const shown = { progress, verbose, reporter, embed, annotations };
        const limits = Object.entries({ maxCalls, maxCost, maxMinutes, ...shown }).filter(
          ([option]) => command.getOptionValueSource(option) === "cli",
        );
        process.exitCode = await resume({
          ...{ name, runs: typed.runs, retryExcluded },
          anew: Object.fromEntries(limits),
        });
        return;
      }
      const { refuseIneffective, refuseRetryAlone, refuseWithoutDataset } = await import("./option-effects.js");
      if (retryExcluded) refuseRetryAlone();
      refuseIneffective(command, {
        replays: !isAsking(typed) && typed.dataset === undefined,
        records: typed.record === true,
        untilDecided: typed.trials === "auto",
        asksDataset: typed.dataset !== undefined,
        isNight: typed.gate !== undefined,
        isShard: typed.shard !== undefined,
        varies: typed.nonce === true,
        asksHere: typed.queue !== true,
      });
      const { trials, maxTrials, acceptableRate, unacceptableRate, confidence, gate, ...rest } = typed;
      const { resolveSampling } = await import("../../library/suite/resolve-sampling.js");
      // What is recorded is the user's: never into the package.
      if (rest.record === true && command.getOptionValueSource("fixtures") === "default") rest.fixtures = "fixtures";
      const sampling = resolveSampling({
        ...{ trials, maxTrials, acceptableRate, unacceptableRate, confidence },
        ...(gate === undefined ? {} : { gate }),
      });
      const { dataset, ...options } = { ...rest, ...sampling };
      if (dataset === undefined) {
        refuseWithoutDataset(options);
        const { run } = await import("./run.js");
        process.exitCode = await run(options);
        return;
      }
      const { runDataset } = await import("./run-dataset.js");
      process.exitCode = await runDataset({ ...options, dataset });
    });
}

function isAsking({ live, record, simulator }: TypedOptions): boolean {
  return live === true || record === true || simulator !== undefined;
}
