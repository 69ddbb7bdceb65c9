import type { Command } from "commander";
import { cellExample } from "../../scenario/target-examples.js";
import { defaultMinimiseBudget } from "../../verdict/minimise/search/options.js";
import { typedFiles, wholeNumber } from "../shell/shared-options.js";
import { addAskingOptions, addKeepingOptions, refuseWithResume } from "./asking-options.js";
import type { MinimiseCommandOptions } from "./minimise.js";

/** As typed: `budget` absent is the default. */
type Typed = Omit<MinimiseCommandOptions, "budget" | "typed" | "mostTokens"> & { readonly budget?: number };

/** `llm-parity minimise CELL`: takes away what the failure of a cell does not need. */
export function addMinimise(program: Command): void {
  const command = program
    .command("minimise")
    .description(
      "find the smallest request that still fails: remove parts, and prove that each remaining part is needed",
    )
    .argument(
      "[cell...]",
      `<target>/<scenario>, e.g. ${cellExample}, or <scenario> on <target>, as a run prints it; not needed with --resume`,
    );
  addAskingOptions(command, defaultMinimiseBudget)
    .option("--seed <n>", "seed of the order of removals and pairs", wholeNumber(0), 1)
    .option(
      "--from <experiment>",
      "folder of an `llm-parity investigate` experiment: the parts that it found decisive are removed last",
    );
  addKeepingOptions(command, "show what would be removed, and the price; send nothing").action(
    async (cell: readonly string[], options: Typed) => {
      if (options.resume !== undefined) refuseWithResume(command, ["seed", "experiments", "from"]);
      if (options.keysFile !== undefined) {
        const { loadKeysFile } = await import("../shell/keys-file.js");
        loadKeysFile(options.keysFile, process.env);
      }
      const { minimise } = await import("./minimise.js");
      const { budget = null, ...rest } = options;
      const typed = typedFiles(command, options);
      process.exitCode = await minimise(cell.join(" "), { ...rest, budget, mostTokens: 2000, typed });
    },
  );
}
