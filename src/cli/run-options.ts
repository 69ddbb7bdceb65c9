import { type Command, Option } from "commander";
import { type AskOptions, addAskOptions } from "./ask-options.js";
import { addChoiceOptions, addFileOptions, type ChoiceOptions, type FileOptions, pace } from "./shared-options.js";

export type RunOptions = FileOptions &
  ChoiceOptions &
  AskOptions & {
    readonly replay?: true;
    readonly live?: true;
    readonly record?: true;
    readonly speed?: number;
    readonly exitZero?: true;
    readonly reports: string | false;
    readonly today?: string;
  };

/** `llm-parity run`: scenarios on targets, the matrix on standard output, reports/ on disk. */
export function addRun(program: Command): void {
  const command = program.command("run").description("run scenarios on targets, print the matrix, write reports/");
  addChoiceOptions(addFileOptions(command))
    .addOption(new Option("--replay", "answer from recordings (default)").conflicts(["live", "record", "simulator"]))
    .addOption(
      new Option("--speed <n>", "replay at n times the recorded pace (default: without waiting)")
        .argParser(pace)
        .conflicts(["live", "record", "simulator"]),
    )
    .addOption(new Option("--live", "ask the real services; costs money").conflicts(["replay", "simulator"]))
    .addOption(new Option("--record", "as --live, and keep the exchanges as fixtures").conflicts(["replay"]));
  addAskOptions(command, { trials: "trials of each case (live; a replay shows every recorded trial)" })
    .option("--reports <folder>", "where the reports go", "reports")
    .option("--no-reports", "write no reports")
    .option("--exit-zero", "exit 0 whatever was found")
    .addOption(new Option("--today <date>", "the day on which known.yaml is judged, YYYY-MM-DD").hideHelp())
    .action(async (options: RunOptions) => {
      const { run } = await import("./run.js");
      process.exitCode = await run(options);
    });
}
