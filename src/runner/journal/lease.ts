import { randomUUID } from "node:crypto";
import { open, rm, stat, writeFile } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";

/** How often the owner of a file touches it, and after how long without a touch it is given up; in milliseconds. */
export type LeaseTimes = { readonly refreshMs: number; readonly expiryMs: number };

export const leaseTimes: LeaseTimes = { refreshMs: 5_000, expiryMs: 30_000 };

/** A file that is touched until `end`. */
export type Lease = { readonly end: () => Promise<void> };

/** Touches a file that is there with `text`, again and again. Never makes it: a process that took over may have removed it. */
export function createLease(file: string, text: string, { refreshMs }: LeaseTimes): Lease {
  let touching: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    touching = touching.then(() => touch(file, text)).catch(() => undefined);
  }, refreshMs);
  timer.unref();
  return {
    end: () => {
      clearInterval(timer);
      return touching;
    },
  };
}

/** Writes the same bytes in place, so that no reader sees less; the file system sets the time. */
async function touch(file: string, text: string): Promise<void> {
  const handle = await open(file, "r+");
  try {
    await handle.write(text, 0);
  } finally {
    await handle.close();
  }
}

/**
 * Milliseconds since a file was touched, by the clock of its file system, which may be another machine's: a new file is compared with it.
 * Null: it is gone.
 */
export async function ageOf(file: string): Promise<number | null> {
  const touched = await touchedAt(file);
  if (touched === null) return null;
  const probe = `${file}.${randomUUID()}`;
  try {
    await writeFile(probe, "");
    return ((await touchedAt(probe)) ?? touched) - touched;
  } finally {
    await rm(probe, { force: true });
  }
}

/** Waits until a file of this age is touched again, or its time is up; a file that goes is up too. */
export async function untilLeaseEnds(
  file: string,
  ageMs: number,
  { refreshMs, expiryMs }: LeaseTimes,
): Promise<"refreshed" | "over"> {
  const first = await touchedAt(file);
  // Not by the wall clock, which may be set meanwhile.
  const end = performance.now() + expiryMs - ageMs;
  while (performance.now() < end) {
    await wait(Math.min(refreshMs / 10, Math.max(1, end - performance.now())));
    const touched = await touchedAt(file);
    if (touched === null) return "over";
    if (touched !== first) return "refreshed";
  }
  return "over";
}

async function touchedAt(file: string): Promise<number | null> {
  try {
    return (await stat(file)).mtimeMs;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}
