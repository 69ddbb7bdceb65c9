import type { Queue, TakenBlock } from "./queue/queue.js";

/** `lost` aborts when the block went to another worker. */
export type HeldLease = { readonly lost: AbortSignal; readonly end: () => void };

/** Says again and again that a worker still has its block. */
export function holdLease(queue: Queue, taken: TakenBlock, everyMs: number): HeldLease {
  const lost = new AbortController();
  let isAsking = false;
  const timer = setInterval(() => {
    if (isAsking) return;
    isAsking = true;
    queue
      .keepAlive(taken)
      .then((isHeld) => {
        if (!isHeld) lost.abort();
      })
      // The database is away: what is written next says whether the block was lost meanwhile.
      .catch(() => undefined)
      .finally(() => {
        isAsking = false;
      });
  }, everyMs);
  return { lost: lost.signal, end: () => clearInterval(timer) };
}
