import { UsageError } from "../../library/usage-error.js";
import { readRun } from "../../runner/store/read-run.js";
import type { StoredRun } from "../../runner/store/stored-run.js";
import type { SequentialRule } from "../../verdict/statistics/sequential-test.js";
import { findRun } from "./find-run.js";

/**
 * Reads a run: `name` is a path, an id below `runs` or the beginning of only one, `last`, or `last~1` for the one before. Throws RunError, and
 * UsageError with what exists and for a run that was pruned: what is left of it has other counts.
 */
export function readStoredRun(name: string, runs: string): StoredRun {
  const run = readRun(findRun(name, runs));
  if (!run.thinned) return run;
  throw new UsageError(`${run.path}: was pruned: its bad trials and one good trial of each cell are left`, {
    hint: "`llm-parity show CELL --run RUN` prints them; its summary.jsonl has the counts of all.",
  });
}

/** The rule by which a stored run stopped its trials; undefined: their number was fixed before, or the rule is invalid. */
export function storedRule({ sequential }: Pick<StoredRun, "sequential">): SequentialRule | undefined {
  const { acceptable, unacceptable, alpha, cap } = sequential ?? {};
  const isRule = [acceptable, unacceptable, alpha, cap].every((one) => typeof one === "number" && one > 0);
  if (!isRule || acceptable === undefined || unacceptable === undefined) return undefined;
  return alpha === undefined || cap === undefined ? undefined : { acceptable, unacceptable, alpha, cap };
}
