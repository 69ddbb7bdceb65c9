import type { Command } from "commander";
import { addFileOptions, typedFiles } from "../shell/shared-options.js";
import type { DiffOptions } from "./diff.js";

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
