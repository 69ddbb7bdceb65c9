import type { Command } from "commander";
import { wholeNumber } from "../shell/shared-options.js";
import type { NightlyIssuesOptions } from "./nightly-issues.js";

/** `llm-parity nightly-issues`: keeps one issue of GitHub for each case. */
export function addNightlyIssues(program: Command): void {
  program
    .command("nightly-issues")
    .description(
      "keep one GitHub issue for each cell that regressed: open it, update it, close it after three measured good nights",
    )
    .requiredOption("--gate <file>", "the gate's result, as `llm-parity gate --json` prints it")
    .option("--label <name>", "label of the issues; only issues with it are read", "llm-parity")
    .option(
      "--author <login>",
      "the account that opens the issues; issues by others are left alone",
      "github-actions[bot]",
    )
    .option("--most <n>", "open at most so many issues a night", wholeNumber(1), 10)
    .option("--plan", "read the issues and print what would be done; write nothing")
    .action(async (options: NightlyIssuesOptions) => {
      const { nightlyIssues } = await import("./nightly-issues.js");
      process.exitCode = await nightlyIssues(options);
    });
}
