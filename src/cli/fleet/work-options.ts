import type { Command } from "commander";
import { usualQuotaShare } from "../../library/suite/quota-share.js";
import { addFileOptions, parseWholeShare, simulatorOption, wholeNumber } from "../shell/shared-options.js";
import type { WorkWords } from "./work.js";

/** `llm-parity work`: asks what `run --queue` has put into the queue. */
export function addWork(program: Command): void {
  const command = program
    .command("work")
    .description("make the calls of runs that were started with run --queue, until stopped")
    .argument("[address]");
  addFileOptions(command)
    .addOption(simulatorOption())
    .option("--concurrency <n>", "blocks of trials under way at once", wholeNumber(1), 4)
    .option(
      "--lease <seconds>",
      "after this many seconds of silence, another worker takes over a block",
      wholeNumber(1),
      30,
    )
    .option(
      "--quota-share <share>",
      "the share of each quota of models.yaml that all workers may use",
      parseWholeShare,
      usualQuotaShare,
    )
    .option("--until-empty", "exit when no work is left for this worker")
    .option(
      "--grant <role>",
      "create the queue if it is missing, grant a database role the rights of a worker, and exit",
    )
    .option("--keys-file <file>", "read keys from this file; variables that are already set take precedence")
    .addHelpText("after", address)
    .action(async (typed: string | undefined, options: WorkWords) => {
      const { work } = await import("./work.js");
      process.exitCode = await work(typed ?? null, options);
    });
}

const address = `
The database is that of LLM_PARITY_DATABASE_URL (postgresql://USER:PASSWORD@HOST/DATABASE), from the environment or --keys-file.
A worker asks with its own keys, its own scenarios and its own models.yaml, which must be those of the run. docs/scale.md has more.`;
