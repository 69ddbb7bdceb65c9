import type { Command } from "commander";
import { type AskOptions, addAskOptions } from "../run/ask-options.js";
import { addChoiceOptions, addFileOptions, type ChoiceOptions, type FileOptions } from "../shell/shared-options.js";

export type RecordOptions = FileOptions &
  ChoiceOptions &
  AskOptions & {
    /** A fixture by path or by case; true: the one case that the other options choose. */
    readonly update?: string | true;
  };

/** Which options stand on the command line: a fixture that is recorded again keeps its own where they do not. */
export type GivenOptions = { readonly trials: boolean; readonly client: boolean };

/** `llm-parity record`: asks the services and keeps what they send as fixtures. */
export function addRecord(program: Command): void {
  const command = program
    .command("record")
    .description("ask the real services and keep the exchanges as fixtures; costs money");
  addChoiceOptions(addFileOptions(command)).option(
    "--update [fixture]",
    "record one fixture again, named by path or by case (kimi-k2.5/bedrock/converse/basic-chat), and show what changed; with as many trials and the client that it has, unless given",
  );
  addAskOptions(command, { trials: "trials of each case" }).action(async (options: RecordOptions) => {
    const isGiven = (name: string) => command.getOptionValueSource(name) === "cli";
    const { record } = await import("./record.js");
    process.exitCode = await record(options, { trials: isGiven("trials"), client: isGiven("client") });
  });
}
