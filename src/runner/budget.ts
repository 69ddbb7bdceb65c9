import type { Usage } from "../chat/reply.js";
import type { Price } from "../chat/target.js";

/** What a run may still spend. `maxCalls` and `maxCostUsd` null: no limit. */
export type BudgetLimits = { readonly maxCalls: number | null; readonly maxCostUsd: number | null };

/** What a trial may cost at most; `costUsd` null: its target has no dated price. */
export type TrialCost = { readonly calls: number; readonly costUsd: number | null };

/**
 * Counts calls and money while a run goes on. A trial reserves what it may cost before it starts, since several start at
 * once, and releases it when it has ended. Money spent is what the provider reports (`usage.cost`), else the reported
 * tokens at the dated price, else what the plan estimated: never zero because nothing was said.
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

  /** Sets aside what a trial may cost; or says why it may not start any more, and sets nothing aside. */
  reserve(cost: TrialCost): string | null {
    const refusal = this.#refusal(cost);
    if (refusal !== null) return refusal;
    this.#reservedCalls += cost.calls;
    this.#reservedUsd += cost.costUsd ?? 0;
    return null;
  }

  /** Gives back what {@link reserve} set aside: what the trial really took was counted by {@link spend}. */
  release(cost: TrialCost): void {
    this.#reservedCalls -= cost.calls;
    this.#reservedUsd -= cost.costUsd ?? 0;
  }

  /** Takes one call into account; `estimateUsd` counts where the reply says nothing of its cost. */
  spend(usage: Usage | null, price: Price | null, estimateUsd: number | null): void {
    this.#calls += 1;
    this.#costUsd += costOf(usage, price) ?? estimateUsd ?? 0;
  }

  get spent(): { readonly calls: number; readonly costUsd: number } {
    return { calls: this.#calls, costUsd: this.#costUsd };
  }

  #refusal({ calls, costUsd }: TrialCost): string | null {
    const { maxCalls, maxCostUsd } = this.#limits;
    if (maxCalls !== null && this.#calls + this.#reservedCalls + calls > maxCalls) {
      return `--max-calls ${maxCalls} would be exceeded`;
    }
    if (maxCostUsd === null) return null;
    if (costUsd === null) return "--max-cost is set and the target has no dated price in models.yaml";
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
