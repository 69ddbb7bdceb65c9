import { type Command, Option } from "commander";
import { cellExample } from "../../scenario/target-examples.js";
import { addFileOptions, typedFiles, wholeNumber } from "../shell/shared-options.js";
import type { ExplainOptions, ShowOptions } from "./explain.js";

/** `llm-parity explain CELL`: explains the verdict of a cell. */
export function addExplain(program: Command): void {
  evidenceCommand(program, "explain", "explain the verdict of a cell: rule, trials, bytes, request ids").action(
    async (cell: readonly string[], options: ExplainOptions, command: Command) => {
      const { explain } = await import("./explain.js");
      process.exitCode = await explain(cell.join(" "), { ...options, typed: typedFiles(command, options) });
    },
  );
}

/** `llm-parity show CELL`: prints one transcript in full. */
export function addShow(program: Command): void {
  evidenceCommand(program, "show", "show one trial in full: every request and reply, and their bytes on the wire")
    .option("--trial <n>", "which trial (default: the first)", wholeNumber(1))
    .addOption(new Option("--raw", "the stored headers and the bodies as they are, byte by byte").conflicts("json"))
    .action(async (cell: readonly string[], options: ShowOptions, command: Command) => {
      const { show } = await import("./explain.js");
      process.exitCode = await show(cell.join(" "), { ...options, typed: typedFiles(command, options) });
    });
}

function evidenceCommand(program: Command, name: string, description: string): Command {
  const command = program
    .command(name)
    .description(description)
    .argument("<cell...>", `<target>/<scenario>, e.g. ${cellExample}, or <scenario> on <target>, as a run prints it`);
  return addFileOptions(command)
    .option("--base-url <url>", "base URL for typed targets such as openai-chat:my-model")
    .option("--run <run>", "take the cell from this run: its folder, its id, or last (default: replay the fixture)")
    .option("--runs <folder>", "where runs are kept", "runs")
    .option(
      "--include-content",
      "quote a fixture that was imported from a production log (default: lengths and hashes)",
    )
    .option("--json", "print as JSON");
}
