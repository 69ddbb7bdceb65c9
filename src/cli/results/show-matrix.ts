import { formatPath } from "../../library/format-path.js";
import type { RunResult } from "../../library/suite/run-result.js";
import type { Bundle } from "../../report/bundle.js";
import { inconclusiveText } from "../../report/further-text.js";
import { leftOutLines } from "../../report/left-out/left-out-text.js";
import { stoppedText } from "../../report/left-out/stopped-text.js";
import { notAppliedSentences } from "../../report/not-applied.js";
import { originLine } from "../../report/origin.js";
import { resultsText } from "../../report/results-text.js";
import { failingNotes } from "../../report/terminal/failing-notes.js";
import { matrixTerminal } from "../../report/terminal/matrix-terminal.js";
import { refuseLeaks } from "../../runner/store/refuse-leaks.js";
import { draftEntry } from "../../verdict/baseline.js";
import type { Stopped } from "../../verdict/matrix/matrix.js";
import { matrixJson } from "../../verdict/matrix/matrix-json.js";
import { log, print, sanitise } from "../shell/print.js";
import { screenOf } from "../shell/screen.js";

/** How a matrix is shown. `today`: the date in the draft for known.yaml; absent: today. */
type ShowOptions = {
  readonly json?: true;
  readonly verbose?: true;
  readonly known: string;
  readonly today?: string;
};

/** Prints the matrix on standard output, as a table or as JSON unless a report takes its place, and notes about it on standard error. */
export async function showMatrix(
  bundle: Bundle,
  {
    result,
    options,
    mismatches,
    isPrinted,
  }: {
    readonly result: RunResult;
    readonly options: ShowOptions;
    readonly mismatches: readonly string[];
    /** False: standard output belongs to a report. */
    readonly isPrinted: boolean;
  },
): Promise<void> {
  const { matrix, known: entries, nextCommands = [] } = bundle;
  const next = new Map(
    matrix.verdicts.flatMap((verdict, at) => {
      const command = nextCommands[at] ?? null;
      return command === null ? [] : [[verdict, command] as const];
    }),
  );
  const text =
    options.json === true
      ? resultsText(matrixJson(matrix))
      : matrixTerminal(matrix, {
          ...{ screen: await screenOf(), isVerbose: options.verbose === true, next },
          notes: failingNotes(bundle),
        });
  refuseLeaks("standard output", result.leaks?.(text) ?? []);
  if (isPrinted) print(text);
  for (const line of [originLine(matrix), inconclusiveText(matrix.verdicts)]) if (line !== null) log(line);
  for (const mismatch of mismatches) log(sanitise(mismatch));
  for (const line of differencesOf(result)) log(sanitise(line));
  const { known } = matrix;
  if (known.expected.length > 0)
    log(
      known.expected.length === 1
        ? `1 failing cell is listed in ${formatPath(options.known)}, so it does not fail the run.`
        : `${known.expected.length} failing cells are listed in ${formatPath(options.known)}, so they do not fail the run.`,
    );
  for (const sentence of notAppliedSentences(known.notApplied, entries.length)) log(sanitise(sentence));
  for (const message of known.messages) log(sanitise(message));
  // No entry would excuse a cell of a simulated run.
  for (const first of matrix.generatedFrom.mode === "simulator" ? [] : known.unexpected.slice(0, 1)) {
    const today = options.today ?? new Date().toISOString().slice(0, 10);
    log(sanitise(`  → if this is expected, add it to ${formatPath(options.known)}: ${draftEntry(first, today)}`));
  }
  if (result.runDirectory !== null) log(`evidence: ${formatPath(result.runDirectory)}`);
  if (result.runDirectory !== null)
    for (const line of leftOutLines(result.transcripts, resumeCommand(result))) log(sanitise(line));
  if (matrix.stopped !== null) for (const line of stoppedLines(matrix.stopped, result)) log(line);
}

function stoppedLines(stopped: Stopped, result: RunResult): readonly string[] {
  const command = resumeCommand(result);
  return [`stopped: ${stoppedText(stopped)}`, ...(command === null ? [] : [`  → continue with: ${command}`])];
}

function resumeCommand({ runDirectory }: RunResult): string | null {
  return runDirectory === null ? null : `llm-parity run --resume ${formatPath(runDirectory)}`;
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
