import { type Command, Option } from "commander";
import { gateKinds } from "../../verdict/regression/gate-result.js";
import { wholeNumber } from "../shell/shared-options.js";
import type { BaselineOptions, PinOptions } from "./baseline.js";
import { addHistoryOption } from "./nights-options.js";

/** `llm-parity baseline pin` and `baseline show`. */
export function addBaseline(program: Command): void {
  const baseline = program
    .command("baseline")
    .description("pin or show the baseline, which later nights are compared with");
  addHistoryOption(baseline.command("pin"))
    .description("pin the newest nights as the baseline, in place of the earlier one")
    .argument("[night...]", "pin these nights instead, YYYY-MM-DD each; needs --reason")
    .option("--nights <n>", "at most the newest n measured nights", wholeNumber(1), 20)
    .option("--reason <text>", "why these nights were picked by hand; kept in the baseline")
    .addOption(new Option("--kind <kind>", "the gate that the baseline is for").choices(gateKinds).default("full"))
    .action(async (nights: readonly string[], options: PinOptions) => {
      const { pin } = await import("./baseline.js");
      process.exitCode = await pin(nights, options);
    });
  addHistoryOption(baseline.command("show"))
    .description("show the pinned baseline: its nights, and the cells that were red in it")
    .option("--all", "list every cell")
    .option("--json", "print as JSON")
    .action(async (options: BaselineOptions) => {
      const { show } = await import("./baseline.js");
      process.exitCode = await show(options);
    });
}
