import type { Command } from "commander";
import { addFileOptions, jobsOption, repeatable, typedFiles, wholeNumber } from "../shell/shared-options.js";
import type { DiffOptions } from "./diff.js";
import type { KnownOptions } from "./known.js";
import type { PruneOptions } from "./prune.js";
import type { RejudgeOptions } from "./rejudge.js";

/** Where nights are kept. */
export function addHistoryOption(command: Command): Command {
  return command.option(
    "--history <folder>",
    "folder of the nights (default: the database of LLM_PARITY_DATABASE_URL, else history)",
  );
}

/** `llm-parity diff A B`: what changed between two runs, nights, or a baseline. */
export function addDiff(program: Command): void {
  const command = program
    .command("diff")
    .description("show what changed between two runs, nights, or a baseline: rates, requests, tokens, names")
    .argument("<before>", "a run (its folder, its id, last), a night (YYYY-MM-DD, latest-night~1) or baseline")
    .argument("<after>", "the same, e.g. latest-night");
  addFileOptions(addHistoryOption(command))
    .option("--runs <folder>", "where runs are kept", "runs")
    .option("--all", "list the cells within chance and those as before, too")
    .option("--json", "print as JSON")
    .action(async (before: string, after: string, options: Omit<DiffOptions, "typed">) => {
      const { diff } = await import("./diff.js");
      process.exitCode = await diff(before, after, { ...options, typed: typedFiles(command, options) });
    });
}

/** `llm-parity rejudge NAME…`: summaries again, by today's rules. */
export function addRejudge(program: Command): void {
  const command = program
    .command("rejudge")
    .description("judge runs again by today's rules, and update their summaries and their lines in the history")
    .argument("[name...]", "runs (each its folder, its id, last), nights (YYYY-MM-DD) or baseline");
  addFileOptions(addHistoryOption(command))
    .option("--runs <folder>", "where runs are kept", "runs")
    .option(
      "--since <edition>",
      "overwrite nothing: print which verdicts have flipped since this edition, also on the shipped recordings (default: of all runs of that edition or a later one)",
    )
    .addOption(jobsOption("judge n runs at once"))
    .option("--page <file>", "with --since: write the flips as Markdown, or as HTML into a file that ends in .html")
    .action(async (names: readonly string[], options: Omit<RejudgeOptions, "typed">) => {
      const { rejudge } = await import("./rejudge.js");
      process.exitCode = await rejudge(names, { ...options, typed: typedFiles(command, options) });
    });
}

/** `llm-parity prune`: thins the journals of old nights. */
export function addPrune(program: Command): void {
  const command = program
    .command("prune")
    .description("thin the journals of old nights: keep the bad trials and one good trial of each cell, packed");
  addFileOptions(addHistoryOption(command))
    .option("--runs <folder>", "where runs are kept", "runs")
    .option("--nights <n>", "keep the newest n nights whole", wholeNumber(1), 30)
    .addOption(repeatable("--keep <name>", "keep this night (YYYY-MM-DD) or run (its id) whole"))
    .addOption(
      repeatable("--cases <folder>", "an evidence bundle, or a folder of them: keep whole the runs that it names"),
    )
    .option("--plan", "print what would be thinned, with its size, and change nothing")
    .option("--json", "print the plan as JSON")
    .action(async (options: Omit<PruneOptions, "typed">) => {
      const { prune } = await import("./prune.js");
      const typed = typedFiles(command, options);
      process.exitCode = await prune({ ...options, typed, keep: options.keep ?? [], cases: options.cases ?? [] });
    });
}

/** `llm-parity known`: what the nights say of the entries of known.yaml. */
export function addKnown(program: Command): void {
  const command = program
    .command("known")
    .description("show what the nights say about each entry of known.yaml: still there, fixed, or not measured");
  addFileOptions(addHistoryOption(command))
    .option("--update", "remove the fixed entries from the file; keep its comments")
    .option("--json", "print as JSON")
    .action(async (options: KnownOptions) => {
      const { showKnown } = await import("./known.js");
      process.exitCode = await showKnown(options);
    });
}
