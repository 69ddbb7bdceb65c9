import type { Check, JudgedTurn, Seen } from "./checks/check.js";
import { checks } from "./checks/registry.js";
import type { CheckResult } from "./verdict.js";

/** A check that threw: a fault of ours, which says nothing about the reply. */
export class CheckFault extends Error {
  override name = "CheckFault" as const;
  constructor(check: string, step: string, cause: unknown) {
    super(`the check ${check} broke at step ${step}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
}

/**
 * Sends one turn through every check, in the registry's order. Of a reply that is not whole only its failure is judged. A check that finds several things answers several times.
 * Throws {@link CheckFault} for a check that throws.
 */
export function judgeTurn(judged: JudgedTurn, all: readonly Check[] = checks): readonly CheckResult[] {
  const results: CheckResult[] = [];
  for (const check of all) results.push(...runCheck(check, judged, results));
  return results;
}

function runCheck(check: Check, judged: JudgedTurn, before: readonly CheckResult[]): readonly CheckResult[] {
  const { step } = judged.turn;
  const isWhole = judged.turn.reply.completeness === "complete";
  const isExplained = before.some(
    ({ finding }) => finding?.severity === "bad" && check.explainedBy.includes(finding.id),
  );
  const seen: readonly Seen[] | null = isExplained || (check.needsWholeReply && !isWhole) ? null : run(check, judged);
  if (seen === null) return [{ check: check.id, outcome: "not-applicable", step, finding: null }];
  if (seen.length === 0) return [{ check: check.id, outcome: "pass", step, finding: null }];
  return seen.map((one) => ({ check: check.id, outcome: "fail", step, finding: { ...one, step } }));
}

function run(check: Check, judged: JudgedTurn): readonly Seen[] | null {
  try {
    return check.run(judged);
  } catch (error) {
    throw new CheckFault(check.id, judged.turn.step, error);
  }
}
