/** Keeps the models that failed several times in a row at rest. One for each router; the caller gives the time, in milliseconds. */
export type Cooldown = {
  readonly recordFailure: (model: string, nowMs: number) => void;
  readonly recordAnswer: (model: string) => void;
  readonly isResting: (model: string, nowMs: number) => boolean;
};

/** A model rests for `restMs` milliseconds from its `failures`th failure in a row on; each further failure starts the rest again. */
export function createCooldown({ failures, restMs }: { readonly failures: number; readonly restMs: number }): Cooldown {
  const failuresInRow = new Map<string, number>();
  const restsUntil = new Map<string, number>();
  return {
    recordFailure: (model, nowMs) => {
      const count = (failuresInRow.get(model) ?? 0) + 1;
      failuresInRow.set(model, count);
      if (count >= failures) restsUntil.set(model, nowMs + restMs);
    },
    recordAnswer: (model) => {
      failuresInRow.delete(model);
      restsUntil.delete(model);
    },
    isResting: (model, nowMs) => (restsUntil.get(model) ?? 0) > nowMs,
  };
}
