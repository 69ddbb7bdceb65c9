import { type Choice, type ChoiceOptions, choose, type FileOptions } from "../../library/choose.js";
import { type ExitCode, exitCodes } from "../../library/exit-code.js";
import { type MatrixOptions, makeMatrix } from "../../library/suite/make-matrix.js";
import { matrixExitCode } from "../../library/suite/matrix-exit-code.js";
import type { RunResult } from "../../library/suite/run-result.js";
import { UsageError } from "../../library/usage-error.js";
import type { StoredRun } from "../../runner/store/read-run.js";
import { judgeAll } from "../../verdict/judge-all.js";
import { log } from "../shell/print.js";
import { showMatrix } from "./show-matrix.js";
import { readStoredRun, storedRule } from "./stored-run.js";
import { storedTargets } from "./stored-targets.js";
import { writeReports } from "./write-reports.js";

export type ReportOptions = FileOptions & {
  readonly runs: string;
  readonly reports: string | false;
  readonly reference?: string;
  readonly json?: true;
  readonly exitZero?: true;
};

/** `llm-parity report RUN`: judges the stored trials by the present scenarios, and known.yaml as of the day of the run. */
export async function report(name: string, options: ReportOptions): Promise<ExitCode> {
  const run = readStoredRun(name, options.runs);
  const { transcripts, dataset } = run;
  const [first] = transcripts;
  if (first === undefined) {
    throw new UsageError(`${run.path} contains no finished trial`, { hint: "There is nothing to report." });
  }
  if (run.cut) log(`${run.path}/trials.jsonl ends inside a line: the trial that was being written is lost`);
  if (dataset !== null) {
    const choice = choiceOf(run, options);
    const { reportDataset, findReference } = await import("./report-dataset.js");
    const reference = findReference(options, choice);
    return reportDataset({ ...run, dataset }, { choice, reference, json: options.json === true });
  }
  const scenario = [...new Set(transcripts.map(({ cell }) => cell.scenario))];
  const choice = choiceOf(run, { ...options, scenario });
  const result = resultOf(run);
  const verdicts = judgeAll(transcripts, { ...choice, sequential: storedRule(run) });
  const matrixOptions = matrixOptionsOf(run, first.cell.client);
  const matrix = makeMatrix({ choice, verdicts, result, options: matrixOptions });
  const bundle = { matrix, blankReplies: [], known: choice.known };
  if (options.reports !== false) await writeReports(bundle, options.reports, result);
  await showMatrix(bundle, { result, options: { ...options, ...matrixOptions }, mismatches: [] });
  return options.exitZero === true ? exitCodes.fine : matrixExitCode(matrix, result);
}

/** The files of the command, with the targets of the run: a typed target is in no file. */
function choiceOf({ transcripts }: StoredRun, options: FileOptions & ChoiceOptions): Choice {
  const choice = choose(options, "live");
  return { ...choice, targets: storedTargets(choice.catalog, transcripts) };
}

function resultOf({ path, transcripts, versions }: StoredRun): RunResult {
  return {
    mode: isLive(transcripts) ? "live" : "simulator",
    transcripts,
    leftovers: [],
    versions,
    blankReplies: [],
    runDirectory: path,
    // The stored trials were redacted and scanned before they were written.
    leaks: null,
  };
}

/** The run itself chose the cells, so no option that chooses cells is among these. */
function matrixOptionsOf({ transcripts, startedAt }: StoredRun, client: MatrixOptions["client"]): MatrixOptions {
  return {
    ...(isLive(transcripts) ? { live: true } : {}),
    client,
    trials: Math.max(...transcripts.map(({ trial }) => trial)),
    today: startedAt.slice(0, 10),
  };
}

function isLive(transcripts: StoredRun["transcripts"]): boolean {
  return transcripts.some(({ provenance }) => provenance.source === "live");
}
