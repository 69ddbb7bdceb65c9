import { type Command, Option } from "commander";
import { UsageError } from "../../library/usage-error.js";
import { addFileOptions, parseDollars, simulatorOption, wholeNumber } from "../shell/shared-options.js";

/** The options of every command that asks about a failing cell: which one, who is asked, and how much. */
export function addAskingOptions(command: Command, budget: number): Command {
  return addFileOptions(command)
    .option("--run <run>", "take the cell from this run: its folder, its id, or last (default: replay the fixture)")
    .option("--runs <folder>", "where runs are kept", "runs")
    .option("--base-url <url>", "base URL for typed targets such as openai-chat:my-model")
    .addOption(simulatorOption().conflicts("live"))
    .addOption(new Option("--live", "ask the real services; costs money, and needs --max-cost"))
    .option(
      "--budget <n>",
      `make at most this many calls (default: ${budget}; with --resume: the earlier limit)`,
      wholeNumber(1),
    )
    .option("--max-cost <usd>", "stop before the experiment has cost more US dollars than this", parseDollars);
}

/** The options of what is kept and shown. */
export function addKeepingOptions(command: Command, planSays: string): Command {
  return command
    .option("--experiments <folder>", "where experiments are kept", "experiments")
    .option("--resume <experiment>", "continue the experiment in this folder")
    .option("--plan", planSays)
    .option("--keys-file <file>", "read keys from this file; variables that are already set take precedence")
    .option("--json", "print the result as JSON");
}

/** Throws UsageError for options that an experiment which goes on has of its own. */
export function refuseWithResume(command: Command, names: readonly string[]): void {
  const typed = names.find((name) => command.getOptionValueSource(name) === "cli");
  if (typed === undefined) return;
  throw new UsageError(`--${typed} has no effect with --resume: the experiment has its own`, { hint: "Drop it." });
}
