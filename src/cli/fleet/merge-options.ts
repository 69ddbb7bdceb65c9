import type { Command } from "commander";
import { addEmbedOption, addReporterOption } from "../shell/reporter-options.js";
import { addFileOptions, typedFiles } from "../shell/shared-options.js";
import type { MergeWords } from "./merge.js";

/** `llm-parity merge RUN…`: makes one run of several that each asked a part of the same plan. */
export function addMerge(program: Command): void {
  const command = program
    .command("merge")
    .description("join the shards of a run into one run, and write its reports: no key, no network")
    .argument("<run...>", "runs in any order: the folder of each, its id, or a folder of runs");
  addEmbedOption(addReporterOption(addFileOptions(command)))
    .option("--out <folder>", "folder for the whole run (default: a new one in --runs)")
    .option("--runs <folder>", "where runs are kept", "runs")
    .option("--reports <folder>", "where the reports go (default: reports in the run's folder)")
    .option("--no-reports", "write no reports")
    .option("--reference <target>", "for a run of a data set: the target that the others are compared with")
    .option("--json", "print the results as JSON")
    .option("--exit-zero", "exit 0 whatever was found")
    .action(async (names: readonly string[], options: Omit<MergeWords, "typed">) => {
      const { merge } = await import("./merge.js");
      process.exitCode = await merge(names, { ...options, typed: typedFiles(command, options) });
    });
}
