import { formatPath } from "../format-path.js";
import type { RunResult } from "./run-result.js";

/**
 * Where recordings and requests do not match: requests that no recording answers (with the nearest recording and how it
 * differs), and recordings that were never requested. Empty: every request was answered and every recording was used.
 */
export function findMismatches({ transcripts, leftovers }: RunResult): readonly string[] {
  const misses = transcripts.flatMap(({ cell, trial, turns }) =>
    turns.flatMap(({ step, reply: { failure } }) =>
      failure?.kind === "replay-miss"
        ? [`${cell.scenario} on ${cell.target}, trial ${trial}, step ${step}: ${failure.message}`]
        : [],
    ),
  );
  const unused = leftovers.map(
    ({ file, trial, step }) =>
      `${formatPath(file)}: trial ${trial}, step ${step}: recorded but never requested. The scenario has changed since: record it again.`,
  );
  return [...misses, ...unused];
}
