import type { Command } from "commander";
import { cellExample } from "../../scenario/target-examples.js";
import { addFileOptions, wholeNumber } from "../shell/shared-options.js";
import type { ExplainOptions, ShowOptions } from "./explain.js";

/** `llm-parity explain CELL`: explains the verdict of a cell. */
export function addExplain(program: Command): void {
  evidenceCommand(program, "explain", "explain the verdict of a cell: rule, trials, bytes, request ids").action(
    async (cell: string, options: ExplainOptions) => {
      const { explain } = await import("./explain.js");
      process.exitCode = await explain(cell, options);
    },
  );
}

/** `llm-parity show CELL`: prints one transcript in full. */
export function addShow(program: Command): void {
  evidenceCommand(program, "show", "show one trial in full: every request and reply")
    .option("--trial <n>", "which trial", wholeNumber(1), 1)
    .action(async (cell: string, options: ShowOptions) => {
      const { show } = await import("./explain.js");
      process.exitCode = await show(cell, options);
    });
}

function evidenceCommand(program: Command, name: string, description: string): Command {
  const command = program
    .command(name)
    .description(description)
    .argument("<cell>", `<target>/<scenario>, e.g. ${cellExample}`);
  return addFileOptions(command)
    .option("--run <run>", "take the cell from this run: its folder, its id, or last (default: replay the fixture)")
    .option("--runs <folder>", "where runs are kept", "runs")
    .option("--json", "print as JSON");
}
