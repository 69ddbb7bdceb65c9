import { createArmAsker } from "../../library/experiment/ask-arms.js";
import type { ProbeEvent } from "../../library/minimise/minimise-run.js";
import type { MinimiseStore } from "../../library/minimise/minimise-store.js";
import { type MinimisedFiles, writeMinimised } from "../../library/minimise/minimised-files.js";
import { type Minimised, runMinimise } from "../../library/minimise/run-minimise.js";
import { Budget } from "../../runner/live/budget.js";
import { noRetries, retryWithBackoff } from "../../runner/trial/retry-policy.js";
import { createLiveTransport } from "../../wire/transport/live.js";
import type { AskingStopSignal } from "../shell/stop-signal.js";
import { callDeadlines } from "./experiment-on.js";
import type { PreparedMinimise } from "./prepare-minimise.js";

/** What a search found. `files` null: no smallest request was written. `spentUsd`: with what was spent before it went on. */
export type FoundSmallest = Minimised & { readonly files: MinimisedFiles | null; readonly spentUsd: number };

type Asking = {
  readonly store: MinimiseStore;
  /** In US dollars, over the whole search; null: no limit. */
  readonly maxCost: number | null;
  readonly signals: Pick<AskingStopSignal, "signal" | "abort">;
  readonly onEvent: (event: ProbeEvent) => void;
};

/** Asks until there is a result or something stops it, and writes the smallest request into the folder. */
export async function minimiseOn(prepared: PreparedMinimise, asking: Asking): Promise<FoundSmallest> {
  const { explained, reach, found, costOf, minimisation, control } = prepared;
  const { store, maxCost, signals, onEvent } = asking;
  const live = createLiveTransport({ environment: process.env });
  const budget = new Budget({ maxCalls: null, maxCostUsd: maxCost });
  for (const { costUsd } of store.earlier) budget.spend(null, null, costUsd);
  try {
    const { credentialsFor, baseUrlFor } = reach;
    const asker = createArmAsker({
      ...{ credentialsFor, baseUrlFor, budget, nonceSeed: store.facts.nonceSeed },
      exchange: live.within(callDeadlines),
    });
    const run = {
      ...{ minimisation, control: control.control, explained, scenario: found.scenario },
      ...{ asker, store, budget, costOf, onEvent },
      pause: store.facts.mark === null ? retryWithBackoff(0) : noRetries,
      stop: signals.signal,
      abort: signals.abort,
    };
    const done = await runMinimise(run);
    return { ...done, files: await writeMinimised(done, run), spentUsd: budget.spent.costUsd };
  } finally {
    await live.close();
  }
}
