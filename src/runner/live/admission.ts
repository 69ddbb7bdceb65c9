import type { Budget, TrialCost } from "./budget.js";

/** Whether a trial may start. `refused`: it may not, with the reason in words. `stopped`: the run ended before that was clear. */
export type Admitted =
  | { readonly kind: "go" }
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "stopped" };

/** Lets trials start within a budget, in one order. */
export type Admission<Item> = {
  /** Resolves when it is clear whether the trial may start; its most cost is then set aside. */
  readonly admit: (item: Item) => Promise<Admitted>;
  /** Gives back what was set aside for a trial. To be called for each that was admitted. */
  readonly release: (item: Item) => void;
  /** Ends the waiting: nothing more is admitted. */
  readonly stop: () => void;
};

/**
 * Admits the items of `order` one after the other, whichever asks first: where the budget has no room for one, those after it wait with it,
 * and are refused with it once nothing under way can give anything back. So what a budget leaves out is the end of the order, and never
 * depends on which trials were fast, cheap or good. `costOf` null: the trial costs nothing.
 */
export function admitInOrder<Item>(
  order: readonly Item[],
  budget: Budget,
  costOf: (item: Item) => TrialCost | null,
): Admission<Item> {
  const clear = new Map<Item, Admitted>();
  const aside = new Map<Item, TrialCost>();
  const waiting = new Map<Item, (admitted: Admitted) => void>();
  let next = 0;
  let ended: Admitted | null = null;

  const settle = (item: Item, admitted: Admitted): void => {
    clear.set(item, admitted);
    waiting.get(item)?.(admitted);
    waiting.delete(item);
  };
  /** False: the item has to wait. */
  const decide = (item: Item): boolean => {
    const cost = costOf(item);
    if (cost === null) {
      settle(item, { kind: "go" });
      return true;
    }
    const never = budget.never(cost);
    const reason = never ?? budget.reserve(cost);
    if (reason === null) {
      aside.set(item, cost);
      settle(item, { kind: "go" });
      return true;
    }
    if (never !== null) {
      settle(item, { kind: "refused", reason: never });
      return true;
    }
    if (aside.size > 0) return false;
    ended = { kind: "refused", reason };
    return true;
  };
  const advance = (): void => {
    while (ended === null && next < order.length) {
      const item = order[next];
      if (item !== undefined && !decide(item)) return;
      if (ended === null) next += 1;
    }
    if (ended !== null) for (const item of [...waiting.keys()]) settle(item, ended);
  };

  return {
    admit: (item) => {
      advance();
      const known = clear.get(item) ?? ended;
      return known === null ? new Promise((resolve) => waiting.set(item, resolve)) : Promise.resolve(known);
    },
    release: (item) => {
      const cost = aside.get(item);
      if (cost === undefined) return;
      aside.delete(item);
      budget.release(cost);
      advance();
    },
    stop: () => {
      ended ??= { kind: "stopped" };
      advance();
    },
  };
}
