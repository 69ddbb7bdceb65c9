import { type Command, Option } from "commander";
import { formatIds } from "../../recordings/format-ids.js";
import { addFileOptions, typedFiles, wholeNumber } from "../shell/shared-options.js";
import type { ClientsOptions } from "./clients.js";

/** `llm-parity clients`: what real clients show of recorded bytes. */
export function addClients(program: Command): void {
  const command = program
    .command("clients")
    .description(
      "show what the installed real clients make of recorded replies: the same bytes, offline, without a key",
    )
    .argument("<what...>", "files and folders of recordings, or one cell, as a run prints it");
  addFileOptions(command)
    .option("--base-url <url>", "base URL for typed targets such as openai-chat:my-model")
    .option("--run <run>", "take the cell from this run, and keep the views in its folder, for its report")
    .option("--runs <folder>", "where runs are kept", "runs")
    .option("--trial <n>", "which trial of the cell (default: the first bad one, else the first)", wholeNumber(1))
    .addOption(
      new Option("--format <format>", "read every file as this format (default: detect it)").choices([...formatIds]),
    )
    .option(
      "--client-limit-ms <ms>",
      "how long a client may take for one reply, its start included",
      wholeNumber(1),
      60_000,
    )
    .option("--stall-ms <ms>", "how long a client waits where the recorded reply stalls", wholeNumber(1), 6_000)
    .addOption(new Option("--json", "print every view as JSON").conflicts("markdown"))
    .option("--markdown", "print the tables as Markdown")
    .option("--exit-zero", "exit 0 whatever was found")
    .action(async (what: string[], options: ClientsOptions) => {
      const { clients } = await import("./clients.js");
      process.exitCode = await clients(what, { ...options, typed: typedFiles(command, options) });
    });
}
