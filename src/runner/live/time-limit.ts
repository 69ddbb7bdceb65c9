import type { Timers } from "../../wire/transport/timers.js";

/** The end of a run by time. `up` aborts with the reason, a text. `cancel`: the run has ended before. */
export type TimeLimit = { readonly up: AbortSignal; readonly cancel: () => void };

/** Counts from now, by a monotonic clock. `minutes` null: no limit. */
export function timeLimit(minutes: number | null, timers: Timers): TimeLimit {
  const over = new AbortController();
  if (minutes === null) return { up: over.signal, cancel: () => undefined };
  const end = (): void => over.abort(`--max-minutes ${minutes} was over`);
  return { up: over.signal, cancel: timers.after(minutes * 60_000, end) };
}
