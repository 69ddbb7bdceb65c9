import { expectedRefusal } from "../scenario/probe/refusal.js";
import type { Check, CheckFinding, JudgedTurn } from "./checks/check.js";
import { checks } from "./checks/registry.js";
import { remember } from "./remember.js";
import type { CheckResult, FindingId } from "./verdict.js";

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
 * Judges one turn by every check, in the registry's order; a turn that expects a refusal only by the checks of probes. If the reply did not arrive whole, only checks that accept such a
 * reply apply. A check has one result for each of its findings. Throws {@link CheckFault} when a check throws.
 */
export function judgeTurn(judged: JudgedTurn, all: readonly Check[] = checks): readonly CheckResult[] {
  const { step } = judged.turn;
  const isProbe = expectedRefusal(judged) !== null;
  const isWhole = judged.turn.reply.completeness === "complete";
  const badSoFar = new Set<FindingId>();
  const results: CheckResult[] = [];
  const withoutFinding = resultsAt(step);
  for (const check of all) {
    const isExplained = badSoFar.size > 0 && check.explainedBy.some((id) => badSoFar.has(id));
    const isOther = (check.ofProbes === true) !== isProbe;
    const findings = isOther || isExplained || (check.needsWholeReply && !isWhole) ? null : run(check, judged);
    if (findings === null || findings.length === 0) {
      results.push(withoutFinding(check, findings === null ? "not-applicable" : "pass"));
      continue;
    }
    for (const finding of findings) {
      results.push({ check: check.id, outcome: "fail", step, finding: { ...finding, step } });
      if (finding.severity === "bad") badSoFar.add(finding.id);
    }
  }
  return results;
}

type WithoutFinding = (check: Check, outcome: "pass" | "not-applicable") => CheckResult;

/** Most results have no finding: the turns of a step share theirs, so that thousands of cells keep one each. */
function shareResults(step: string): WithoutFinding {
  const passed = new Map<Check, CheckResult>();
  const notApplicable = new Map<Check, CheckResult>();
  return (check, outcome) => {
    const known = outcome === "pass" ? passed : notApplicable;
    const old = known.get(check);
    if (old !== undefined) return old;
    const result: CheckResult = { check: check.id, outcome, step, finding: null };
    known.set(check, result);
    return result;
  };
}

const resultsAt = remember(200, shareResults);

function run(check: Check, judged: JudgedTurn): readonly CheckFinding[] | null {
  try {
    return check.run(judged);
  } catch (error) {
    throw new CheckFault(check.id, judged.turn.step, error);
  }
}
