import { type Command, Option } from "commander";
import { cellExample } from "../../scenario/target-examples.js";
import { addFileOptions, parseDollars, simulatorOption, typedFiles, wholeNumber } from "../shell/shared-options.js";
import type { InvestigateOptions } from "./investigate.js";

/** `llm-parity investigate CELL`: asks the few calls that tell the cause of a failing cell. */
export function addInvestigate(program: Command): void {
  const command = program
    .command("investigate")
    .description(
      "find the cause of a failing cell: vary its request and its place, prove what decides, say what is open",
    )
    .argument("<cell...>", `<target>/<scenario>, e.g. ${cellExample}, or <scenario> on <target>, as a run prints it`);
  addFileOptions(command)
    .option("--run <run>", "take the cell from this run: its folder, its id, or last (default: replay the fixture)")
    .option("--runs <folder>", "where runs are kept", "runs")
    .option("--base-url <url>", "base URL for typed targets such as openai-chat:my-model")
    .addOption(simulatorOption().conflicts("live"))
    .addOption(new Option("--live", "ask the real services; costs money, and needs --max-cost"))
    .option("--budget <n>", "calls at most", wholeNumber(1), 400)
    .option("--max-cost <usd>", "stop before spending more US dollars than this", parseDollars)
    .option("--seed <n>", "seed of the order of arms and pairs", wholeNumber(0), 1)
    .option("--most-tokens <n>", "do not ask with levels that cost more tokens a call than this", wholeNumber(0), 2000)
    .option("--experiments <folder>", "where experiments are kept", "experiments")
    .option("--resume <experiment>", "go on with this experiment: its folder")
    .option("--plan", "show what would be varied, what not and why, and the price; ask nothing")
    .option("--keys-file <file>", "read keys from this file; variables that are already set take precedence")
    .option("--json", "print the result as JSON")
    .action(async (cell: readonly string[], options: InvestigateOptions) => {
      const { investigate } = await import("./investigate.js");
      process.exitCode = await investigate(cell.join(" "), { ...options, typed: typedFiles(command, options) });
    });
}
