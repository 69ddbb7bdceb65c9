import type { Command } from "commander";
import { addFileOptions } from "../shell/shared-options.js";
import type { ValidateOptions } from "./validate.js";

/** `llm-parity validate`: checks files without running anything. */
export function addValidate(program: Command): void {
  const command = program
    .command("validate")
    .description("check scenario files, models.yaml, known.yaml and fixtures")
    .argument("[files...]", "files to check (default: all files that a run would read)");
  addFileOptions(command)
    .option("--json", "print as JSON")
    .action(async (files: string[], options: ValidateOptions) => {
      const { validateFiles } = await import("./validate.js");
      process.exitCode = await validateFiles(files, options);
    });
}
