import type { Command } from "commander";

import { addEmbedOption, addReporterOption } from "../shell/reporter-options.js";
import { addFileOptions, layerOption, typedFiles, verboseOption } from "../shell/shared-options.js";

import type { ReportOptions } from "./report.js";

/** `llm-parity report RUN`: makes the reports of a run again from its folder. */
export function addReport(program: Command): void {
  const command = program
    .command("report")
    .description("regenerate the reports of a run from its folder alone: no key, no network")
    .argument("<run>", "the run's folder, its id, or last");
  addEmbedOption(addReporterOption(addFileOptions(command)))
    .option("--html", "the page report.html; the same as --reporter html")
    .option("--runs <folder>", "where runs are kept", "runs")
    .option("--site <folder>", "a static page for each cell and trial beside report.html, for any host of files")
    .option("--reports <folder>", "where the reports go (default: reports in the run's folder)")
    .option("--no-reports", "write no reports")
    .option(
      "--history <folder>",
      "folder of the nights of which the run is part, for what changed since (default: as the run was started)",
    )
    .addOption(layerOption())
    .option("--reference <target>", "for a run of a data set: the target that the others are compared with")
    .option("--har [folder]", "write the exchanges of the run as fixtures, one HAR a case (default: <run>/exchanges)")
    .option("--json", "print the results as JSON")
    .option("--exit-zero", "exit 0 whatever was found")
    .addOption(verboseOption().conflicts("json"))
    .action(async (run: string, options: Omit<ReportOptions, "typed">) => {
      const { report } = await import("./report.js");
      process.exitCode = await report(run, { ...options, typed: typedFiles(command, options) });
    });
}
