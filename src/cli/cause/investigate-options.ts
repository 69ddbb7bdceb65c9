import { type Command, Option } from "commander";
import { UsageError } from "../../library/usage-error.js";
import { cellExample } from "../../scenario/target-examples.js";
import { defaultBudget } from "../../verdict/experiment/options.js";
import { addFileOptions, parseDollars, simulatorOption, typedFiles, wholeNumber } from "../shell/shared-options.js";
import type { InvestigateOptions } from "./investigate.js";

/** As typed: `budget` absent is the default. */
type Typed = Omit<InvestigateOptions, "budget" | "typed"> & { readonly budget?: number };

/** `llm-parity investigate CELL`: asks the few calls that tell the cause of a failing cell. */
export function addInvestigate(program: Command): void {
  const command = program
    .command("investigate")
    .description(
      "find the cause of a failing cell: vary its request and its place, prove what decides, say what is open",
    )
    .argument(
      "[cell...]",
      `<target>/<scenario>, e.g. ${cellExample}, or <scenario> on <target>, as a run prints it; not needed with --resume`,
    );
  addFileOptions(command)
    .option("--run <run>", "take the cell from this run: its folder, its id, or last (default: replay the fixture)")
    .option("--runs <folder>", "where runs are kept", "runs")
    .option("--base-url <url>", "base URL for typed targets such as openai-chat:my-model")
    .addOption(simulatorOption().conflicts("live"))
    .addOption(new Option("--live", "ask the real services; costs money, and needs --max-cost"))
    .option("--budget <n>", `calls at most (default: ${defaultBudget}; with --resume: as it began)`, wholeNumber(1))
    .option("--max-cost <usd>", "stop before the experiment has cost more US dollars than this", parseDollars)
    .option("--seed <n>", "seed of the order of arms and pairs", wholeNumber(0), 1)
    .option("--most-tokens <n>", "do not ask with levels that cost more tokens a call than this", wholeNumber(0), 2000)
    .addOption(
      new Option("--region <name>", "ask in this region too (repeatable)")
        .argParser((name: string, before: readonly string[]) => [...before, name])
        .default([], "none"),
    )
    .option("--experiments <folder>", "where experiments are kept", "experiments")
    .option("--resume <experiment>", "go on with this experiment: its folder")
    .option("--plan", "show what would be varied, what not and why, and the price; ask nothing")
    .option("--keys-file <file>", "read keys from this file; variables that are already set take precedence")
    .option("--json", "print the result as JSON")
    .action(async (cell: readonly string[], options: Typed) => {
      if (options.resume !== undefined) refuseWithResume(command);
      if (options.keysFile !== undefined) {
        const { loadKeysFile } = await import("../shell/keys-file.js");
        loadKeysFile(options.keysFile, process.env);
      }
      const { investigate } = await import("./investigate.js");
      const { budget = null, ...rest } = options;
      process.exitCode = await investigate(cell.join(" "), { ...rest, budget, typed: typedFiles(command, options) });
    });
}

/** An experiment that goes on has a seed and a folder. */
function refuseWithResume(command: Command): void {
  const typed = ["seed", "experiments"].find((name) => command.getOptionValueSource(name) === "cli");
  if (typed === undefined) return;
  throw new UsageError(`--${typed} has no effect with --resume: the experiment has its own`, { hint: "Drop it." });
}
