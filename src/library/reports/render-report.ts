import { refuseLeaks } from "../../runner/store/refuse-leaks.js";
import { evidenceOfReports } from "../trials/evidence-of-reports.js";
import type { Embed } from "../trials/gather-evidence.js";
import { UsageError } from "../usage-error.js";
import { findLeaks } from "./find-leaks.js";
import { findReporter } from "./find-reporter.js";
import { inputOfRun } from "./input-of-run.js";
import { pagePlace } from "./page-place.js";
import { runOfResult } from "./run-of-result.js";

/** How a report is rendered. */
export type RenderOptions = {
  /** The trials with requests and bytes in `html`: of red, changed and suspicious cells (`red`, the default), of `all`, or `none`. */
  readonly embed?: Embed;
  /** The file that the report will be written to, from which its links lead; default: one in the working folder. */
  readonly file?: string;
};

/** Renders one report of a result. */
export async function renderReport(name: string, result: object, options: RenderOptions): Promise<string | null> {
  const reporter = findReporter(name);
  const run = runOfResult(result);
  if (run === null) {
    throw new UsageError("this is not a result of replaySuite or askSuite", {
      hint: "Give the very object that one of them has resolved with, not a copy.",
    });
  }
  const leaks = findLeaks(run.result.leaks, process.env);
  const evidence = await evidenceOfReports([reporter], run, options.embed);
  const file = options.file ?? reporter.file;
  const text = await reporter.render(inputOfRun(run, leaks, evidence), pagePlace({ file }, []));
  refuseLeaks(`the ${name} report`, text === null ? [] : leaks(text));
  return text;
}
