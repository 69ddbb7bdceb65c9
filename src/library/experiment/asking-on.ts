import { Budget } from "../../runner/live/budget.js";
import { noRetries, type RetryPolicy, retryWithBackoff } from "../../runner/trial/retry-policy.js";
import { createLiveTransport } from "../../wire/transport/live.js";
import { callDeadlines } from "../call-deadlines.js";
import { type ArmAsker, createArmAsker } from "./ask-arms.js";
import type { PlaceReach } from "./reach-places.js";

/** What an asking goes on from, and what limits it. `maxCost`: in US dollars, over the whole experiment; null: no limit. */
export type AskingWithin = {
  readonly store: {
    readonly facts: { readonly nonceSeed: number; readonly mark: "SIMULATED" | null };
    readonly earlier: readonly { readonly costUsd: number }[];
  };
  readonly maxCost: number | null;
  /** `signal`: asks nothing more; `abort`: aborts the calls under way, too. */
  readonly signals: { readonly signal: AbortSignal; readonly abort: AbortSignal };
};

/** What asks, within the limits. */
export type AskingMeans = {
  readonly asker: ArmAsker;
  readonly budget: Budget;
  readonly pause: RetryPolicy;
  readonly stop: AbortSignal;
  readonly abort: AbortSignal;
};

/** Does work that asks services, with what was spent before counted; the connections end with it. */
export async function askingOn<Done>(
  { credentialsFor, baseUrlFor }: PlaceReach,
  { store, maxCost, signals }: AskingWithin,
  work: (means: AskingMeans) => Promise<Done>,
): Promise<Done> {
  const live = createLiveTransport({ environment: process.env });
  const budget = new Budget({ maxCalls: null, maxCostUsd: maxCost });
  for (const { costUsd } of store.earlier) budget.spend(null, null, costUsd);
  try {
    return await work({
      asker: createArmAsker({
        ...{ credentialsFor, baseUrlFor, budget, nonceSeed: store.facts.nonceSeed },
        exchange: live.within(callDeadlines),
      }),
      budget,
      pause: store.facts.mark === null ? retryWithBackoff(0) : noRetries,
      stop: signals.signal,
      abort: signals.abort,
    });
  } finally {
    await live.close();
  }
}
