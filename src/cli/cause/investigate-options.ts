import { type Command, Option } from "commander";
import { cellExample } from "../../scenario/target-examples.js";
import { defaultBudget } from "../../verdict/experiment/options.js";
import { typedFiles, wholeNumber } from "../shell/shared-options.js";
import { addAskingOptions, addKeepingOptions, refuseWithResume } from "./asking-options.js";
import type { InvestigateOptions } from "./investigate.js";

/** As typed: `budget` absent is the default. */
type Typed = Omit<InvestigateOptions, "budget" | "typed"> & { readonly budget?: number };

/** `llm-parity investigate CELL`: asks the few calls that tell the cause of a failing cell. */
export function addInvestigate(program: Command): void {
  const command = program
    .command("investigate")
    .description(
      "find the cause of a failing cell: vary the request and where it is sent, prove what decides, say what stays open",
    )
    .argument(
      "[cell...]",
      `<target>/<scenario>, e.g. ${cellExample}, or <scenario> on <target>, as a run prints it; not needed with --resume`,
    );
  addAskingOptions(command, defaultBudget)
    .option("--seed <n>", "seed of the order of arms and pairs", wholeNumber(0), 1)
    .option(
      "--most-tokens <n>",
      "leave out levels that cost more than this many extra tokens per call",
      wholeNumber(0),
      2000,
    )
    .addOption(
      new Option("--region <name>", "ask in this region too (repeatable)")
        .argParser((name: string, before: readonly string[]) => [...before, name])
        .default([], "none"),
    );
  addKeepingOptions(command, "show what would be varied, what would not and why, and the price; send nothing").action(
    async (cell: readonly string[], options: Typed) => {
      if (options.resume !== undefined) refuseWithResume(command, ["seed", "experiments"]);
      if (options.keysFile !== undefined) {
        const { loadKeysFile } = await import("../shell/keys-file.js");
        loadKeysFile(options.keysFile, process.env);
      }
      const { investigate } = await import("./investigate.js");
      const { budget = null, ...rest } = options;
      process.exitCode = await investigate(cell.join(" "), { ...rest, budget, typed: typedFiles(command, options) });
    },
  );
}
