import type { Usage } from "../../chat/reply.js";
import type { Price } from "../../chat/target.js";

/** What a run may still spend. `maxCalls` and `maxCostUsd` null: no limit. */
export type BudgetLimits = { readonly maxCalls: number | null; readonly maxCostUsd: number | null };

/** What a trial may cost at most; `costUsd` null: its target has no dated price. */
export type TrialCost = { readonly calls: number; readonly costUsd: number | null };

/**
 * Counts calls and US dollars during a run. Several trials start at once, so each reserves its maximum cost before it
 * starts and releases it when it ends. The cost of a call is what the provider reports (`usage.cost`), else the reported
 * tokens at the dated price, else the plan's estimate: never zero for want of a report.
 */
export class Budget {
  readonly #limits: BudgetLimits;
  #calls = 0;
  #costUsd = 0;
  #reservedCalls = 0;
  #reservedUsd = 0;

  constructor(limits: BudgetLimits) {
    this.#limits = limits;
  }

  /** Reserves the maximum cost of a trial and returns null; or returns why the trial may not start, and reserves nothing. */
  reserve(cost: TrialCost): string | null {
    const refusal = this.#refusal(cost);
    if (refusal !== null) return refusal;
    this.#reservedCalls += cost.calls;
    this.#reservedUsd += cost.costUsd ?? 0;
    return null;
  }

  /** Why a trial may not start, whatever becomes of the others; null: it may, where there is room. */
  never({ costUsd }: TrialCost): string | null {
    if (this.#limits.maxCostUsd === null || costUsd !== null) return null;
    return "--max-cost is set and the target has no dated price in models.yaml";
  }

  /** Undoes {@link reserve}: {@link spend} has counted the actual cost. */
  release(cost: TrialCost): void {
    this.#reservedCalls -= cost.calls;
    this.#reservedUsd -= cost.costUsd ?? 0;
  }

  /** Counts one call; `estimateUsd` is its cost when neither usage nor price gives one; null: no estimate. */
  spend(usage: Usage | null, price: Price | null, estimateUsd: number | null): void {
    this.#calls += 1;
    this.#costUsd += costOf(usage, price) ?? estimateUsd ?? 0;
  }

  get spent(): { readonly calls: number; readonly costUsd: number } {
    return { calls: this.#calls, costUsd: this.#costUsd };
  }

  #refusal(cost: TrialCost): string | null {
    const { calls, costUsd } = cost;
    const { maxCalls, maxCostUsd } = this.#limits;
    if (maxCalls !== null && this.#calls + this.#reservedCalls + calls > maxCalls) {
      return `--max-calls ${maxCalls} would be exceeded`;
    }
    const never = this.never(cost);
    if (never !== null || maxCostUsd === null || costUsd === null) return never;
    const total = this.#costUsd + this.#reservedUsd + costUsd;
    return total > maxCostUsd ? `--max-cost ${maxCostUsd} would be exceeded` : null;
  }
}

function costOf(usage: Usage | null, price: Price | null): number | null {
  if (usage === null) return null;
  if (usage.costUsd !== null) return usage.costUsd;
  if (price === null || usage.inputTokens === null || usage.outputTokens === null) return null;
  return (usage.inputTokens * price.inputPerMillion + usage.outputTokens * price.outputPerMillion) / 1_000_000;
}
