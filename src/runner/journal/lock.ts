import { randomUUID } from "node:crypto";
import { link, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ageOf, createLease, type Lease, type LeaseTimes, leaseTimes, untilLeaseEnds } from "./lease.js";
import { isRunning, type ProcessIdentity, thisProcess } from "./process-identity.js";

/** Another process holds the lock. The message names the file, the process, and what to do. */
export class LockedError extends Error {
  override name = "LockedError" as const;
}

/** Another process has taken the lock over from this one, which may write no more. */
export class LostLockError extends Error {
  override name = "LostLockError" as const;
}

/** `takenOver`: the process that held the lock and did not give it back; null: the lock was free. */
export type Lock = {
  readonly takenOver: ProcessIdentity | null;
  /** Rejects with {@link LostLockError} once another process has taken the lock over: to be asked before each write. */
  readonly check: () => Promise<void>;
  readonly release: () => Promise<void>;
};

/**
 * Lets one process at a time write in `folder`. The newest file `lock-<number>` belongs to the process that holds the lock: it has a random
 * owner, and is touched every 5 s. A process that has ended, and one that has not touched its file for 30 s, lose it to the next: that makes
 * the file of the next number, which the file system allows to one alone. Whether a process of another container or machine still lives is
 * only known by waiting for its next touch. Throws {@link LockedError}.
 */
export async function takeLock(folder: string, times: LeaseTimes = leaseTimes): Promise<Lock> {
  const held = await newestIn(folder);
  if (held !== null) await refuseIfAlive(held, times);
  const number = (held?.number ?? 0) + 1;
  const mine = fileOf(folder, number);
  const text = `${JSON.stringify({ owner: randomUUID(), ...(await thisProcess()) })}\n`;
  await makeOnce(mine, text);
  // The lock that was read may have been given back and taken anew in the meantime; then this process is the later one.
  if (held !== null && (await textOf(held.file)) !== held.text) {
    await rm(mine, { force: true });
    throw new LockedError(`${held.file}: another process has just taken it`);
  }
  const lease = createLease(mine, text, times);
  // The later file is looked for first: the process that gives it back removes ours before its own, so that one of the two looks shows the loss.
  const isMine = async () => (await textOf(fileOf(folder, number + 1))) === null && (await textOf(mine)) === text;
  return {
    takenOver: held?.by ?? null,
    check: async () => {
      if (!(await isMine()) && (await isThere(folder))) throw lost(mine, times);
    },
    release: () => giveBack({ lease, isMine, files: [...(held === null ? [] : [held.file]), mine] }),
  };
}

type Held = {
  readonly number: number;
  readonly file: string;
  readonly text: string;
  /** Null: the file does not name a process; a power cut took its text. */
  readonly by: ProcessIdentity | null;
};

function fileOf(folder: string, number: number): string {
  return join(folder, `lock-${number}`);
}

async function newestIn(folder: string): Promise<Held | null> {
  const numbers = (await readdir(folder)).flatMap((name) => Number(/^lock-(\d+)$/.exec(name)?.[1] ?? []));
  if (numbers.length === 0) return null;
  const number = Math.max(...numbers);
  const file = fileOf(folder, number);
  const text = await textOf(file);
  return text === null ? null : { number, file, text, by: identityIn(text) };
}

async function refuseIfAlive({ file, by }: Held, times: LeaseTimes): Promise<void> {
  if (by === null) return;
  const running = await isRunning(by);
  if (running === false) return;
  const age = await ageOf(file);
  if (age === null || age >= times.expiryMs) return;
  const owner = `${file}: process ${by.pid} on ${by.host} is writing here`;
  if (running === true) throw new LockedError(`${owner}; wait until it has ended`);
  if ((await untilLeaseEnds(file, age, times)) === "refreshed") {
    throw new LockedError(`${owner}: it has just said that it goes on; wait until it has ended`);
  }
}

function lost(file: string, { expiryMs }: LeaseTimes): LostLockError {
  const seconds = Math.round(expiryMs / 1_000);
  return new LostLockError(
    `${file}: another process has taken over, since this one was not heard of for ${seconds} s; this one writes no more`,
  );
}

type Returned = { readonly lease: Lease; readonly isMine: () => Promise<boolean>; readonly files: readonly string[] };

/** Removes our files, and those of a process that we took over from; none once another process has taken over from us. */
async function giveBack({ lease, isMine, files }: Returned): Promise<void> {
  await lease.end();
  if (!(await isMine())) return;
  for (const file of files) await rm(file, { force: true });
}

/** Makes a file with its text at once: no reader ever sees it empty. */
async function makeOnce(file: string, text: string): Promise<void> {
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, text);
  try {
    await link(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    throw new LockedError(`${file}: another process has just taken it`);
  } finally {
    await rm(draft, { force: true });
  }
}

async function isThere(folder: string): Promise<boolean> {
  return readdir(folder).then(
    () => true,
    () => false,
  );
}

async function textOf(file: string): Promise<string | null> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

function identityIn(text: string): ProcessIdentity | null {
  try {
    return JSON.parse(text) as ProcessIdentity;
  } catch {
    return null;
  }
}
