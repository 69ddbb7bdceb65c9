import { type Command, Option } from "commander";
import { formatIds } from "../../recordings/format-ids.js";
import { jobsOption, shippedModels } from "../shell/shared-options.js";
import type { ImportOptions } from "./import.js";

/** `llm-parity import`: turns other tools' recordings into our fixtures. */
export function addImport(program: Command): void {
  program
    .command("import")
    .description("turn other tools' recordings into fixtures (HAR), with secrets removed")
    .argument("<paths...>", "files and folders of recordings (VCR, HAR, nock, go-vcr, …)")
    .requiredOption("--out <folder>", "where the fixtures go")
    .addOption(
      new Option("--format <format>", "read every file as this format (default: detect it)").choices([...formatIds]),
    )
    .option("--models <file>", "models.yaml that gives the models their names", shippedModels())
    .option("--include-content", "also write fixtures of production logs and traces, including what customers wrote")
    .addOption(jobsOption("read files on n cores at once"))
    .option("--json", "print what was imported as JSON")
    .action(async (paths: string[], options: ImportOptions) => {
      const { importRecordings } = await import("./import.js");
      process.exitCode = await importRecordings(paths, options);
    });
}
