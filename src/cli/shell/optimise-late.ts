import { setFlagsFromString } from "node:v8";

/**
 * The flags with which V8 waits longer before it optimises a function. Node 20's V8 has no compiler between its slow one and its
 * best one, and takes a function for hot after 132 KiB of bytecode: a command of some seconds spends up to a third of its processor
 * time on code that it hardly uses. Measured, Node 20.20.2, 2026-11-30: judging 2,149 recordings 4.5 s of processor time, then 3.1 s;
 * 2,400 replayed cells 3.5 s, then 2.5 s; an import of ten seconds the same. Node 22 and later have Maglev between the two, no such flag,
 * and take 3.3 s for the same judging; they get no flag. `v8`: its version.
 */
export function lateFlags(v8 = process.versions.v8): readonly string[] {
  return v8.startsWith("11.") ? ["--interrupt-budget=600000"] : [];
}

/** Sets {@link lateFlags} in the whole process. */
export function optimiseLate(): void {
  for (const flag of lateFlags()) setFlagsFromString(flag);
}
