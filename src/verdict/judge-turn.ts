import type { Check, CheckFinding, JudgedTurn } from "./checks/check.js";
import { checks } from "./checks/registry.js";
import type { CheckResult } from "./verdict.js";

/** A check threw. That is a fault of this program, not evidence about the reply. */
export class CheckFault extends Error {
  override name = "CheckFault" as const;
  constructor(check: string, step: string, cause: unknown) {
    super(`the check ${check} broke at step ${step}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
}

/**
 * Judges one turn by every check, in the registry's order. If the reply did not arrive whole, only checks that accept such a
 * reply apply. A check has one result for each of its findings. Throws {@link CheckFault} when a check throws.
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
  const findings = isExplained || (check.needsWholeReply && !isWhole) ? null : run(check, judged);
  if (findings === null) return [{ check: check.id, outcome: "not-applicable", step, finding: null }];
  if (findings.length === 0) return [{ check: check.id, outcome: "pass", step, finding: null }];
  return findings.map((finding) => ({ check: check.id, outcome: "fail", step, finding: { ...finding, step } }));
}

function run(check: Check, judged: JudgedTurn): readonly CheckFinding[] | null {
  try {
    return check.run(judged);
  } catch (error) {
    throw new CheckFault(check.id, judged.turn.step, error);
  }
}
