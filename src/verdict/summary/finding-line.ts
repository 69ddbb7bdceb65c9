import type { FindingCount, Verdict } from "../verdict.js";

/** A finding of a cell, with the checks that raised it. */
export type FindingLine = Pick<FindingCount, "id" | "cause" | "severity" | "n"> & { readonly checks: string[] };

/** What a stored verdict keeps of a finding. */
export function findingLine(
  { id, cause, severity, n }: FindingCount,
  { judged }: Pick<Verdict, "judged">,
): FindingLine {
  const raised = judged.flatMap(({ checks }) =>
    checks.flatMap(({ check, finding }) => (finding?.id === id && finding.cause === cause ? [check] : [])),
  );
  return { id, cause, severity, n, checks: [...new Set(raised)].sort() };
}
