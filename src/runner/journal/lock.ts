import { randomUUID } from "node:crypto";
import { link, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isRunning, type ProcessIdentity, thisProcess } from "./process-identity.js";

/** Another process holds the lock, or may hold it. The message names the process, and the file to remove if it is gone. */
export class LockedError extends Error {
  override name = "LockedError" as const;
}

/** `takenOver`: the process that held the lock and ended without giving it back; null: the lock was free. */
export type Lock = { readonly takenOver: ProcessIdentity | null; readonly release: () => Promise<void> };

/**
 * Lets one process at a time write in `folder`. The newest file `lock-<number>` names the process that holds the lock. To take it over
 * from a process that has ended, a process makes the file of the next number, which the file system allows to one alone.
 * Throws {@link LockedError}.
 */
export async function takeLock(folder: string): Promise<Lock> {
  const held = await newestIn(folder);
  if (held !== null) await refuseIfRunning(held);
  const mine = join(folder, `lock-${(held?.number ?? 0) + 1}`);
  await makeOnce(mine, `${JSON.stringify(await thisProcess())}\n`);
  // The lock that was read may have been given back and taken anew in the meantime; then this process is the later one.
  if (held !== null && (await textOf(held.file)) !== held.text) {
    await rm(mine, { force: true });
    throw new LockedError(`${held.file}: another process has just taken it`);
  }
  return {
    takenOver: held?.by ?? null,
    release: async () => {
      if (held !== null) await rm(held.file, { force: true });
      await rm(mine, { force: true });
    },
  };
}

type Held = {
  readonly number: number;
  readonly file: string;
  readonly text: string;
  /** Null: the file does not name a process; a power cut took its text. */
  readonly by: ProcessIdentity | null;
};

async function newestIn(folder: string): Promise<Held | null> {
  const numbers = (await readdir(folder)).flatMap((name) => Number(/^lock-(\d+)$/.exec(name)?.[1] ?? []));
  const number = Math.max(...numbers);
  if (numbers.length === 0) return null;
  const file = join(folder, `lock-${number}`);
  const text = await textOf(file);
  return text === null ? null : { number, file, text, by: identityIn(text) };
}

async function refuseIfRunning({ file, by }: Held): Promise<void> {
  if (by === null) return;
  const running = await isRunning(by);
  if (running === false) return;
  throw new LockedError(
    running === true
      ? `${file}: process ${by.pid} is writing here`
      : `${file}: process ${by.pid} on ${by.host} may be writing here; if it has ended, remove the file`,
  );
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
