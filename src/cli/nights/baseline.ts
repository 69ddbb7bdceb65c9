import { type ExitCode, exitCodes } from "../../library/exit-code.js";
import type { History } from "../../library/nights/history.js";
import { openHistory } from "../../library/nights/open-history.js";
import { pinHistory } from "../../library/nights/pin-history.js";
import { UsageError } from "../../library/usage-error.js";
import { counted } from "../../report/counted.js";
import { baselineText } from "../../report/nights/baseline-text.js";
import type { GateKind } from "../../verdict/regression/gate-result.js";
import { print, sanitise } from "../shell/print.js";
import { printLines } from "../shell/print-lines.js";

export type PinOptions = {
  readonly history?: string;
  readonly nights: number;
  readonly reason?: string;
  readonly kind: GateKind;
};

/** `llm-parity baseline pin [NIGHT…]`. Resolves with the exit code. */
export async function pin(names: readonly string[], options: PinOptions): Promise<ExitCode> {
  return withHistory(options, async (history) => {
    const { nights: most, reason = null, kind } = options;
    const { baseline, otherRules } = await pinHistory(history, { nights: names, most, reason, kind });
    print(sanitise(`${history.place}: pinned`));
    printLines(baselineText(baseline, { all: false }));
    if (otherRules.length > 0) {
      print(`${counted(otherRules.length, "cell")} had nights judged by older rules, which are left out`);
      print("  → llm-parity rejudge judges them again; then pin again");
    }
  });
}

export type BaselineOptions = { readonly history?: string; readonly all?: true; readonly json?: true };

/** `llm-parity baseline show`. Resolves with the exit code. */
export async function show(options: BaselineOptions): Promise<ExitCode> {
  return withHistory(options, async (history) => {
    const baseline = await history.baseline();
    if (baseline === null) {
      throw new UsageError(`${history.place} has no baseline`, {
        hint: "Pin one once there are 8 nights: llm-parity baseline pin.",
      });
    }
    if (options.json === true) print(JSON.stringify(baseline, null, 2));
    else printLines(baselineText(baseline, { all: options.all === true }));
  });
}

async function withHistory(
  { history: typed }: { readonly history?: string },
  work: (history: History) => Promise<void>,
): Promise<ExitCode> {
  const history = await openHistory(typed ?? null, process.env);
  try {
    await work(history);
    return exitCodes.fine;
  } finally {
    await history.close();
  }
}
