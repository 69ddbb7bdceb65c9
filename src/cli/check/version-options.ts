import type { Command } from "commander";
import { print } from "../shell/print.js";

/** `llm-parity version`: prints the version, as `--version` does. */
export function addVersion(program: Command): void {
  program
    .command("version")
    .description("print the version, as --version does")
    .action(() => print(program.version() ?? ""));
}
