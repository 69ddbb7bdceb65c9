/** Models that failed several times in a row, and rest. One a router; times are the caller's, in milliseconds. */
export type Cooldown = {
  readonly failed: (model: string, nowMs: number) => void;
  readonly answered: (model: string) => void;
  readonly isResting: (model: string, nowMs: number) => boolean;
};

export function createCooldown({ failures, restMs }: { readonly failures: number; readonly restMs: number }): Cooldown {
  const inRow = new Map<string, number>();
  const restsUntil = new Map<string, number>();
  return {
    failed: (model, nowMs) => {
      const count = (inRow.get(model) ?? 0) + 1;
      inRow.set(model, count);
      if (count >= failures) restsUntil.set(model, nowMs + restMs);
    },
    answered: (model) => {
      inRow.delete(model);
      restsUntil.delete(model);
    },
    isResting: (model, nowMs) => (restsUntil.get(model) ?? 0) > nowMs,
  };
}
