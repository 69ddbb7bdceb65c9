import { formatPath } from "../../library/format-path.js";
import { findLeaks } from "../../library/reports/find-leaks.js";
import { inputOfRun, type ReportedRun } from "../../library/reports/input-of-run.js";
import { evidenceOfReports } from "../../library/trials/evidence-of-reports.js";
import type { Embed } from "../../library/trials/gather-evidence.js";
import { writeSite } from "../../library/trials/write-site.js";
import { counted } from "../../report/counted.js";
import { htmlReporter } from "../../report/html/html-reporter.js";
import { log } from "../shell/print.js";

/** `report --site`: writes the pages, and says where the first one is. */
export async function reportSite(run: ReportedRun, folder: string, embed: Embed | undefined): Promise<void> {
  const leaks = findLeaks(run.result.leaks, process.env);
  const evidence = await evidenceOfReports([htmlReporter], run, embed);
  const pages = await writeSite({ run, input: inputOfRun(run, leaks, evidence), leaks, folder });
  log(`site: ${counted(pages, "page")}, first ${formatPath(folder)}/index.html`);
}
