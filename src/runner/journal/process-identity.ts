import { readFile, readlink } from "node:fs/promises";
import { hostname } from "node:os";

/**
 * Names one process for ever. `bootId`: of the machine's start; `startTicks`: clock ticks from then to the start of the process;
 * `pidNamespace`: within which its number means it, since every container counts anew. All three are null outside Linux.
 */
export type ProcessIdentity = {
  readonly pid: number;
  readonly host: string;
  readonly bootId: string | null;
  readonly startTicks: string | null;
  readonly pidNamespace: string | null;
};

export async function thisProcess(): Promise<ProcessIdentity> {
  const { pid } = process;
  const [boot, startTicks, namespace] = await Promise.all([bootId(), startTicksOf(pid), pidNamespace()]);
  return { pid, host: hostname(), bootId: boot, startTicks, pidNamespace: namespace };
}

/**
 * Whether a process still runs. "unknown": its number means nothing here, since it ran on another machine, at another start of this one, or
 * in another container. A process of another user counts as running.
 */
export async function isRunning(process: ProcessIdentity): Promise<boolean | "unknown"> {
  const [boot, namespace] = await Promise.all([bootId(), pidNamespace()]);
  if (process.bootId !== boot || process.pidNamespace !== namespace) return "unknown";
  if (boot === null && process.host !== hostname()) return "unknown";
  return exists(process.pid) && process.startTicks === (await startTicksOf(process.pid));
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

async function pidNamespace(): Promise<string | null> {
  try {
    return await readlink("/proc/self/ns/pid");
  } catch {
    return null;
  }
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
