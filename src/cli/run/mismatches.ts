import { shown } from "../shell/shared-options.js";
import type { Obtained } from "./obtain.js";

/**
 * Where recordings and requests do not fit each other: a request that no recording answers (with the nearest one and
 * how it differs), and recordings that nothing asked for. Empty: every recording was used.
 */
export function mismatchesOf({
  transcripts,
  leftovers,
}: Pick<Obtained, "transcripts" | "leftovers">): readonly string[] {
  const misses = transcripts.flatMap(({ cell, trial, turns }) =>
    turns.flatMap(({ step, reply: { failure } }) =>
      failure?.kind === "replay-miss"
        ? [`${cell.scenario} on ${cell.target}, trial ${trial}, step ${step}: ${failure.message}`]
        : [],
    ),
  );
  const unused = leftovers.map(
    ({ file, trial, step }) =>
      `${shown(file)}: trial ${trial}, step ${step}: recorded, and never asked for. The scenario has changed since: record it again.`,
  );
  return [...misses, ...unused];
}
