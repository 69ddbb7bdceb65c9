import type { Command } from "commander";
import { addChoiceOptions, addFileOptions, type ChoiceOptions, type FileOptions } from "../shell/shared-options.js";

export type DoctorOptions = FileOptions & ChoiceOptions & { readonly json?: true; readonly keysFile?: string };

/** `llm-parity doctor`: which credentials, region and endpoints a live run would use, and what is missing. */
export function addDoctor(program: Command): void {
  const command = program
    .command("doctor")
    .description("show which credentials, region and endpoints --live would use, and what is missing");
  addChoiceOptions(addFileOptions(command))
    .option("--keys-file <file>", "read keys from this file; the real environment wins")
    .option("--json", "print as JSON")
    .action(async (options: DoctorOptions) => {
      const { doctor } = await import("./doctor.js");
      process.exitCode = await doctor(options);
    });
}
