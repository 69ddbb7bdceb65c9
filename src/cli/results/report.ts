import { readRun, type StoredRun } from "../../runner/read-run.js";
import { judgeAll } from "../../verdict/judge-all.js";
import type { Obtained } from "../run/obtain.js";
import type { RunOptions } from "../run/run-options.js";
import { choose } from "../shell/choose.js";
import { type ExitCode, exitCodes } from "../shell/exit-code.js";
import { say } from "../shell/print.js";
import { UsageError } from "../shell/usage-error.js";
import { conclude } from "./conclude.js";
import { makeMatrix } from "./make-matrix.js";
import type { ReportOptions } from "./report-options.js";
import { showMatrix } from "./show-matrix.js";
import { storedRule } from "./stored-rule.js";
import { runNamed } from "./stored-run.js";
import { writeReports } from "./write-reports.js";

/** `llm-parity report RUN`: judges the stored trials by today's scenarios, as of the day of the run. */
export async function report(name: string, options: ReportOptions): Promise<ExitCode> {
  const run = readRun(runNamed(name, options.runs));
  const { transcripts } = run;
  const [first] = transcripts;
  if (first === undefined) {
    throw new UsageError(`${run.path} holds no finished trial`, { hint: "There is nothing to report." });
  }
  if (run.cut) say(`${run.path}/trials.jsonl ends inside a line: the trial that was being written is lost`);
  const { dataset } = run;
  if (dataset !== null) {
    const choice = choose({ ...options, target: namesOf(run, "target") }, "live");
    const { reportDataset, referenceOf } = await import("../run/run-dataset.js");
    return reportDataset(
      { ...run, dataset },
      { choice, reference: referenceOf(options, choice), json: options.json === true },
    );
  }
  const chosen = { target: namesOf(run, "target"), scenario: namesOf(run, "scenario") };
  const choice = choose({ ...options, ...chosen }, "live");
  const asked = runOptionsOf(run, options, first.cell.client);
  const obtained = obtainedOf(run);
  const verdicts = judgeAll(transcripts, { ...choice, sequential: storedRule(run) });
  const matrix = makeMatrix({ choice, verdicts, obtained, options: asked });
  const bundle = { matrix, blankReplies: [], known: choice.known };
  if (options.reports !== false) await writeReports(bundle, options.reports, obtained);
  await showMatrix(bundle, { obtained, options: asked, mismatches: [] });
  return options.exitZero === true ? exitCodes.fine : conclude({ matrix, obtained });
}

function namesOf({ transcripts }: StoredRun, member: "target" | "scenario"): readonly string[] {
  return [...new Set(transcripts.map(({ cell }) => cell[member]))];
}

function obtainedOf({ path, transcripts, versions }: StoredRun): Obtained {
  const isLive = transcripts.some(({ provenance }) => provenance.source === "live");
  return {
    mode: isLive ? "live" : "simulator",
    transcripts,
    leftovers: [],
    versions,
    blankReplies: [],
    runDirectory: path,
    recorded: [],
    // What the run stored was redacted and scanned before it was written.
    leaks: null,
  };
}

/** The options that the matrix tells of; what chose the cells is the run itself. */
function runOptionsOf(run: StoredRun, options: ReportOptions, client: "sdk" | "http"): RunOptions {
  const trials = Math.max(...run.transcripts.map(({ trial }) => trial));
  return {
    ...options,
    ...(run.transcripts.some(({ provenance }) => provenance.source === "live") ? { live: true } : {}),
    client,
    trials,
    retries: 0,
    concurrency: 1,
    seed: 1,
    firstByteTimeout: 0,
    idleTimeout: 0,
    totalTimeout: 0,
    today: run.startedAt.slice(0, 10),
  };
}
