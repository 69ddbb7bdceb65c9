import { formatPath } from "../../library/format-path.js";
import { type ChosenReport, type PlacedReport, placedReports } from "../../library/reports/chosen-reports.js";
import { findLeaks } from "../../library/reports/find-leaks.js";
import { inputOfRun, type ReportedRun } from "../../library/reports/input-of-run.js";
import type { Leaks } from "../../library/reports/report-tools.js";
import { type WrittenReports, writeReports as write } from "../../library/reports/write-reports.js";
import { evidenceOfReports } from "../../library/trials/evidence-of-reports.js";
import type { Embed } from "../../library/trials/gather-evidence.js";
import type { ReportInput } from "../../report/reporters/reporter.js";
import { log, print } from "../shell/print.js";
import { areCommandsAside, summaryFile } from "../shell/reporter-options.js";
import type { ReportPlace } from "./report-place.js";

/** Which reports are written, and where. `mismatches`: recordings that do not match their requests, of which no report is made. */
export type WantedReports = {
  readonly chosen: readonly ChosenReport[];
  readonly place: ReportPlace;
  readonly mismatches: readonly string[];
  /** True: standard output has JSON. */
  readonly json: boolean;
  /** Default: the trials of red, changed and suspicious cells. */
  readonly embed?: Embed | undefined;
};

/** Writes the reports of a run, and says which. Throws as `writeReports` of the library does. */
export async function writeReports(run: ReportedRun, wanted: WantedReports): Promise<void> {
  const { chosen, place, mismatches, embed } = wanted;
  if (mismatches.length > 0) {
    for (const line of unwrittenLines(chosen, place)) log(line);
    return;
  }
  const leaks = findLeaks(run.result.leaks, process.env);
  const placed = placedReports(chosen, { folder: place.folder, summary: summaryFile(process.env) });
  const evidence = await evidenceOfReports(
    placed.map(({ reporter }) => reporter),
    run,
    embed,
  );
  const written = await putOut(placed, { input: inputOfRun(run, leaks, evidence), leaks, json: wanted.json });
  for (const line of writtenLines(written, place)) log(line);
}

type Made = { readonly input: ReportInput; readonly leaks: Leaks; readonly json: boolean };

/** Writes and prints reports. Where standard output has data, GitHub finds its commands on standard error, which it reads as well. */
export async function putOut(placed: readonly PlacedReport[], { input, leaks, json }: Made): Promise<WrittenReports> {
  const written = await write(placed, input, leaks);
  if (written.output !== null) print(written.output);
  if (written.commands !== null) (areCommandsAside(placed, json) ? log : print)(written.commands);
  return written;
}

function unwrittenLines(chosen: readonly ChosenReport[], place: ReportPlace): readonly string[] {
  const why = "no report is made when recordings do not match their requests";
  if (place.folder !== null) return [`reports: ${formatPath(place.folder)} is unchanged: ${why}`];
  return chosen.length === 0 ? whyNone(place) : [`reports: none were written: ${why}`];
}

function writtenLines(written: WrittenReports, place: ReportPlace): readonly string[] {
  const folder = place.folder === null ? null : formatPath(place.folder);
  const pair = ["compatibility-matrix.md", "compatibility-matrix.json"].map((name) => `${folder}/${name}`);
  return [
    ...(folder === null ? whyNone(place) : [`reports: ${folder}/compatibility-matrix.md and .json`]),
    ...fileLines(written, folder === null ? [] : pair),
  ];
}

/** One line for each report that was written, but for the files that are named elsewhere. */
export function fileLines({ files, empty }: WrittenReports, named: readonly string[] = []): readonly string[] {
  const shown = files.map(({ name, file }) => ({ name, file: formatPath(file) }));
  return [
    ...shown.filter(({ file }) => !named.includes(file)).map(({ name, file }) => `${name}: ${file}`),
    ...empty.map((name) => `${name}: there is nothing to write`),
  ];
}

/** Why the usual reports were not written. */
function whyNone(place: ReportPlace): readonly string[] {
  if (place.folder !== null || place.why === null) return [];
  return [
    `reports: none were written: ${place.why}, and only a replay of the whole default suite writes reports/`,
    "  → to write them, add: --reports <folder>",
  ];
}
