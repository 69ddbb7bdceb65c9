import { basename } from "node:path";
import { choose, type FileOptions } from "../../library/choose.js";
import { type ExitCode, exitCodes } from "../../library/exit-code.js";
import { formatPath } from "../../library/format-path.js";
import { identityBeside } from "../../library/identity/results-beside.js";
import type { ChosenReport } from "../../library/reports/chosen-reports.js";
import type { ReportedRun } from "../../library/reports/input-of-run.js";
import { concludeRun } from "../../library/suite/conclude-run.js";
import { exitReason } from "../../library/suite/exit-reason.js";
import { UsageError } from "../../library/usage-error.js";
import { resultWords } from "../../report/identity/words.js";
import type { StoredRun } from "../../runner/store/stored-run.js";
import type { Layer } from "../../verdict/checks/rule.js";
import { nightOfReport, ownNight } from "../results/night-of-report.js";
import { recallRun } from "../results/recall-run.js";
import { type ReportPlace, runFolder } from "../results/report-place.js";
import { showMatrix } from "../results/show-matrix.js";
import { readStoredRun } from "../results/stored-run.js";
import { storedTargets } from "../results/stored-targets.js";
import { readTiedViews } from "../results/stored-views.js";
import { writeReports } from "../results/write-reports.js";
import { judgedRun, writeSummary } from "../results/write-summary.js";
import { log, sanitise } from "../shell/print.js";
import { printedReport, type ReporterWords, readReporters } from "../shell/reporter-options.js";
import { reportExchanges } from "./report-exchanges.js";
import type { SiteOptions } from "./site-words.js";

/** `typed`: the files that were named on the command line: they take the place of those that the run was made with. */
export type ReportOptions = FileOptions &
  ReporterWords &
  SiteOptions & {
    readonly typed: Partial<FileOptions>;
    readonly runs: string;
    /** Absent: the run's folder; false: nowhere. */
    readonly reports?: string | false;
    readonly reference?: string;
    /** Write the exchanges of the run into this folder; true: into the run's own. */
    readonly har?: string | true;
    readonly today?: string;
    readonly json?: true;
    /** The same as `--reporter html`. */
    readonly html?: true;
    readonly exitZero?: true;
    readonly verbose?: true;
    /** Which findings count as failing; absent: what a client notices. */
    readonly layer?: Layer;
  };

/**
 * `llm-parity report RUN`: the report of a run, made again from its evidence and its own options, with the present scenarios. Judges
 * known.yaml as of the day of the run.
 */
export async function report(name: string, options: ReportOptions): Promise<ExitCode> {
  const chosen = await readReporters(withHtml(options));
  const run = readStoredRun(name, options.runs);
  for (const sentence of run.damage) log(sentence);
  const { transcripts, dataset } = run;
  if (transcripts.length === 0) {
    throw new UsageError(`${run.path} contains no finished trial`, { hint: "There is nothing to report." });
  }
  if (dataset !== null) {
    refuseForDataset(options, chosen);
    const own = await choose(options, "live");
    const choice = { ...own, targets: storedTargets(own.catalog, run) };
    const { reportDataset, findReference } = await import("../results/report-dataset.js");
    const reference = findReference(options, choice);
    return reportDataset({ ...run, dataset }, { choice, reference, json: options.json === true });
  }
  const recalled = await recallRun(run, { typed: options.typed, given: options });
  for (const change of recalled.changes) log(sanitise(`since the run: ${change}; it is judged by what is there now`));
  const { choice, result } = recalled;
  if (options.har !== undefined) await reportExchanges(run, options.har, choice);
  const tiedViews = readTiedViews(run);
  const beside = identityBeside(run.path, { catalog: choice.catalog, targets: choice.targets });
  for (const sentence of beside.left) log(sanitise(sentence));
  for (const { A, B, result: word, because } of beside.tests)
    log(sanitise(`same model? ${A} and ${B}: ${resultWords[word]}: ${because}`));
  const { bundle, shown, exitCode } = await concludeRun({
    ...{ choice, result, tiedViews, sameModel: beside.tests },
    options: { ...recalled.options, ...(options.layer === undefined ? {} : { layer: options.layer }) },
  });
  const isStrict = options.layer === "strict";
  const { reports = isStrict ? `${runFolder(run.path)}-strict` : runFolder(run.path) } = options;
  const place: ReportPlace = reports === false ? { folder: null, why: null } : { folder: reports };
  await showMatrix(bundle, {
    result: shown,
    options: {
      ...recalled.files,
      ...(options.json === true ? { json: true } : {}),
      ...(options.verbose === true ? { verbose: true } : {}),
    },
    mismatches: [],
    isPrinted: printedReport(chosen) === null,
  });
  const night = await nightOfReport({
    run: basename(run.path),
    typed: options.history ?? null,
    own: ownNight(recalled.files),
    known: choice.known,
    today: options.today ?? run.startedAt.slice(0, 10),
  });
  const { fixtures } = recalled.files;
  const reported = { bundle, result: shown, fixtures, targets: choice.targets, tiedViews, ...night };
  await writeReports(reported, { chosen, place, mismatches: [], json: options.json === true, embed: options.embed });
  if (options.site !== undefined) await writeSite(options.site, { options, run, reported });
  // The summary is what routers and later nights read: it stays as the run was judged.
  if (reports !== false && !isStrict) await writeSummary(run, judgedRun(choice, bundle.matrix), result.leaks);
  const exit = options.exitZero === true ? exitCodes.fine : exitCode;
  log(exitReason(bundle.matrix, { worth: exitCode, code: exit, known: formatPath(recalled.files.known) }));
  return exit;
}

type Made = { readonly options: ReportOptions; readonly run: StoredRun; readonly reported: ReportedRun };

/** The site of the run: public, or with all of its trials where content is asked for. */
async function writeSite(site: string, { options, run, reported }: Made): Promise<void> {
  if (options.includeContent === true) {
    const { reportSite } = await import("./report-site.js");
    return reportSite(reported, site, options.embed);
  }
  const { publishRun } = await import("./public-site.js");
  return publishRun(run.path, options);
}

/** A data set has figures, and no cells. */
function refuseForDataset({ har, site }: ReportOptions, chosen: readonly ChosenReport[]): void {
  if (har !== undefined) {
    throw new UsageError("--har is for a run of scenarios: a row of a data set has no fixture to be replayed from", {
      hint: "Drop --har; the exchanges are in the run's journal.",
    });
  }
  if (site !== undefined || chosen.length > 0) {
    const word = site === undefined ? "--reporter" : "--site";
    throw new UsageError(`${word} is for a run of scenarios: a data set has figures, not cells`, {
      hint: "Drop --reporter, --html and --site; --json prints the figures.",
    });
  }
}

/** The words, with the report that `--html` stands for. */
function withHtml({ html, reporter = [], json }: ReportOptions): ReporterWords & { readonly json?: true } {
  const words = html === true && !reporter.includes("html") ? [...reporter, "html"] : reporter;
  return { ...(words.length === 0 ? {} : { reporter: words }), ...(json === undefined ? {} : { json }) };
}
