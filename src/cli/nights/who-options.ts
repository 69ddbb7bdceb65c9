import { type Command, Option } from "commander";
import { cellExample } from "../../scenario/target-examples.js";
import { addFileOptions, parseDollars, simulatorOption, wholeNumber } from "../shell/shared-options.js";
import { addHistoryOption } from "./nights-options.js";
import type { WhoWords } from "./who.js";

/** `llm-parity who CELL`: who changed a cell that got worse. */
export function addWho(program: Command): void {
  const command = program
    .command("who")
    .description(
      "say who made a cell worse, we or the provider; if the request changed, send both versions to find out",
    )
    .argument("<cell...>", `<target>/<scenario>, e.g. ${cellExample}, or <scenario> on <target>`);
  addFileOptions(addHistoryOption(command))
    .option("--night <date>", "the night in which it is worse (default: latest-night)")
    .option("--runs <folder>", "where runs are kept", "runs")
    .addOption(simulatorOption().conflicts("live"))
    .addOption(new Option("--live", "ask the real services, where the counter-test is needed; costs money"))
    .option("--base-url <url>", "the address of a target whose address is not in the models file")
    .option("--max-calls <n>", "stop before making more calls than this", wholeNumber(1))
    .option("--max-cost <usd>", "stop before spending more US dollars than this", parseDollars)
    .option("--keys-file <file>", "read keys from this file; variables that are already set take precedence")
    .option("--json", "print as JSON")
    .action(async (cell: readonly string[], options: Omit<WhoWords, "typed">) => {
      const { typedFiles } = await import("../shell/shared-options.js");
      const { who } = await import("./who.js");
      process.exitCode = await who(cell.join(" "), { ...options, typed: typedFiles(command, options) });
    });
}
