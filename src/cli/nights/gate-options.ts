import { type Command, Option } from "commander";
import { gateKinds } from "../../verdict/regression/gate-result.js";
import { addAnnotationsOption, addReporterOption } from "../shell/reporter-options.js";
import { addFileOptions, wholeNumber } from "../shell/shared-options.js";
import type { GateOptions } from "./gate.js";
import { addHistoryOption } from "./nights-options.js";

/** `llm-parity gate [NIGHT]`: compares a night with the baseline. */
export function addGate(program: Command): void {
  const command = program
    .command("gate")
    .description("compare a night with the baseline: what regressed, was fixed or was not measured")
    .argument("[night]", "the night: YYYY-MM-DD, latest-night~1 (default: latest-night)");
  addAnnotationsOption(addReporterOption(addFileOptions(addHistoryOption(command))))
    .addOption(
      new Option("--kind <kind>", "the kind of gate, by its number of trials (default: that of the runs)").choices(
        gateKinds,
      ),
    )
    .option("--night <date>", "the same as the argument")
    .option("--all", "list every cell")
    .option("--json", "print as JSON")
    .addOption(
      new Option(
        "--notify",
        "send the message of the night to LLM_PARITY_NOTIFY_URL, once a night; also if nothing was measured",
      ).conflicts(["backtest", "week"]),
    )
    .option("--backtest <n>", "instead, apply the gate to each of the newest n nights", wholeNumber(2))
    .option("--week", "instead, compare the newest seven measured nights together, to find small and slow changes")
    .addOption(new Option("--today <date>", "the day on which known.yaml is judged, YYYY-MM-DD").hideHelp())
    .action(async (night: string | undefined, options: GateOptions) => {
      const { showGate } = await import("./gate.js");
      process.exitCode = await showGate(night, options);
    });
}
