import { type Command, Option } from "commander";
import type { ChosenReport, PlacedReport } from "../../library/reports/chosen-reports.js";
import type { Embed } from "../../library/trials/gather-evidence.js";
import { UsageError } from "../../library/usage-error.js";

/** The reports that a command line asks for, as typed: see `chosenReports`. `annotations` false: none without being asked. */
export type ReporterWords = {
  readonly reporter?: readonly string[];
  readonly embed?: Embed;
  readonly annotations?: boolean;
};

export function addReporterOption(command: Command): Command {
  return command.addOption(
    new Option(
      "--reporter <name[=file]>",
      "also write this report (repeatable, or with commas; see `llm-parity list reporters`); the file - is standard output",
    ).argParser((value: string, before: readonly string[] | undefined) => [...(before ?? []), value]),
  );
}

export function addEmbedOption(command: Command): Command {
  return command.addOption(
    new Option(
      "--embed <which>",
      "trials to show with requests and bytes in report.html: those of red, changed and suspicious cells, all, or none",
    ).choices(["red", "all", "none"]),
  );
}

/** For the commands that annotate a job of GitHub Actions without being asked. */
export function addAnnotationsOption(command: Command): Command {
  return command.option("--no-annotations", "on GitHub Actions: print no annotations, unless --reporter github asks");
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

/**
 * The same, and the annotations of GitHub Actions where a job runs there, as vitest prints them (vitest.dev/guide/reporters, 2026-11-29). They go to
 * standard error, so that standard output is what it is everywhere.
 */
export async function withAnnotations(
  chosen: readonly ChosenReport[],
  { annotations }: ReporterWords,
  environment: NodeJS.ProcessEnv,
): Promise<readonly ChosenReport[]> {
  const isWanted = annotations !== false && environment["GITHUB_ACTIONS"] === "true";
  if (!isWanted || chosen.some(({ reporter }) => reporter.name === "github")) return chosen;
  const { findReporter } = await import("../../library/reports/find-reporter.js");
  return [...chosen, { reporter: findReporter("github"), file: null, isAside: true }];
}

/** The report that takes the place of what a command prints on standard output; null: none does. */
export function printedReport(chosen: readonly ChosenReport[]): ChosenReport | null {
  return chosen.find(({ file }) => file === "-") ?? null;
}

/** True: the commands for GitHub go to standard error (actions/runner reads both, `ScriptHandler.cs`, 2026-11-29). */
export function areCommandsAside(placed: readonly PlacedReport[], json: boolean): boolean {
  return json || placed.some((one) => one.how === "print" || (one.how === "commands" && one.isAside));
}

/** The summary of the step of GitHub Actions in which the program runs; null: there is none. */
export function summaryFile(environment: NodeJS.ProcessEnv): string | null {
  const file = environment["GITHUB_STEP_SUMMARY"] ?? "";
  return file === "" ? null : file;
}
