import { existsSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { htmlReporter } from "../../report/html/html-reporter.js";
import { pageText } from "../../report/html/page.js";
import { isSiteName, siteFolders } from "../../report/html/site/site-names.js";
import { type SiteTrial, siteOf } from "../../report/html/site/site-pages.js";
import type { ReportInput } from "../../report/reporters/reporter.js";
import type { TrialEvidence } from "../../report/sheet/trial-evidence.js";
import { writeAtomically } from "../../runner/store/atomic-write.js";
import { refuseLeaks } from "../../runner/store/refuse-leaks.js";
import { cellKey } from "../../verdict/nights/cell-key.js";
import { formatPath } from "../format-path.js";
import type { ReportedRun } from "../reports/input-of-run.js";
import type { Leaks } from "../reports/report-tools.js";
import { UsageError } from "../usage-error.js";
import { everyTrial } from "./gather-evidence.js";
import { sourceOfRun } from "./source-of-run.js";

/** What a site is made from. `folder`: where it goes; other files in it stay, and pages of an earlier site that have no successor go. */
export type SiteOrder = {
  readonly run: ReportedRun;
  readonly input: ReportInput;
  readonly leaks: Leaks;
  readonly folder: string;
};

/**
 * Writes the report as a site of static pages, one for each model, cell and trial, beside the one-file report. Each page is written whole or not at all, the
 * first page last. Returns how many there are. Throws SecretInFixtureError for a page that would hold a secret, and UsageError where the folder cannot be
 * written.
 */
export async function writeSite({ run, input, leaks, folder }: SiteOrder): Promise<number> {
  refusePublic(folder);
  const { sheet, tools } = input;
  const report = htmlReporter.file;
  const site = siteOf(sheet, { trials: siteTrials(run), report, tools });
  const [named, bad] = [new Set<string>(), new Set<string>()];
  const shown: TrialEvidence[] = [];
  const written = new Set<string>();
  const write = async (path: string, text: string): Promise<void> => {
    refuseLeaks(formatPath(join(folder, path)), leaks(text));
    await writeFile(join(folder, path), text, folder);
    written.add(path);
  };
  for await (const trial of everyTrial({ bundle: run.bundle, transcripts: run.result.transcripts }, sourceOfRun(run))) {
    const { path, text } = site.trial(trial);
    await write(path, text);
    // A cell's page says how its first bad trial is asked again.
    const isNamed = trial.outcome === "bad" ? bad.has(trial.cell) : named.has(trial.cell);
    named.add(trial.cell);
    if (trial.outcome === "bad") bad.add(trial.cell);
    shown.push({ ...trial, exchanges: [], control: null, views: [], commands: isNamed ? [] : trial.commands });
  }
  await write(report, pageText(input));
  for (const { path, text } of site.others({ trials: shown, leftOut: [] })) await write(path, text);
  await removeOld(folder, written);
  return written.size;
}

/** What is published from a folder must not get pages with requests and replies. */
function refusePublic(folder: string): void {
  if (!existsSync(join(folder, "feed.xml"))) return;
  throw new UsageError(`--site ${formatPath(folder)}: has a site for the public, which this one with content is not`, {
    hint: "Give another folder, or leave --include-content out.",
  });
}

/** The trials whose bytes were kept. */
function siteTrials({ result: { transcripts } }: ReportedRun): readonly SiteTrial[] {
  return transcripts
    .filter(({ turns }) => turns.some(({ attempts }) => attempts.some(({ exchange }) => exchange !== null)))
    .map(({ cell, trial }) => ({ cell: cellKey(cell), trial }));
}

/** Pages of an earlier site in the same folder, which no page leads to any more. */
async function removeOld(folder: string, written: ReadonlySet<string>): Promise<void> {
  for (const part of siteFolders) {
    const names = await readdir(join(folder, part)).catch(() => []);
    const old = names.filter((name) => isSiteName(name) && !written.has(`${part}/${name}`));
    for (const name of old) await rm(join(folder, part, name), { force: true });
  }
}

async function writeFile(file: string, text: string, folder: string): Promise<void> {
  try {
    await writeAtomically(file, text);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    throw new UsageError(`--site ${formatPath(folder)}: cannot be written (${code})`, {
      hint: "Give a folder that can be written.",
    });
  }
}
