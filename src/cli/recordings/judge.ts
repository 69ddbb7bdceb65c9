import { skippedText } from "../../chat/other-calls.js";
import type { FileOptions } from "../../library/choose.js";
import { type ExitCode, exitCodes } from "../../library/exit-code.js";
import { judgeEach } from "../../library/recordings/judge-each.js";
import { type ChosenReport, placedReports } from "../../library/reports/chosen-reports.js";
import { findLeaks } from "../../library/reports/find-leaks.js";
import { inputOfRecordings, type ReportedRecordings } from "../../library/reports/input-of-recordings.js";
import type { FormatId } from "../../recordings/format-ids.js";
import { counted } from "../../report/counted.js";
import { observedMarkdown } from "../../report/observed/markdown.js";
import { promptTokenLines } from "../../report/observed/prompt-tokens.js";
import { observedTerminal } from "../../report/observed/terminal.js";
import { strictSentence } from "../../report/strict-sentence.js";
import type { Layer } from "../../verdict/checks/rule.js";
import type { ExchangeResult } from "../../verdict/matrix/results-schema.js";
import { exchangeJson, observedCellJson } from "../../verdict/observed/observed-json.js";
import { type ObservedMatrix, unreadInteractions } from "../../verdict/observed/observed-matrix.js";
import { fileLines, putOut } from "../results/write-reports.js";
import { log, print, sanitise } from "../shell/print.js";
import { printedReport, type ReporterWords, readReporters, summaryFile } from "../shell/reporter-options.js";
import { screenOf } from "../shell/screen.js";

export type JudgeOptions = Pick<FileOptions, "models"> &
  Pick<ReporterWords, "reporter"> & {
    readonly format?: FormatId;
    readonly json?: true;
    readonly markdown?: true;
    readonly all?: true;
    readonly includeContent?: true;
    /** Which findings make an exchange bad; absent: what a client notices. */
    readonly layer?: Layer;
    readonly exitZero?: true;
    /** Absent: one for each core. */
    readonly jobs?: number;
  };

/** `llm-parity judge`: one pass over the recordings. Resolves with the exit code. */
export async function judge(paths: readonly string[], options: JudgeOptions): Promise<ExitCode> {
  const chosen = await readReporters(options);
  const stream = options.json === true ? jsonStream() : null;
  const kept: ExchangeResult[] = [];
  const keeps = chosen.some(({ reporter }) => reporter.name === "json");
  const { models, format, includeContent = false, layer = "compatible", jobs = null } = options;
  const matrix = await judgeEach(paths, { models, format, includeContent, layer, jobs }, (verdict) => {
    const exchange = exchangeJson(verdict);
    stream?.exchange(JSON.stringify(exchange));
    if (keeps) kept.push(exchange);
  });
  const isPrinted = printedReport(chosen) !== null;
  if (stream !== null) stream.end(matrix);
  else if (options.markdown === true && !isPrinted) print(observedMarkdown(matrix));
  else if (!isPrinted) await showOnTerminal(matrix, options);
  await writeChosen(chosen, { matrix, exchanges: kept, paths, format: format ?? null, includeContent }, options);
  for (const message of matrix.counts.damaged) log(`damaged: ${sanitise(message)}`);
  return options.exitZero === true ? exitCodes.fine : exitCodeOf(matrix);
}

/** Writes the reports that were asked for. */
async function writeChosen(
  chosen: readonly ChosenReport[],
  judged: ReportedRecordings,
  { json }: JudgeOptions,
): Promise<void> {
  if (chosen.length === 0) return;
  const leaks = findLeaks(null, process.env);
  const placed = placedReports(chosen, { folder: null, summary: summaryFile(process.env) });
  const written = await putOut(placed, { input: inputOfRecordings(judged, leaks), leaks, json: json === true });
  for (const line of fileLines(written)) log(line);
}

/** Writes the document piece by piece, so that a long list of exchanges is never held in memory. */
function jsonStream(): { readonly exchange: (json: string) => void; readonly end: (matrix: ObservedMatrix) => void } {
  let before = `{"schemaVersion":1,"exchanges":[\n`;
  return {
    exchange: (json) => {
      process.stdout.write(before + json);
      before = ",\n";
    },
    end: ({ cells, counts, attributions, layer }) => {
      const opening = before === ",\n" ? "" : before;
      const rest = cells.map((cell) => JSON.stringify(observedCellJson(cell, attributions.get(cell)))).join(",\n");
      print(
        `${opening}\n],"cells":[\n${rest}\n],"read":${JSON.stringify(counts)}${layer === "strict" ? ',"layer":"strict"' : ""}}`,
      );
    },
  };
}

async function showOnTerminal(matrix: ObservedMatrix, { all }: JudgeOptions): Promise<void> {
  print(observedTerminal(matrix, { screen: await screenOf(), all: all === true }));
  const { counts } = matrix;
  const strict = strictSentence(matrix.layer);
  if (strict !== null) log(strict);
  const skipped = skippedText(counts.skipped);
  const unread = unreadInteractions(counts);
  log(
    `${counted(counts.exchanges, "exchange")} judged of ${counted(counts.interactions, "interaction")} in ${counted(counts.files, "file")}` +
      (skipped === "" ? "" : `; skipped: ${skipped}`) +
      (unread === 0 ? "" : `; cannot be read: ${counted(unread, "interaction")}`) +
      (counts.otherFiles === 0 ? "" : `; not a recording: ${counted(counts.otherFiles, "file")}`),
  );
  const lost = weightyLosses.flatMap((loss) =>
    counts.losses[loss] === undefined ? [] : [`${counts.losses[loss]} ${loss}`],
  );
  if (lost.length > 0) log(`Lost in the recordings, so that some checks do not apply: ${lost.join(", ")}`);
  for (const line of promptTokenLines(counts.promptTokens)) log(sanitise(line));
  log("Observed, not claimed: recordings that were kept are not a random sample.");
}

/** Without these a check may not apply, or may judge what a tool wrote in place of the service. */
const weightyLosses = ["request", "request-body", "status", "frames"] as const;

function exitCodeOf({ counts, cells }: ObservedMatrix): ExitCode {
  if (counts.damaged.length > 0) return exitCodes.usage;
  if (cells.some(({ trials }) => trials.bad > 0)) return exitCodes.failing;
  return cells.some(({ trials }) => trials.eligible > 0) ? exitCodes.fine : exitCodes.unmeasured;
}
