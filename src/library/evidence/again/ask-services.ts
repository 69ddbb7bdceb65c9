import { Budget, type BudgetLimits } from "../../../runner/live/budget.js";
import type { AgainCall } from "../../../verdict/evidence/experiment-result.js";
import type { Deadlines } from "../../../wire/transport/deadline-clock.js";
import { createLiveTransport } from "../../../wire/transport/live.js";
import { UsageError } from "../../usage-error.js";
import { armsOf } from "./again-arm.js";
import { type AskedPair, type AskPair, askPair } from "./ask-pair.js";
import type { PairReach } from "./reach-arms.js";

/** What happens while requests are asked again. `plan`: before the first call; `calls`, `of`: the most that are made. */
export type AgainEvent =
  | { readonly kind: "plan"; readonly pairs: number; readonly calls: number; readonly targets: readonly string[] }
  | { readonly kind: "call"; readonly of: number; readonly call: AgainCall };

/** How services are asked. */
export type ServiceOptions = {
  /** The URL of a simulator; null: the services themselves. */
  readonly simulator: string | null;
  readonly limits: BudgetLimits;
  readonly environment: NodeJS.ProcessEnv;
  readonly deadlines: Deadlines;
  /** Asks nothing more. */
  readonly stop: AbortSignal;
  /** Aborts the call under way, too. */
  readonly abort: AbortSignal;
};

/** Throws UsageError for services that would be asked without a limit. `what`: who asks, as in "a recheck". */
export function requireLimit({ simulator, limits }: Pick<ServiceOptions, "simulator" | "limits">, what: string): void {
  if (simulator !== null || limits.maxCalls !== null || limits.maxCostUsd !== null) return;
  throw new UsageError(`${what} asks services with your key, and needs a limit`, {
    hint: "Add --max-calls N or --max-cost USD.",
  });
}

/** {@link askPair} over the network, within the limits. */
export async function askServices(
  pair: AskPair,
  reach: PairReach,
  options: Omit<ServiceOptions, "simulator"> & { readonly onEvent: (event: AgainEvent) => void },
): Promise<AskedPair> {
  const { environment, deadlines, limits, stop, abort, onEvent } = options;
  const targets = armsOf(pair).map(({ target }) => target.id);
  const most = pair.pairs * targets.length;
  onEvent({ kind: "plan", pairs: pair.pairs, calls: most, targets });
  const live = createLiveTransport({ environment });
  try {
    return await askPair(pair, {
      ...reach,
      exchange: live.within(deadlines),
      budget: new Budget(limits),
      stop,
      abort,
      onCall: (call) => onEvent({ kind: "call", of: most, call }),
    });
  } finally {
    await live.close();
  }
}
