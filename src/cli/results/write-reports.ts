import { formatPath } from "../../library/format-path.js";
import { type ChosenReport, placedReports } from "../../library/reports/chosen-reports.js";
import { findLeaks } from "../../library/reports/find-leaks.js";
import { inputOfRun, type ReportedRun } from "../../library/reports/input-of-run.js";
import { type WrittenReports, writeReports as write } from "../../library/reports/write-reports.js";
import { evidenceOfReports } from "../../library/trials/evidence-of-reports.js";
import type { Embed } from "../../library/trials/gather-evidence.js";
import { log, print } from "../shell/print.js";
import type { ReportPlace } from "./report-place.js";

/** Which reports are written, and where. `mismatches`: recordings that do not match their requests, of which no report is made. */
export type WantedReports = {
  readonly chosen: readonly ChosenReport[];
  readonly place: ReportPlace;
  readonly mismatches: readonly string[];
  /** Default: the trials of red, changed and suspicious cells. */
  readonly embed?: Embed | undefined;
};

/** Writes the reports of a run, and says which. Throws as `writeReports` of the library does. */
export async function writeReports(
  run: ReportedRun,
  { chosen, place, mismatches, embed }: WantedReports,
): Promise<void> {
  if (mismatches.length > 0) {
    for (const line of unwrittenLines(chosen, place)) log(line);
    return;
  }
  const leaks = findLeaks(run.result.leaks, process.env);
  const placed = placedReports(chosen, place.folder);
  const evidence = await evidenceOfReports(
    placed.map(({ reporter }) => reporter),
    run,
    embed,
  );
  const written = await write(placed, inputOfRun(run, leaks, evidence), leaks);
  if (written.output !== null) print(written.output);
  for (const line of writtenLines(written, place)) log(line);
}

function unwrittenLines(chosen: readonly ChosenReport[], place: ReportPlace): readonly string[] {
  const why = "no report is made when recordings do not match their requests";
  if (place.folder !== null) return [`reports: ${formatPath(place.folder)} is unchanged: ${why}`];
  return chosen.length === 0 ? whyNone(place) : [`reports: none were written: ${why}`];
}

function writtenLines({ files, empty }: WrittenReports, place: ReportPlace): readonly string[] {
  const folder = place.folder === null ? null : formatPath(place.folder);
  const pair = ["compatibility-matrix.md", "compatibility-matrix.json"].map((name) => `${folder}/${name}`);
  const shown = files.map(({ name, file }) => ({ name, file: formatPath(file) }));
  return [
    ...(folder === null ? whyNone(place) : [`reports: ${folder}/compatibility-matrix.md and .json`]),
    ...shown.filter(({ file }) => folder === null || !pair.includes(file)).map(({ name, file }) => `${name}: ${file}`),
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
