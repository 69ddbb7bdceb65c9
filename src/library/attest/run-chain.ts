import type { StatementRun } from "../../verdict/statements/statement-schema.js";
import { sha256Of } from "../evidence/sums.js";

/** A run before it has its place among the others. */
export type UnlinkedRun = Omit<StatementRun, "link">;

/**
 * Chains runs, oldest first: each link is made of the one before it, so that no run can be left out or changed without another `head`.
 * `edition`: the SHA-256 from which the chain begins.
 */
export function chainRuns(
  edition: string,
  runs: readonly UnlinkedRun[],
): { readonly head: string; readonly list: readonly StatementRun[] } {
  let head = edition;
  const list = runs.map((run) => {
    head = sha256Of([head, run.id, run.facts, run.journal].join("\n"));
    return { ...run, link: head };
  });
  return { head, list };
}
