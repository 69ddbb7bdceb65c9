import { join, resolve } from "node:path";
import { reporters } from "../../report/reporters/registry.js";
import type { Reporter } from "../../report/reporters/reporter.js";
import { formatPath } from "../format-path.js";
import { UsageError } from "../usage-error.js";
import { findReporter } from "./find-reporter.js";

/** A report that was asked for. `file` null: it goes where its kind goes, see {@link placedReports}; `-`: to standard output. */
export type ChosenReport = { readonly reporter: Reporter; readonly file: string | null };

/** A report and its file; null: standard output. `word`: the words of the command line that decide its place, for messages. */
export type PlacedReport = { readonly reporter: Reporter; readonly file: string | null; readonly word: string };

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

/**
 * The reports of a run and their files: the usual ones in its folder of reports, and those that were asked for. One without a file goes into
 * that folder; where there is none (`folder` null), into the working folder. Throws UsageError for two reports in one file.
 */
export function placedReports(chosen: readonly ChosenReport[], folder: string | null): readonly PlacedReport[] {
  const placed = chosen.map((one) => place(one, folder));
  const typed = new Set(placed.map(fileOf));
  const own = folder === null ? [] : reporters.filter(({ name }) => usual.includes(name));
  const others = own
    .map((reporter) => place({ reporter, file: null }, folder))
    .filter((one) => !typed.has(fileOf(one)));
  refuseShared([...others, ...placed]);
  return [...others, ...placed];
}

function place({ reporter, file }: ChosenReport, folder: string | null): PlacedReport {
  if (file === "-") return { reporter, file: null, word: `--reporter ${reporter.name}=-` };
  if (file !== null) return { reporter, file, word: `--reporter ${reporter.name}=${file}` };
  if (folder !== null) return { reporter, file: join(folder, reporter.file), word: `--reports ${formatPath(folder)}` };
  return { reporter, file: reporter.file, word: `--reporter ${reporter.name}` };
}

function fileOf({ reporter, file }: PlacedReport): string {
  return `${reporter.name} ${file === null ? "-" : resolve(file)}`;
}

function refuseShared(reports: readonly PlacedReport[]): void {
  const taken = new Map<string, string>();
  for (const { reporter, file } of reports) {
    if (file === null) continue;
    const other = taken.get(resolve(file));
    if (other !== undefined) {
      throw new UsageError(`--reporter ${reporter.name}: ${formatPath(file)} is the file of the ${other} report`, {
        hint: "Give each report its own file: NAME=FILE.",
      });
    }
    taken.set(resolve(file), reporter.name);
  }
}
