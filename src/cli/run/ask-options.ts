import { type Command, Option } from "commander";
import type { AskOptions } from "../../library/suite/ask-services.js";
import { usualQuotaShare } from "../../library/suite/quota-share.js";
import { type ProgressKind, progressKinds } from "../progress/progress-kind.js";
import { parseDollars, parseMinutes, parseWholeShare, simulatorOption, wholeNumber } from "../shell/shared-options.js";

/** The options of the commands that ask services. */
export type AskWords = AskOptions & {
  readonly plan?: true;
  readonly json?: true;
  readonly keysFile?: string;
  /** How progress is shown; absent: `auto`. */
  readonly progress?: ProgressKind;
};

/** Adds the options of {@link AskWords}. `trials`: the help text of `--trials`; `parseTrials`: its parser; default: a whole number. */
export function addAskOptions(
  command: Command,
  {
    trials,
    parseTrials = wholeNumber(1),
  }: { readonly trials: string; readonly parseTrials?: (text: string) => number | "auto" },
): Command {
  return command
    .addOption(simulatorOption())
    .addOption(
      new Option("--client <client>", "official SDKs, our own client, or both on the same bytes")
        .choices(["sdk", "http", "both"])
        .default("sdk"),
    )
    .option("--trials <n>", trials, parseTrials, 1)
    .option("--retries <n>", "retry when throttled or unavailable, at most n times per turn", wholeNumber(0), 0)
    .option(
      "--concurrency <n>",
      "trials under way at once for each provider (default: its inFlight in models.yaml, else 4)",
      wholeNumber(1),
    )
    .option("--seed <n>", "seed of the order in which live trials are asked", wholeNumber(0), 1)
    .option("--max-calls <n>", "stop before making more calls than this", wholeNumber(1))
    .option("--max-cost <usd>", "stop before spending more US dollars than this", parseDollars)
    .option("--max-minutes <n>", "start no trial after this many minutes; those under way are finished", parseMinutes)
    .option(
      "--quota-share <share>",
      `use at most this share of each quota in models.yaml (default: ${usualQuotaShare}, since production draws from them too)`,
      parseWholeShare,
    )
    .addOption(
      new Option(
        "--progress <kind>",
        "how progress is shown: rewritten lines, a line a minute, a line a trial, none; auto: live on a terminal, else minute",
      )
        .choices(progressKinds)
        .default("auto"),
    )
    .option("--first-byte-timeout <ms>", "deadline for the response headers", wholeNumber(1), 60_000)
    .option("--idle-timeout <ms>", "deadline between two chunks", wholeNumber(1), 60_000)
    .option("--total-timeout <ms>", "deadline for one exchange", wholeNumber(1), 300_000)
    .option("--plan", "print what would be asked and what it may cost; send nothing")
    .option("--json", "print the results as JSON")
    .option("--runs <folder>", "where a live run keeps its evidence", "runs")
    .option("--keys-file <file>", "read keys from this file; variables that are already set take precedence");
}
