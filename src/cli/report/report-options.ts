import type { Command } from "commander";

import { addEmbedOption, addReporterOption } from "../shell/reporter-options.js";
import { addFileOptions, layerOption, typedFiles, verboseOption, wholeNumber } from "../shell/shared-options.js";

import type { ReportOptions } from "./report.js";

/** `llm-parity report RUN`: makes the reports of a run again from its folder. */
export function addReport(program: Command): void {
  const command = program
    .command("report")
    .description("regenerate the reports of a run from its folder alone, or make a public site: no key, no network")
    .argument("[run]", "the run's folder, its id, or last; without it, --site shows the nights of the history");
  addEmbedOption(addReporterOption(addFileOptions(command)))
    .option("--html", "the page report.html; the same as --reporter html")
    .option("--runs <folder>", "where runs are kept", "runs")
    .option("--site <folder>", "a static site for the public, for any host of files: matrix, runs, trends, no content")
    .option("--site-config <file>", "who publishes it, where it is disputed, replies, corrections (default: site.yaml)")
    .option("--nights <n>", "with --site: the newest n nights (default: 90)", wholeNumber(1))
    .option("--simulated", "with --site: publish what a simulator answered; each page says so")
    .option("--include-content", "with --site: not for the public: a page for each trial, with requests and replies")
    .option("--reports <folder>", "where the reports go (default: reports in the run's folder)")
    .option("--no-reports", "write no reports")
    .option(
      "--history <folder>",
      "folder of the nights that the run belongs to, to show what changed since (default: as the run was started)",
    )
    .addOption(layerOption())
    .option("--reference <target>", "for a run of a data set: the target that the others are compared with")
    .option("--har [folder]", "write the exchanges of the run as fixtures, one HAR a case (default: <run>/exchanges)")
    .option("--json", "print the results as JSON")
    .option("--exit-zero", "exit 0 whatever was found")
    .addOption(verboseOption().conflicts("json"))
    .action(async (run: string | undefined, given: Omit<ReportOptions, "typed">) => {
      const { refuseSiteWords } = await import("./site-words.js");
      const options = { ...given, typed: typedFiles(command, given) };
      refuseSiteWords(run, options);
      if (run === undefined) {
        const { publishNights } = await import("./public-site.js");
        await publishNights(options);
        return;
      }
      const { report } = await import("./report.js");
      process.exitCode = await report(run, options);
    });
}
