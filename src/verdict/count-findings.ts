import { shortened } from "./compare-text.js";
import type { Finding, FindingCount, TrialVerdict } from "./verdict.js";

/**
 * The findings of the eligible trials, each with the number of trials that have it and the place where it was first seen.
 * One entry for each {@link findingKey}, in the order of {@link byWeight}.
 */
export function countFindings(trials: readonly TrialVerdict[]): readonly FindingCount[] {
  const counts = new Map<string, FindingCount>();
  for (const trial of trials) {
    if (trial.outcome !== "excluded") addTrial(counts, trial);
  }
  return [...counts.values()].sort(byWeight(({ n }) => n));
}

function addTrial(counts: Map<string, FindingCount>, { trial, findings }: TrialVerdict): void {
  const counted = new Set<string>();
  for (const finding of findings) {
    const key = findingKey(finding);
    if (counted.has(key)) continue;
    counted.add(key);
    const count = counts.get(key) ?? firstSeen(finding, trial);
    counts.set(key, { ...count, n: count.n + 1 });
  }
}

function firstSeen({ id, cause, severity, seen, step }: Finding, trial: number): FindingCount {
  return { id, cause, severity, n: 0, seen: shortened(seen), step, trial };
}

type FindingKind = Pick<Finding, "id" | "cause" | "severity">;

/** Equal for findings that are counted together: those with the same id, cause and severity. */
export function findingKey({ id, cause, severity }: FindingKind): string {
  return JSON.stringify([id, cause, severity]);
}

/** The order in which findings are listed: bad ones first, then the most frequent, then by id and cause. */
export function byWeight<One extends FindingKind>(countOf: (finding: One) => number): (a: One, b: One) => number {
  return (a, b) => {
    if (a.severity !== b.severity) return a.severity === "bad" ? -1 : 1;
    return countOf(b) - countOf(a) || (`${a.id} ${a.cause ?? ""}` < `${b.id} ${b.cause ?? ""}` ? -1 : 1);
  };
}
