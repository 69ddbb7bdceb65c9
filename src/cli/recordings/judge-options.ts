import { type Command, Option } from "commander";
import { formatIds } from "../../recordings/format-ids.js";
import { addReporterOption } from "../shell/reporter-options.js";
import { jobsOption, layerOption, shippedModels } from "../shell/shared-options.js";
import type { JudgeOptions } from "./judge.js";

/** `llm-parity judge`: gives verdicts from recordings alone. */
export function addJudge(program: Command): void {
  addReporterOption(
    program
      .command("judge")
      .description("judge recordings, ours or another tool's, and print the observed matrix")
      .argument("<paths...>", "files and folders of recordings (VCR, HAR, nock, go-vcr, …)")
      .addOption(
        new Option("--format <format>", "read every file as this format (default: detect it)").choices([...formatIds]),
      ),
  )
    .addOption(layerOption())
    .option("--models <file>", "models.yaml that gives the models their names", shippedModels())
    .addOption(new Option("--json", "print every exchange and cell as JSON").conflicts("markdown"))
    .option("--markdown", "print the report as Markdown")
    .option("--all", "on a terminal: also show rows with nothing bad or blocked")
    .option(
      "--include-content",
      "quote requests and replies of production logs and traces (default: lengths and hashes)",
    )
    .addOption(jobsOption("read files on n cores at once"))
    .option("--exit-zero", "exit 0 whatever was found")
    .action(async (paths: string[], options: JudgeOptions) => {
      const { judge } = await import("./judge.js");
      process.exitCode = await judge(paths, options);
    });
}
