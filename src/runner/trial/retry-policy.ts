import { setTimeout as wait } from "node:timers/promises";

/**
 * How often a turn is asked again when it was refused before anything was generated (throttled, unavailable).
 * Default of a run: 0. Every attempt is recorded; a reply, however bad, is never asked again.
 */
export type RetryPolicy = {
  /** How many times a turn of `step` may be asked again. */
  readonly retries: (step: string) => number;
  /** Asked before each further attempt, which it counts; false: there is none. Default: always. */
  readonly mayAskAgain?: () => boolean;
  readonly delayMs: (attempt: number, retryAfterMs: number | null) => number;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
};

const firstDelayMs = 1_000;
const longestDelayMs = 60_000;

export const noRetries: RetryPolicy = { retries: () => 0, delayMs: () => 0, sleep: () => Promise.resolve() };

/** Waits as long as the service asks, else 1 s and twice as long each time; at most a minute. An abort ends the wait. */
export function retryWithBackoff(retries: number): RetryPolicy {
  return {
    retries: () => retries,
    delayMs: (attempt, retryAfterMs) => Math.min(retryAfterMs ?? firstDelayMs * 2 ** (attempt - 1), longestDelayMs),
    sleep: async (ms, signal) => {
      await wait(ms, undefined, { signal }).catch(() => undefined);
    },
  };
}
