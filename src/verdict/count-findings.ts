import type { Finding, FindingCount, TrialVerdict } from "./verdict.js";

/**
 * The findings of the eligible trials, each with the number of trials that have it and where it was seen first.
 * One entry per id, cause and severity; bad ones first, then the most frequent, then by id.
 */
export function countFindings(trials: readonly TrialVerdict[]): readonly FindingCount[] {
  const counts = new Map<string, FindingCount>();
  for (const trial of trials) {
    if (trial.outcome !== "excluded") addTrial(counts, trial);
  }
  return [...counts.values()].sort(byWeight);
}

function addTrial(counts: Map<string, FindingCount>, { trial, findings }: TrialVerdict): void {
  const seenHere = new Set<string>();
  for (const finding of findings) {
    const key = JSON.stringify([finding.id, finding.cause, finding.severity]);
    if (seenHere.has(key)) continue;
    seenHere.add(key);
    const count = counts.get(key) ?? firstSeen(finding, trial);
    counts.set(key, { ...count, n: count.n + 1 });
  }
}

function firstSeen({ id, cause, severity, seen, step }: Finding, trial: number): FindingCount {
  return { id, cause, severity, n: 0, seen, step, trial };
}

function byWeight(a: FindingCount, b: FindingCount): number {
  if (a.severity !== b.severity) return a.severity === "bad" ? -1 : 1;
  if (a.n !== b.n) return b.n - a.n;
  return `${a.id} ${a.cause ?? ""}` < `${b.id} ${b.cause ?? ""}` ? -1 : 1;
}
