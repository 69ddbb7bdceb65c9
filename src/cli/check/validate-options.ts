import type { Command } from "commander";
import type { FileOptions } from "../../library/choose.js";
import { addFileOptions, typedFiles } from "../shell/shared-options.js";

/** `llm-parity validate`: checks files without running anything. */
export function addValidate(program: Command): void {
  const command = program
    .command("validate")
    .description(
      "check files without a run: scenarios, models, known divergences, profiles, fixtures, routers' and training files",
    )
    .argument(
      "[files...]",
      "files to check, besides those named by options (default: every file that a run would read)",
    );
  addFileOptions(command)
    .option("--json", "print as JSON")
    .action(async (files: string[], options: FileOptions & { readonly json?: true }) => {
      const { validateFiles } = await import("./validate.js");
      process.exitCode = await validateFiles(files, { ...options, typed: typedFiles(command, options) });
    });
}
