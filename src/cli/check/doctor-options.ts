import type { Command } from "commander";
import { addChoiceOptions, addFileOptions } from "../shell/shared-options.js";
import type { DoctorOptions } from "./doctor.js";

/** `llm-parity doctor`: shows which credentials, region and endpoints a live run would use, and what is missing. */
export function addDoctor(program: Command): void {
  const command = program
    .command("doctor")
    .description("show which credentials, region and endpoints --live would use, and what is missing");
  addChoiceOptions(addFileOptions(command))
    .option("--keys-file <file>", "read keys from this file; variables that are already set take precedence")
    .option("--json", "print as JSON")
    .action(async (options: DoctorOptions) => {
      const { doctor } = await import("./doctor.js");
      process.exitCode = await doctor(options);
    });
}
