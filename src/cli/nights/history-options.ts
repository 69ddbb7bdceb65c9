import type { Command } from "commander";
import { cellExample } from "../../scenario/target-examples.js";
import { addFileOptions, typedFiles, wholeNumber } from "../shell/shared-options.js";
import type { HistoryOptions } from "./history.js";
import type { HistoryAddOptions } from "./history-add.js";
import { addHistoryOption } from "./nights-options.js";

/** `llm-parity history [CELL]`, and `history add RUN…`. */
export function addHistory(program: Command): void {
  const history = program
    .command("history")
    .description("show a cell night by night: when it changed, and who changed it; without a cell, list the nights")
    .argument("[cell...]", `<target>/<scenario>, e.g. ${cellExample}, or <scenario> on <target>, as a run prints it`);
  addHistoryOption(history)
    .option("--nights <n>", "the newest n nights", wholeNumber(1), 30)
    .option("--json", "print as JSON")
    .action(async (cell: readonly string[], options: HistoryOptions) => {
      const { showHistory } = await import("./history.js");
      process.exitCode = await showHistory(cell.length === 0 ? null : cell.join(" "), options);
    });
  addAdd(history);
}

function addAdd(history: Command): void {
  const command = history
    .command("add")
    .description("append runs to their night: the UTC date on which they were scheduled to start")
    .argument("<run...>", "runs: each its folder, its id, or last");
  addFileOptions(addHistoryOption(command))
    .option("--runs <folder>", "where runs are kept", "runs")
    .option("--night <date>", "the UTC date of the scheduled start, YYYY-MM-DD (default: the date of the run's start)")
    .action(async (runs: readonly string[]) => {
      const { ownOptions } = await import("../shell/own-options.js");
      const options = ownOptions<HistoryAddOptions>(command);
      const { addToHistory } = await import("./history-add.js");
      process.exitCode = await addToHistory(runs, { ...options, typed: typedFiles(command, options) });
    });
}
