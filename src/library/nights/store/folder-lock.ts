import { mkdir } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { LockedError, takeLock } from "../../../runner/journal/lock.js";

const attempts = 100;
const pauseMs = 100;

/** Does `work` while no other process writes in `folder`, which is made; waits for the other one, at most 10 seconds. Rejects with LockedError. */
export async function inTurn<Result>(folder: string, work: () => Promise<Result>): Promise<Result> {
  await mkdir(folder, { recursive: true });
  const lock = await takeInTurn(folder);
  try {
    return await work();
  } finally {
    await lock.release();
  }
}

async function takeInTurn(folder: string): Promise<Awaited<ReturnType<typeof takeLock>>> {
  for (let left = attempts; ; left -= 1) {
    try {
      return await takeLock(folder);
    } catch (error) {
      if (!(error instanceof LockedError) || left === 1) throw error;
      await wait(pauseMs);
    }
  }
}
