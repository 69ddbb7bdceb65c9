import { type Command, Option } from "commander";
import type { ChosenReport } from "../../library/reports/chosen-reports.js";
import type { Embed } from "../../library/trials/gather-evidence.js";
import { UsageError } from "../../library/usage-error.js";

/** The reports that a command line asks for, as typed: see `chosenReports`. */
export type ReporterWords = { readonly reporter?: readonly string[]; readonly embed?: Embed };

export function addReporterOption(command: Command): Command {
  return command
    .addOption(
      new Option(
        "--embed <which>",
        "the trials with requests and bytes in report.html: of red, changed and suspicious cells, of all, or none",
      ).choices(["red", "all", "none"]),
    )
    .addOption(
      new Option(
        "--reporter <name[=file]>",
        "write this report too (repeatable, or with commas; `llm-parity list reporters`); as file, - is standard output",
      ).argParser((value: string, before: readonly string[] | undefined) => [...(before ?? []), value]),
    );
}

/** Reads the words. Throws UsageError for those that cannot be, and for a report on standard output beside `--json`. */
export async function readReporters(words: ReporterWords & { readonly json?: true }): Promise<readonly ChosenReport[]> {
  if (words.reporter === undefined) return [];
  const { chosenReports } = await import("../../library/reports/chosen-reports.js");
  const chosen = chosenReports(words.reporter);
  const printed = printedReport(chosen);
  if (printed === null || words.json !== true) return chosen;
  throw new UsageError(`--json and --reporter ${printed.reporter.name}=- both print on standard output`, {
    hint: "Drop one of them, or give the report a file: NAME=FILE.",
  });
}

/** The report that takes the place of what a command prints on standard output; null: none does. */
export function printedReport(chosen: readonly ChosenReport[]): ChosenReport | null {
  return chosen.find(({ file }) => file === "-") ?? null;
}
