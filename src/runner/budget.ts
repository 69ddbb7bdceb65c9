import type { Usage } from "../chat/reply.js";
import type { Price } from "../chat/target.js";

/** What a run may still spend. `maxCalls` and `maxCostUsd` null: no limit. */
export type BudgetLimits = { readonly maxCalls: number | null; readonly maxCostUsd: number | null };

/**
 * Counts calls and money while a run goes on. Money is what the provider reports (`usage.cost`), else the reported
 * tokens at the dated price, else what the plan estimated: never zero because nothing was said.
 */
export class Budget {
  readonly #limits: BudgetLimits;
  #calls = 0;
  #costUsd = 0;

  constructor(limits: BudgetLimits) {
    this.#limits = limits;
  }

  /** Why a trial of `calls` calls and at most `costUsd` may not start any more; null when it may. */
  refusal({ calls, costUsd }: { readonly calls: number; readonly costUsd: number | null }): string | null {
    const { maxCalls, maxCostUsd } = this.#limits;
    if (maxCalls !== null && this.#calls + calls > maxCalls) return `--max-calls ${maxCalls} would be exceeded`;
    if (maxCostUsd === null) return null;
    if (costUsd === null) return `--max-cost is set and the target has no dated price in models.yaml`;
    return this.#costUsd + costUsd > maxCostUsd ? `--max-cost ${maxCostUsd} would be exceeded` : null;
  }

  /** Takes one call into account; `estimateUsd` counts where the reply says nothing of its cost. */
  spend(usage: Usage | null, price: Price | null, estimateUsd: number | null): void {
    this.#calls += 1;
    this.#costUsd += costOf(usage, price) ?? estimateUsd ?? 0;
  }

  get spent(): { readonly calls: number; readonly costUsd: number } {
    return { calls: this.#calls, costUsd: this.#costUsd };
  }
}

function costOf(usage: Usage | null, price: Price | null): number | null {
  if (usage === null) return null;
  if (usage.costUsd !== null) return usage.costUsd;
  if (price === null || usage.inputTokens === null || usage.outputTokens === null) return null;
  return (usage.inputTokens * price.inputPerMillion + usage.outputTokens * price.outputPerMillion) / 1_000_000;
}
