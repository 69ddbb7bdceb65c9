import { appendFileSync, existsSync, readFileSync } from "node:fs";
import type { Outcome } from "./run.js";

/** The runs that a results file has: one a line; a line that was cut off is left out. */
export function outcomesIn(file: string): readonly Outcome[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, "utf8")
    .split("\n")
    .flatMap((line) => (line.endsWith("}") ? [JSON.parse(line)] : []));
}

/** Adds a run. A line is written whole, so that several processes may write. */
export function addOutcome(file: string, outcome: Outcome): void {
  appendFileSync(file, `${JSON.stringify(outcome)}\n`);
}
