import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Outcome } from "./run.js";

type Kept = Outcome & { readonly engine: string };

/** The runs that a results file has of this engine, and how many of others; one a line, and a line that was cut off is left out. */
export function outcomesIn(
  file: string,
  engine: string,
): { readonly outcomes: readonly Outcome[]; readonly ofOthers: number } {
  const all = existsSync(file) ? readFileSync(file, "utf8").split("\n").flatMap(keptIn) : [];
  const own = all.filter((kept) => kept.engine === engine);
  return { outcomes: [...new Map(own.map((one) => [runKey(one), one])).values()], ofOthers: all.length - own.length };
}

/** Names a run among all. */
export function runKey({ row, seed }: Pick<Outcome, "row" | "seed">): string {
  return `${row} ${seed}`;
}

/** Begins a line of its own, so that one which was cut off is lost alone. */
export function openResults(file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  if (existsSync(file) && !/(^|\n)$/.test(readFileSync(file, "utf8"))) appendFileSync(file, "\n");
}

/** Adds a run. A line is written whole, so that several processes may write. */
export function addOutcome(file: string, engine: string, outcome: Outcome): void {
  appendFileSync(file, `${JSON.stringify({ ...outcome, engine })}\n`);
}

function keptIn(line: string): readonly Kept[] {
  if (!line.endsWith("}")) return [];
  try {
    return [JSON.parse(line)];
  } catch {
    return [];
  }
}
