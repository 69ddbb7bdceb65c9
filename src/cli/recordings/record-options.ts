import type { Command } from "commander";
import { caseExample } from "../../scenario/target-examples.js";
import { addAskOptions } from "../run/ask-options.js";
import { addChoiceOptions, addFileOptions } from "../shell/shared-options.js";
import type { RecordOptions } from "./record.js";

/** `llm-parity record`: asks the services and keeps their replies as fixtures. */
export function addRecord(program: Command): void {
  const command = program
    .command("record")
    .description("ask the real services and keep the exchanges as fixtures; costs money");
  // What is recorded is the user's: never into the package.
  addChoiceOptions(addFileOptions(command, "fixtures")).option(
    "--update [fixture]",
    `record one fixture again, named by path or by case (${caseExample}), and show what changed; keeps its client and its number of trials unless they are given`,
  );
  addAskOptions(command, { trials: "trials of each case" }).action(async (options: RecordOptions) => {
    const isGiven = (name: string) => command.getOptionValueSource(name) === "cli";
    const { record } = await import("./record.js");
    process.exitCode = await record(options, { trials: isGiven("trials"), client: isGiven("client") });
  });
}
