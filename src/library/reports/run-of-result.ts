import type { ReportedRun } from "./input-of-run.js";

/** What a result was made from: too much for its reader, and what every report needs. */
const runs = new WeakMap<object, ReportedRun>();

/** Remembers what a result was made from, as long as the result is there. */
export function rememberRun<Result extends object>(result: Result, run: ReportedRun): Result {
  runs.set(result, run);
  return result;
}

/** What a result was made from; null: it was not made here. */
export function runOfResult(result: object): ReportedRun | null {
  return runs.get(result) ?? null;
}
