/** How a model has done last: its failures in a row, and until when it rests, in milliseconds since 1970; 0: it does not. */
export type CooldownState = { readonly failuresInRow: number; readonly restsUntilMs: number };

/** Keeps the models that failed several times in a row at rest. One for each router; the caller gives the time, in milliseconds. */
export type Cooldown = {
  readonly recordFailure: (model: string, nowMs: number) => void;
  readonly recordAnswer: (model: string) => void;
  readonly isResting: (model: string, nowMs: number) => boolean;
};

/** A cooldown whose state others share. */
export type SharedState = Cooldown & {
  readonly stateOf: (model: string) => CooldownState;
  readonly set: (model: string, state: CooldownState) => void;
  /** The models that failed last. */
  readonly failing: () => readonly string[];
};

const well: CooldownState = { failuresInRow: 0, restsUntilMs: 0 };

/** A model rests for `restMs` milliseconds from its `failures`th failure in a row on; each further failure starts the rest again. */
export function createCooldown({
  failures,
  restMs,
}: {
  readonly failures: number;
  readonly restMs: number;
}): SharedState {
  const states = new Map<string, CooldownState>();
  const stateOf = (model: string) => states.get(model) ?? well;
  return {
    recordFailure: (model, nowMs) => {
      const { failuresInRow, restsUntilMs } = stateOf(model);
      const count = failuresInRow + 1;
      states.set(model, { failuresInRow: count, restsUntilMs: count >= failures ? nowMs + restMs : restsUntilMs });
    },
    recordAnswer: (model) => {
      states.delete(model);
    },
    isResting: (model, nowMs) => stateOf(model).restsUntilMs > nowMs,
    stateOf,
    set: (model, state) => {
      if (state.failuresInRow === 0) states.delete(model);
      else states.set(model, state);
    },
    failing: () => [...states.keys()],
  };
}
