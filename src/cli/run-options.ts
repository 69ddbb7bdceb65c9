import { type Command, Option } from "commander";
import {
  addChoiceOptions,
  addFileOptions,
  type ChoiceOptions,
  dollars,
  type FileOptions,
  wholeNumber,
} from "./shared-options.js";

export type RunOptions = FileOptions &
  ChoiceOptions & {
    readonly replay?: true;
    readonly live?: true;
    readonly record?: true;
    readonly simulator?: string;
    readonly client: "sdk" | "http" | "both";
    readonly trials: number;
    readonly retries: number;
    readonly concurrency: number;
    readonly seed: number;
    readonly maxCalls?: number;
    readonly maxCost?: number;
    readonly firstByteTimeout: number;
    readonly idleTimeout: number;
    readonly totalTimeout: number;
    readonly plan?: true;
    readonly json?: true;
    readonly exitZero?: true;
    readonly reports: string | false;
    readonly runs: string;
    readonly keysFile?: string;
    readonly today?: string;
  };

/** `llm-parity run`: scenarios on targets, the matrix on standard output, reports/ on disk. */
export function addRun(program: Command): void {
  const command = program.command("run").description("run scenarios on targets, print the matrix, write reports/");
  addChoiceOptions(addFileOptions(command));
  command
    .addOption(new Option("--replay", "answer from recordings (default)").conflicts(["live", "record", "simulator"]))
    .addOption(new Option("--live", "ask the real services; costs money").conflicts(["replay", "simulator"]))
    .addOption(new Option("--record", "as --live, and keep the exchanges as fixtures").conflicts(["replay"]))
    .addOption(new Option("--simulator <url>", "ask an offline provider started by `llm-parity simulate`"))
    .addOption(
      new Option("--client <client>", "official SDKs, our own client, or both on the same bytes")
        .choices(["sdk", "http", "both"])
        .default("sdk"),
    )
    .option("--trials <n>", "trials of each case (live; a replay shows every recorded trial)", wholeNumber(1), 1)
    .option("--retries <n>", "ask again when throttled or unavailable, at most n times a turn", wholeNumber(0), 0)
    .option("--concurrency <n>", "trials under way at once for each provider", wholeNumber(1), 4)
    .option("--seed <n>", "seed of the order in which live trials are asked", wholeNumber(0), 1)
    .option("--max-calls <n>", "stop before more calls than this", wholeNumber(1))
    .option("--max-cost <usd>", "stop before more US dollars than this", dollars)
    .option("--first-byte-timeout <ms>", "deadline for the response headers", wholeNumber(1), 60_000)
    .option("--idle-timeout <ms>", "deadline between two chunks", wholeNumber(1), 60_000)
    .option("--total-timeout <ms>", "deadline for one exchange", wholeNumber(1), 300_000)
    .option("--plan", "print what would be asked and what it may cost, ask nothing")
    .option("--json", "print the results as JSON")
    .option("--reports <folder>", "where the reports go", "reports")
    .option("--no-reports", "write no reports")
    .option("--runs <folder>", "where a live run keeps its evidence", "runs")
    .option("--keys-file <file>", "read keys from this file; the real environment wins")
    .option("--exit-zero", "exit 0 whatever was found")
    .addOption(new Option("--today <date>", "the day on which known.yaml is judged, YYYY-MM-DD").hideHelp())
    .action(async (options: RunOptions) => {
      const { run } = await import("./run.js");
      process.exitCode = await run(options);
    });
}
