import { type Command, Option } from "commander";
import { addFileOptions, parseDollars, wholeNumber } from "../../shell/shared-options.js";
import type { ReproWords } from "./repro.js";
import { reproCases } from "./repro-cases.js";

/** `llm-parity repro CASE`: one command from keys to the cause of a known failure. */
export function addRepro(program: Command): void {
  const command = program
    .command("repro")
    .description(
      "reproduce a known failure and find its cause: keys, controls, experiment, evidence; a demo without keys",
    )
    .argument("<case>", reproCases.map(({ name, title }) => `${name}: ${title}`).join("; "));
  addFileOptions(command)
    .addOption(new Option("--demo", "ask our simulator instead of the services").conflicts(["maxCost", "plan"]))
    .option("--plan", "show which keys are set, what would be asked and the price; send nothing")
    .option("--max-cost <usd>", "ask the real services, and spend no more US dollars than this in all", parseDollars)
    .option("--budget <n>", "make at most this many calls in the experiment", wholeNumber(1))
    .option("--seed <n>", "seed of the order in which calls are made", wholeNumber(0), 1)
    .option("--out <folder>", "folder for everything that is kept; it must be new or empty (default: the case's name)")
    .option("--keys-file <file>", "read keys from this file; variables that are already set take precedence")
    .action(async (name: string, options: ReproWords) => {
      if (options.keysFile !== undefined) {
        const { loadKeysFile } = await import("../../shell/keys-file.js");
        loadKeysFile(options.keysFile, process.env);
      }
      const { repro } = await import("./repro.js");
      process.exitCode = await repro(name, options);
    });
}
