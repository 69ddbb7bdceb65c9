import type { Command } from "commander";

/** `llm-parity version`: prints the version, as `--version` does. */
export function addVersion(program: Command): void {
  program
    .command("version")
    .description("print the version, as --version does")
    .action(async () => {
      const { print } = await import("../shell/print.js");
      print(program.version() ?? "");
    });
}
