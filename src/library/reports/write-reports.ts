import { appendFile } from "node:fs/promises";
import type { ReportInput } from "../../report/reporters/reporter.js";
import { writeAtomically } from "../../runner/store/atomic-write.js";
import { refuseLeaks } from "../../runner/store/refuse-leaks.js";
import { formatPath } from "../format-path.js";
import { UsageError } from "../usage-error.js";
import type { PlacedReport } from "./chosen-reports.js";
import { pagePlace } from "./page-place.js";
import type { Leaks } from "./report-tools.js";

/** What became of reports. `output`: the text for standard output alone, `commands`: the one beside what is shown; null: there is none. */
export type WrittenReports = {
  readonly files: readonly { readonly name: string; readonly file: string }[];
  readonly output: string | null;
  readonly commands: string | null;
  /** Reports of which there was nothing to write. */
  readonly empty: readonly string[];
};

/**
 * Makes the reports, then writes each whole or not at all: an earlier one stays until the new one is complete. Folders that are missing are
 * made. Throws SecretInFixtureError, before anything is written, when a report would hold a secret, and UsageError for a file that cannot be
 * written.
 */
export async function writeReports(
  placed: readonly PlacedReport[],
  input: ReportInput,
  leaks: Leaks,
): Promise<WrittenReports> {
  const made = await Promise.all(
    placed.map(async (report) => ({ ...report, text: await report.reporter.render(input, pagePlace(report, placed)) })),
  );
  for (const { file, text } of made) {
    refuseLeaks(file === null ? "standard output" : formatPath(file), text === null ? [] : leaks(text));
  }
  const files: { name: string; file: string }[] = [];
  for (const { reporter, file, how, word, text } of made) {
    if (file === null || text === null) continue;
    await write(text, { file, word, how });
    files.push({ name: reporter.name, file });
  }
  return {
    files,
    output: made.find(({ how }) => how === "print")?.text ?? null,
    commands: made.find(({ how }) => how === "commands")?.text ?? null,
    // Without a failure there is nothing to annotate, which needs no word.
    empty: made.filter(({ text, how }) => text === null && how !== "commands").map(({ reporter }) => reporter.name),
  };
}

type Place = { readonly file: string; readonly word: string; readonly how: PlacedReport["how"] };

async function write(text: string, { file, word, how }: Place): Promise<void> {
  try {
    await (how === "append" ? appendFile(file, text) : writeAtomically(file, text));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    const hint = word.startsWith("--reports ")
      ? "Give a folder that can be written, or --no-reports."
      : "Give a file that can be written: NAME=FILE.";
    throw new UsageError(`${word}: cannot be written (${code}); earlier reports are untouched`, { hint });
  }
}
