import { setTimeout as wait } from "node:timers/promises";
import type { RetryPolicy } from "../../runner/ask.js";

const firstDelayMs = 1_000;
const longestDelayMs = 60_000;

/** Waits as long as the service asks, else twice as long each time, at most a minute; an abort ends the wait. */
export function retryPolicy(retries: number): RetryPolicy {
  return {
    retries: () => retries,
    delayMs: (attempt, retryAfterMs) => Math.min(retryAfterMs ?? firstDelayMs * 2 ** (attempt - 1), longestDelayMs),
    sleep: async (ms, signal) => {
      await wait(ms, undefined, { signal }).catch(() => undefined);
    },
  };
}
