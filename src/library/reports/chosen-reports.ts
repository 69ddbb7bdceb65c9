import { join, resolve } from "node:path";
import { reporters } from "../../report/reporters/registry.js";
import type { Reporter } from "../../report/reporters/reporter.js";
import { formatPath } from "../format-path.js";
import { UsageError } from "../usage-error.js";
import { findReporter } from "./find-reporter.js";

/** A report that was asked for. `file` null: it goes where its kind goes, see {@link placedReports}; `-`: to standard output. */
export type ChosenReport = {
  readonly reporter: Reporter;
  readonly file: string | null;
  /** True: it was not asked for, so that standard output stays as it is without it. */
  readonly isAside?: true;
};

/**
 * A report and where it goes. `print`: to standard output, alone; `commands`: to standard output, beside what is shown; `append`: to the end of a
 * file. `word`: the words of the command line that decide its place, for messages.
 */
export type PlacedReport = { readonly reporter: Reporter; readonly word: string } & (
  | { readonly how: "write" | "append"; readonly file: string }
  | { readonly how: "print"; readonly file: null }
  | { readonly how: "commands"; readonly file: null; readonly isAside: boolean }
);

/**
 * Reads `--reporter` words: `name`, `name=file`, several with commas. Throws UsageError for a name that no reporter has, for two reports of
 * which one would take the other's place, and for two on standard output.
 */
export function chosenReports(words: readonly string[]): readonly ChosenReport[] {
  const chosen = words.flatMap((word) => word.split(",")).map(parseWord);
  refuseDouble(chosen);
  return chosen;
}

function parseWord(word: string): ChosenReport {
  const [, name = "", file] = /^([^=]*)(?:=(.*))?$/s.exec(word) ?? [];
  const reporter = findReporter(name.trim());
  if (file === undefined) return { reporter, file: null };
  if (file.trim() === "") {
    throw new UsageError(`--reporter ${word}: names no file`, {
      hint: `Write ${name}=FILE, ${name}=- for standard output, or ${name} alone.`,
    });
  }
  return { reporter, file: standardOutput.has(file) ? "-" : file };
}

const standardOutput = new Set(["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"]);

function refuseDouble(chosen: readonly ChosenReport[]): void {
  const taken = new Map<string, string>();
  for (const { reporter, file } of chosen) {
    const place = file === null ? `${reporter.name} alone` : file === "-" ? "standard output" : resolve(file);
    const other = taken.get(place);
    if (other !== undefined) {
      const where = file === null ? "without a file" : file === "-" ? "to standard output" : `to ${file}`;
      const who = other === reporter.name ? `${other} is named twice` : `${other} and ${reporter.name} both go`;
      throw new UsageError(`--reporter: ${who} ${where}`, { hint: "Give each its own file: NAME=FILE." });
    }
    taken.set(place, reporter.name);
  }
}

/** The reports that every run writes into its folder of reports, as far as the registry has them. */
const usual = ["markdown", "json", "html"];

/** `folder` null: there is no folder of reports. `summary` null: no job of GitHub Actions wants a summary. */
export type Places = { readonly folder: string | null; readonly summary: string | null };

/**
 * The reports of a run and where they go: the usual ones into its folder of reports, and those that were asked for. One without a file goes into
 * that folder, or where its kind goes; where there is no folder, into the working one. Throws UsageError for two reports in one file.
 */
export function placedReports(chosen: readonly ChosenReport[], places: Places): readonly PlacedReport[] {
  const placed = chosen.map((one) => place(one, places));
  const typed = new Set(placed.map(nameOf));
  const own = places.folder === null ? [] : reporters.filter(({ name }) => usual.includes(name));
  const others = own
    .map((reporter) => place({ reporter, file: null }, places))
    .filter((one) => !typed.has(nameOf(one)));
  refuseShared([...others, ...placed]);
  return [...others, ...placed];
}

function place(
  { reporter, file, isAside = false }: { reporter: Reporter; file: string | null; isAside?: boolean },
  { folder, summary }: Places,
): PlacedReport {
  const word = `--reporter ${reporter.name}`;
  if (file === "-") return { reporter, how: "print", file: null, word: `${word}=-` };
  if (file !== null) {
    const isSummary = summary !== null && resolve(file) === resolve(summary);
    return { reporter, how: isSummary ? "append" : "write", file, word: `${word}=${file}` };
  }
  if (reporter.goes === "commands") return { reporter, how: "commands", file: null, isAside, word };
  if (reporter.goes === "job-summary" && summary !== null) return { reporter, how: "append", file: summary, word };
  if (folder === null) return { reporter, how: "write", file: reporter.file, word };
  return { reporter, how: "write", file: join(folder, reporter.file), word: `--reports ${formatPath(folder)}` };
}

function nameOf({ reporter, file, how }: PlacedReport): string {
  return `${reporter.name} ${file === null ? how : resolve(file)}`;
}

function refuseShared(reports: readonly PlacedReport[]): void {
  const taken = new Map<string, string>();
  for (const { reporter, file, how } of reports) {
    if (file === null || how === "append") continue;
    const other = taken.get(resolve(file));
    if (other !== undefined) {
      throw new UsageError(`--reporter ${reporter.name}: ${formatPath(file)} is the file of the ${other} report`, {
        hint: "Give each report its own file: NAME=FILE.",
      });
    }
    taken.set(resolve(file), reporter.name);
  }
}
