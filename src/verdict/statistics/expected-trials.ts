import { claimOfSample, excludes, type SequentialRule } from "./sequential-test.js";

/**
 * The exact mean number of trials after which the sequential test stops, for a cell whose trials fail independently at `rate` (0 to 1).
 * Sums over all ways in which it can stop.
 */
export function expectedTrials(rate: number, rule: SequentialRule): number {
  /** Failed trials → the probability to have that many, and not to have stopped. */
  let open: ReadonlyMap<number, number> = new Map([[0, 1]]);
  let mean = 0;
  for (let eligible = 1; eligible <= rule.cap && open.size > 0; eligible += 1) {
    const next = new Map<number, number>();
    for (const [before, probability] of open) {
      const last = { bad: before, eligible: eligible - 1 };
      const wasDecided = last.eligible > 0 && excludes(last, { is: "above", rate: rule.acceptable }, rule);
      for (const [bad, chance] of [
        [before, 1 - rate],
        [before + 1, rate],
      ] as const) {
        const reached = probability * chance;
        if (reached === 0) continue;
        if (claimOfSample({ bad, eligible }, wasDecided, rule) === null) next.set(bad, (next.get(bad) ?? 0) + reached);
        else mean += reached * eligible;
      }
    }
    open = next;
  }
  return mean;
}
