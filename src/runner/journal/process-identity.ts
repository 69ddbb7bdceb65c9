import { readFile } from "node:fs/promises";
import { hostname } from "node:os";

/**
 * Names one process for ever. `bootId`: of the machine's start; `startTicks`: clock ticks from then to the start of the process. Both are
 * null outside Linux.
 */
export type ProcessIdentity = {
  readonly pid: number;
  readonly host: string;
  readonly bootId: string | null;
  readonly startTicks: string | null;
};

export async function thisProcess(): Promise<ProcessIdentity> {
  const { pid } = process;
  return { pid, host: hostname(), bootId: await bootId(), startTicks: await startTicksOf(pid) };
}

/** Whether a process still runs. "unknown": it ran on another host. A process of another user counts as running. */
export async function isRunning({
  pid,
  host,
  bootId: boot,
  startTicks,
}: ProcessIdentity): Promise<boolean | "unknown"> {
  if (host !== hostname()) return "unknown";
  if (boot !== (await bootId()) || !exists(pid)) return false;
  return startTicks === (await startTicksOf(pid));
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function bootId(): Promise<string | null> {
  return readOrNull("/proc/sys/kernel/random/boot_id");
}

/** Field 22 of `/proc/<pid>/stat`; the second, the program's name in parentheses, may hold blanks. */
async function startTicksOf(pid: number): Promise<string | null> {
  const stat = await readOrNull(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
}

async function readOrNull(file: string): Promise<string | null> {
  try {
    return (await readFile(file, "utf8")).trim();
  } catch {
    return null;
  }
}
