import { formatPath } from "../../library/format-path.js";
import type { RunResult } from "../../library/suite/run-result.js";
import type { Bundle } from "../../report/bundle.js";
import { notAppliedSentences } from "../../report/not-applied.js";
import { terminalTables } from "../../report/terminal.js";
import { refuseLeaks } from "../../runner/store/refuse-leaks.js";
import { draftEntry } from "../../verdict/baseline.js";
import { matrixJson } from "../../verdict/matrix/matrix-json.js";
import { paintFor } from "../shell/paint.js";
import { log, print, sanitise } from "../shell/print.js";

/** How a matrix is shown. `reports` false: none were written. `today`: the date in the draft for known.yaml; absent: today. */
type ShowOptions = {
  readonly json?: true;
  readonly known: string;
  readonly reports: string | false;
  readonly today?: string;
};

/** Prints the matrix on standard output, as a table or as JSON, and notes about it on standard error. */
export async function showMatrix(
  { matrix, known: entries }: Bundle,
  {
    result,
    options,
    mismatches,
  }: { readonly result: RunResult; readonly options: ShowOptions; readonly mismatches: readonly string[] },
): Promise<void> {
  const text =
    options.json === true
      ? JSON.stringify(matrixJson(matrix), null, 2)
      : terminalTables(matrix.tables, await paintFor(process.stdout), process.stdout.columns ?? null);
  refuseLeaks("standard output", result.leaks?.(text) ?? []);
  print(text);
  if (matrix.authored)
    log("AUTHORED: no vendor traffic. ✓ and ✗ are observations of our own bytes; nothing here is a claim.");
  for (const mismatch of mismatches) log(sanitise(mismatch));
  for (const line of differencesOf(result)) log(sanitise(line));
  const { known } = matrix;
  if (known.expected.length > 0)
    log(
      known.expected.length === 1
        ? `1 red cell is listed in ${formatPath(options.known)}, so it does not fail the run.`
        : `${known.expected.length} red cells are listed in ${formatPath(options.known)}, so they do not fail the run.`,
    );
  for (const sentence of notAppliedSentences(known.notApplied, entries.length)) log(sanitise(sentence));
  for (const message of known.messages) log(sanitise(message));
  // No entry would excuse a cell of a simulated run.
  for (const first of matrix.generatedFrom.mode === "simulator" ? [] : known.unexpected.slice(0, 1)) {
    const today = options.today ?? new Date().toISOString().slice(0, 10);
    log(sanitise(`  → if this is expected, add it to ${formatPath(options.known)}: ${draftEntry(first, today)}`));
  }
  if (result.runDirectory !== null) log(`evidence: ${formatPath(result.runDirectory)}`);
  if (result.unasked > 0) for (const line of stoppedLines(result)) log(line);
  if (options.reports !== false) log(formatReportsLine(options.reports, mismatches.length === 0));
}

function stoppedLines({ transcripts, unasked, runDirectory }: RunResult): readonly string[] {
  const [made, planned] = [transcripts.length, transcripts.length + unasked];
  return [
    `stopped: ${made} of ${planned} trials were made`,
    ...(runDirectory === null ? [] : [`  → continue with: llm-parity run --resume ${formatPath(runDirectory)}`]),
  ];
}

function formatReportsLine(folder: string, written: boolean): string {
  if (written) return `reports: ${formatPath(folder)}/compatibility-matrix.md and .json`;
  return `reports: ${formatPath(folder)} is unchanged: no report is made when recordings do not match their requests`;
}

function differencesOf({ transcripts }: RunResult): readonly string[] {
  return transcripts.flatMap(({ cell, trial, turns }) =>
    turns.flatMap(({ step, otherReading }) =>
      (otherReading?.differences ?? []).map(
        (text) =>
          `${cell.scenario} on ${cell.target}, trial ${trial}, step ${step}: the clients read differently: ${text}`,
      ),
    ),
  );
}
