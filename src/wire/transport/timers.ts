/** A monotonic clock and one-shot timers, injected so that tests need not wait. */
export type Timers = {
  /** Milliseconds from an arbitrary origin; never goes back. */
  readonly now: () => number;
  /** Runs `run` once after `delayMs`. Returns a function that cancels it. */
  readonly after: (delayMs: number, run: () => void) => () => void;
};

/** The clock and timers of the process. */
export const systemTimers: Timers = {
  now: () => performance.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};
